"""What bad input gets when giving: the words of the copy, at the field and on top, with what was typed."""

from typing import Any

import pytest

from tests.web.client import HTMX, LintingClient, errors_of, held_by, page_of, words_of
from tests.web.wizards.walk import ANSWERS, answer, begin, goes_to, read, walk
from tests.world import BAKERY, OFFICE, OTHER, World

NO_DAY = "De datum ontbreekt nog. Vul dag, maand en jaar in met cijfers."
NO_SUCH_DAY = "Deze datum bestaat niet. Vul dag, maand en jaar in met cijfers."
PAST = "Deze dag is al voorbij. Kies vandaag of een latere dag."

REFUSALS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("holder", {"q": ""}, "U hebt nog niets ingevuld. Vul een naam of een ondernemingsnummer in."),
    ("holder", {"q": "zzqx wvkjq"},
     "Wij vinden geen onderneming met deze naam. Kijk de naam na, of vul het ondernemingsnummer in."),
    ("holder", {"q": "0199 000 25"},
     "Dit nummer heeft 9 cijfers. Een ondernemingsnummer heeft 10 cijfers en begint met 0 of 1."),
    ("holder", {"q": "0199.000.251"},
     "De laatste 2 cijfers passen niet bij de rest. Kijk het nummer na op een factuur."),
    ("holder", {"q": BAKERY}, "Dit is uw eigen onderneming. Kies de onderneming die iets voor u mag doen."),
    ("holder", {"q": "peeters", "found_for": "peeters"},
     "U hebt nog geen onderneming gekozen. Kies 1 onderneming uit de lijst."),
    ("holder-check", {}, "U hebt nog niet gekozen. Kies ja als naam en adres kloppen."),
    ("what", {}, "U hebt nog niet gekozen. Kies 1 van de 4 mogelijkheden."),
    ("types", {}, "U hebt nog niets aangekruist. Kruis minstens 1 ding aan."),
    ("start", {}, "U hebt nog niet gekozen. Kies vanaf wanneer dit mag."),
    ("start", {"when": "day"}, NO_DAY),
    ("start", {"when": "day", "day-day": "31", "day-month": "11", "day-year": "2026"}, NO_SUCH_DAY),
    ("start", {"when": "day", "day-day": "22", "day-month": "11", "day-year": "2026"}, PAST),
    ("period", {}, "U hebt nog niet gekozen. Kies hoelang dit mag."),
    ("end-date", {"day-day": "22", "day-month": "11", "day-year": "2026"},
     "De laatste dag ligt voor de eerste dag. Kies een dag na 23 november 2026."),
    ("end-date", {"day-day": "1", "day-month": "1", "day-year": "2028"},
     "Zo lang mag Hinderpremie aanvragen niet duren. Kies een dag ten laatste op 22 november 2027."),
    ("end-date", {}, NO_DAY),
)
WITH_A_DATE = (*ANSWERS[:3], ("types", {"types": ["hinder.manage"]}), ANSWERS[4], ("period", {"period": "date"}))


