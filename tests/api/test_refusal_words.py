"""What the core refuses is told in the language of the caller; no refusal that an application can get lacks English."""

import string
import tomllib
from datetime import date

import pytest

from app.api.assembly import contract
from app.api.blame import PLACES, names_for, places_of
from app.api.words import FOLDER, day_in_english
from app.core.errors import Conflict
from tests.api.client import ApiClient
from tests.api.reachable import dutch, reachable_codes, reachable_fields
from tests.api.test_starting import GIFT
from tests.world import BAKERY, new_id

ENGLISH = tomllib.loads((FOLDER / "errors_en.toml").read_text(encoding="utf-8"))
# What no application can send, so that nothing of it can be wrong.
NEVER_SENT = {"second", "executors", "source", "old", "file", "address"}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_refusal_that_an_application_can_get_is_there_in_english() -> None:
    codes = reachable_codes()
    assert len(codes) > 150
    # What the walk must find: by a table, in a text that is put together, through a function that is passed on.
    assert {"wider_end", "not_open_lapsed", "appointment_refused", "last_manager", "nothing_left"} <= codes.keys()
    assert {code: where for code, where in codes.items() if code not in ENGLISH} == {}


def test_every_field_that_the_core_refuses_has_a_name_in_the_contract() -> None:
    known = {name for one in contract().operations for _, name in places_of(one)}
    fields = reachable_fields()
    assert {"other", "last_day", "mandates", "stop_day"} <= fields.keys()
    assert {field: where for field, where in fields.items() if not known & set(names_for(field))}.keys() == NEVER_SENT
    assert {name for names in PLACES.values() for name in names} <= known, "a place that no operation has"


def test_every_english_sentence_has_what_the_dutch_one_has() -> None:
    assert {code for code, text in ENGLISH.items() if places(text) != places(dutch()[code])} == set()
    assert [code for code in dutch() if code in ENGLISH] == list(ENGLISH), "in the order of the Dutch ones"


@pytest.mark.parametrize(("asked", "language"), [
    ("nl-BE, en;q=0.9", "nl"), ("en-GB, nl;q=0.9", "en"), ("NL-be;q=0.2, en;q=0.1", "nl"),
    ("en;q=0, nl-BE;q=0.1", "nl"), ("fr-BE, en;q=0.5", "en"), ("fr", "nl"), ("*", "nl"), ("", "nl"),
])  # fmt: skip
def test_the_language_is_the_one_that_is_liked_best_and_is_said(asked: str, language: str, api: ApiClient) -> None:
    refused = api.get(f"/mandates/{new_id()}", 404, headers={"Accept-Language": asked})
    assert refused.headers["Content-Language"] == language
    words = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    assert refused.body["title"] == words["titles"]["resourceNotFound"]


def test_the_catalogue_says_that_it_is_in_dutch(api: ApiClient) -> None:
    assert api.get("/mandate-types").headers["Content-Language"] == "nl"
    assert api.get("/mandate-types/none", 404).headers["Content-Language"] == "en"


def test_a_rule_is_told_in_the_language_of_the_caller(api: ApiClient) -> None:
    wish = GIFT | {"holder": BAKERY}
    told = {
        language: api.post("/mandates", wish, 422, headers={"Accept-Language": language}).body["detail"]
        for language in ("en", "nl", "fr")
    }
    dutch_one = "Dit is uw eigen onderneming. Kies de onderneming die iets voor u mag doen."
    english_one = "This is your own enterprise. Choose the one that may do something for you."
    assert told == {"en": english_one, "nl": dutch_one, "fr": dutch_one}


def test_days_are_written_as_the_language_has_them() -> None:
    assert day_in_english(date(2027, 1, 1)) == "1 January 2027"
    assert "1\u00a0januari\u00a02027" in Conflict("appointment_lapsed", answer_by=date(2027, 1, 1)).sentence
