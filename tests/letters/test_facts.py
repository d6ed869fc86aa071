"""A letter whose facts are not complete is refused before anything is printed."""

import tomllib
from dataclasses import replace
from hashlib import sha256

import pytest

from app.adapters.press import current_template
from app.adapters.press.bundle import STATIC
from app.adapters.press.samples import sample
from app.adapters.press.wording import TEMPLATES, UnknownTemplate
from app.core.letters.data import FACTS, KINDS
from app.core.letters.well_formed import BadLetter, check_letter


@pytest.mark.parametrize("kind", KINDS)
def test_each_fact_of_a_letter_is_needed(kind):
    letter = sample(kind)
    check_letter(letter)
    for name in FACTS[kind].__required_keys__:
        data = {key: value for key, value in letter.data.items() if key != name}
        with pytest.raises(BadLetter, match=f"{name} is missing"):
            check_letter(replace(letter, data=data))


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_that_does_not_belong_is_refused(kind):
    with pytest.raises(BadLetter, match="nickname is not a fact"):
        check_letter(sample(kind, nickname="x"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answer_by", "20 december 2026"),
        ("answer_by", None),
        ("giver_number", "0199.000.151"),
        ("giver_number", ""),
        ("holder_name", None),
        ("holder_name", 7),
        ("may", []),
        ("may", ["  "]),
        ("may", "{mandaatnemer} mag alles."),
        ("period", ""),
        ("code", "7K4Q92XD"),
        ("starts_after", "2026-13-01"),
    ],
)
def test_a_fact_of_the_wrong_sort_is_refused_without_telling_it(name, value):
    with pytest.raises(BadLetter, match=f"{name} is of the wrong sort") as refusal:
        check_letter(sample("given.giver", **{name: value}))
    assert not value or str(value) not in str(refusal.value)


def test_facts_that_need_each_other_come_together():
    for facts in ({"call_by": None}, {"decide_by": None}, {"reason": "register", "stopped_party": None}):
        with pytest.raises(BadLetter, match="may not be empty here"):
            check_letter(sample("suspended.giver", **facts))
    with pytest.raises(BadLetter, match="acted_by may not be empty here"):
        check_letter(sample("stopped.giver", acted_by=None))
    with pytest.raises(BadLetter, match="stopped_by"):
        check_letter(sample("stopped.giver", stopped_by="somebody"))


@pytest.mark.parametrize(
    "lines",
    [
        ["Maria Vermeulen", "9300 Aalst"],
        [f"Regel {number}" for number in range(8)],
        ["Maria Vermeulen", "", "9300 Aalst"],
        ["Maria Vermeulen", "x" * 41, "9300 Aalst"],
        ["Maria Vermeulen", "Meelzakstraat 7\u202e", "9300 Aalst"],
        ["Maria Vermeulen", "Meelzakstraat 7\n9300 Aalst", "Belgie"],
    ],
)
def test_an_address_has_three_to_seven_clean_lines(lines):
    with pytest.raises(BadLetter, match="address_lines"):
        check_letter(replace(sample("given.giver"), address_lines=lines))


def test_a_wide_address_line_is_broken_at_a_word_never_cut(press):
    assert press._address(["A B", "SAMENWERKENDE VENNOOTSCHAP VOOR WWW WWWW", "9300 Aalst"])[1:3] == [
        "SAMENWERKENDE VENNOOTSCHAP VOOR",
        "WWW WWWW",
    ]
    with pytest.raises(BadLetter, match="do not fit"):
        press._address(["A B", "W" * 40, "9300 Aalst"])


def test_a_wrong_dossier_number_kind_or_template_is_refused(press):
    letter = sample("given.giver")
    for other in (
        {"dossier_number": "26091400015"},
        {"kind": "secret.giver"},
        {"template": "refused.giver/2026-11-21"},
    ):
        with pytest.raises(BadLetter):
            check_letter(replace(letter, **other))
    with pytest.raises(UnknownTemplate):
        press.print_letter(replace(letter, template="given.giver/2020-01-01"))
    with pytest.raises(UnknownTemplate):
        current_template("secret.giver")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_dated_template(kind):
    assert current_template(kind) == f"{kind}/2026-11-21"


def test_an_edition_that_has_been_posted_is_never_changed():
    # A letter keeps its facts and the date of its template: both together must give the same words in ten years.
    editions = tomllib.loads((TEMPLATES / "editions.toml").read_text(encoding="utf-8"))
    dates = {path.stem for path in TEMPLATES.glob("*/*.html")}
    assert dates == set(editions)
    for dated, digest in editions.items():
        files = sorted(TEMPLATES.glob(f"*/{dated}.html")) + sorted((STATIC / "letters").glob(f"{dated}*.css"))
        now = sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()
        assert now == digest, (
            f"templates/letters/editions.toml: make a new date, or write {now} if nothing was posted yet"
        )