def up_to(step: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    names = [name for name, _ in WITH_A_DATE]
    return WITH_A_DATE[: names.index(step)] if step in names else WITH_A_DATE


@pytest.mark.parametrize("step", sorted({step for step, _, _ in REFUSALS}))
def test_a_wrong_answer_gets_a_sentence_that_says_what_to_do(maria: LintingClient, step: str) -> None:
    address = walk(maria, begin(maria, "/geven"), up_to(step))
    for values, sentence in ((values, sentence) for name, values, sentence in REFUSALS if name == step):
        page = page_of(answer(maria, address, values, 422), 422)
        assert errors_of(page) == [sentence.replace("\u00a0", " ")]
        for name, value in values.items():
            field = page.find("input", attrs={"name": name, "type": ["text", None]})
            assert field is None or field.get("value", "") == value, "what was typed must still be there"


def test_a_day_that_was_not_asked_for_is_not_looked_at(maria: LintingClient) -> None:
    address = walk(maria, begin(maria, "/geven"), ANSWERS[:4])
    assert goes_to(answer(maria, address, {"when": "accepted", "day-day": "99"})) == "period"


def test_a_search_shows_what_it_found_on_the_same_page(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    assert str(answer(maria, address, {"q": "boekhoudkantoor peeters", "doe": "zoek"}).location) == address
    page = maria.see(address)
    assert {box["value"] for box in page.select("input[name=number]")} == {OFFICE, OTHER}
    assert "Grootboeklaan 12, 9200 Dendermonde" in read(page)
    assert goes_to(answer(maria, address, {"q": "boekhoudkantoor peeters", "number": OTHER})) == "holder-check"
    assert "Debetstraat 4, 3600 Genk" in read(maria.see(address.replace("holder", "holder-check")))


def test_pressing_on_with_a_name_that_was_not_searched_yet_searches(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    assert str(answer(maria, address, {"q": "peeters genk"}).location) == address
    assert maria.see(address).select_one("input[name=number]")["value"] == OTHER  # type: ignore[index]


@pytest.mark.parametrize("typed", ["0199000250", "0199.000.250", "BE 0199 000 250", "be0199-000-250"])
def test_a_number_in_any_writing_needs_no_choice(maria: LintingClient, typed: str) -> None:
    assert goes_to(answer(maria, begin(maria, "/geven"), {"q": typed})) == "holder-check"


def test_an_enterprise_that_stopped_cannot_be_chosen(maria: LintingClient, world: World) -> None:
    world.set_situation(OFFICE, "stopped")
    world.session.commit()
    page = page_of(answer(maria, begin(maria, "/geven"), {"q": OFFICE}, 422), 422)
    assert errors_of(page) == [
        "Volgens de KBO is Boekhoudkantoor Peeters BV gestopt. Kies een andere onderneming, of bel 1700."
    ]


def test_the_wrong_enterprise_leads_back_to_the_search(maria: LintingClient) -> None:
    address = walk(maria, begin(maria, "/geven"), ANSWERS[:1])
    assert goes_to(answer(maria, address, {"right": "no"})) == "holder"


def test_while_typing_only_the_part_with_the_results_comes_back(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    form = maria.see(address).select_one("main form[method=post]")
    assert form is not None
    search = str(form.select_one("#q")["hx-post"])  # type: ignore[index]
    found = maria.post(search, data=held_by(form) | {"q": "peeters"}, headers=HTMX)
    assert found.status_code == 200
    assert "Wij vinden 2 ondernemingen" in found.get_data(as_text=True)
    assert "<h1" not in found.get_data(as_text=True)
    wrong = maria.post(search, data=held_by(form) | {"q": "0199 000 251"}, headers=HTMX)
    assert "De laatste 2 cijfers passen niet bij de rest" in wrong.get_data(as_text=True)
    assert goes_to(maria.post(search, data=held_by(form) | {"q": "peeters"})) == "holder"


def test_an_enterprise_without_a_belgian_number_gets_a_page_that_says_what_to_do(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    link = maria.see(address).find("a", string="De onderneming heeft geen Belgisch ondernemingsnummer")
    page = maria.see(str(link["href"]))  # type: ignore[index]
    assert "ondernemingsloket" in words_of(page)
    assert page.find("a", href=address) is not None


def test_an_enterprise_that_is_not_in_the_list_is_explained(maria: LintingClient, world: World) -> None:
    world.add_function("0199000646", "Maria", "Vermeulen", subject="subject-maria")
    world.session.commit()
    address = begin(maria, "/geven")
    assert errors_of(page_of(answer(maria, address, {}, 422), 422)) == [
        "U hebt nog geen onderneming gekozen. Kies 1 onderneming uit de lijst."
    ]
    sentence = errors_of(page_of(answer(maria, address, {"party": "not-listed"}, 422), 422))[0]
    assert sentence.startswith("De KBO kent u niet als wettelijk vertegenwoordiger van die onderneming.")
