"""The days of giving are looked at as somebody leaves them, by the form that looks at them when they are sent."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.db import Database
from app.models.draft import Draft
from app.web.wizards.give.wording import UNTIL_A_DAY
from tests.web.client import HTMX, LintingClient, errors_of, held_by, page_of, words_of
from tests.web.wizards.walk import ANSWERS, answer, begin, walk

DAY = {"HX-Target": "div#day-group"}
PAST = "Deze dag is al voorbij"
NO_SUCH_DAY = "Deze datum bestaat niet"
Values = dict[str, str]


def day(number: str, month: str, year: str) -> Values:
    """What somebody types in the three boxes."""
    return {"day-day": number, "day-month": month, "day-year": year}


def leave(client: LintingClient, address: str, values: Values) -> BeautifulSoup:
    """Leave the day on this page; what the page gets back."""
    form = client.see(address).select_one("main form[method=post]")
    assert form is not None
    group = form.select_one("#day-group")
    assert group is not None
    assert group["hx-post"] == address
    return page_of(client.post(address, data=held_by(form) | values, headers=HTMX | DAY))


def wrong_boxes(part: BeautifulSoup) -> list[str]:
    """The boxes with a red line."""
    return [str(box["id"]) for box in part.select("[aria-invalid=true]")]


@pytest.fixture
def start(maria: LintingClient) -> str:
    """The address of the question from when."""
    return walk(maria, begin(maria, "/geven"), ANSWERS[:4])


@pytest.fixture
def end_date(maria: LintingClient, start: str) -> str:
    """The address of the question about the last day, of a mandate that may last a year."""
    types = ("types", {"types": ["hinder.manage"]})
    return walk(maria, start.replace("/start", "/types"), (types, *ANSWERS[4:5], ("period", {"period": UNTIL_A_DAY})))


@pytest.mark.parametrize(
    ("values", "sentence", "wrong"),
    [
        (day("31", "11", "2026"), NO_SUCH_DAY, ["day-day", "day-month", "day-year"]),
        (day("1", "13", "2027"), NO_SUCH_DAY, ["day-month"]),
        (day("1", "", ""), "Vul ook de maand en het jaar in.", ["day-month", "day-year"]),
        (day("1", "11", "2026"), PAST, ["day-day", "day-month", "day-year"]),
        (day("1", "12", "2026"), "", []),
        (day("", "", ""), "", []),
    ],
)
def test_the_first_day_says_what_is_wrong(
    maria: LintingClient, start: str, values: Values, sentence: str, wrong: list[str]
) -> None:
    part = leave(maria, start, {"when": "day"} | values)
    said = words_of(part.select_one("[aria-live=polite]"))
    assert sentence in said
    assert bool(sentence) == bool(said)
    assert wrong_boxes(part) == wrong
    assert {box["name"]: box["value"] for box in part.select("input")} == values


@pytest.mark.parametrize("when", [{}, {"when": "accepted"}])
def test_a_first_day_that_was_not_chosen_is_not_looked_at(maria: LintingClient, start: str, when: Values) -> None:
    assert wrong_boxes(leave(maria, start, when | day("31", "11", "2026"))) == []


def test_the_last_day_is_held_against_the_first_and_the_longest(maria: LintingClient, end_date: str) -> None:
    assert "voor de eerste dag" in words_of(leave(maria, end_date, day("1", "11", "2026")))
    assert "Zo lang mag" in words_of(leave(maria, end_date, day("1", "1", "2028")))
    part = leave(maria, end_date, day("1", "5", "2027"))
    assert wrong_boxes(part) == []
    assert part.select(".govuk-error-message") == []


def test_the_box_is_drawn_as_the_page_draws_it(maria: LintingClient, end_date: str) -> None:
    values = day("31", "11", "2026")
    whole = page_of(answer(maria, end_date, values, 422), 422)
    assert NO_SUCH_DAY in errors_of(whole)[0]
    assert leave(maria, end_date, values).find(id="day-group") == whole.find(id="day-group")


def test_looking_at_a_day_keeps_nothing(maria: LintingClient, start: str, sqlite_database: Database) -> None:
    def kept() -> dict[str, Any]:
        with sqlite_database.reading() as session:
            return dict(session.query(Draft).one().answers)

    before = kept()
    leave(maria, start, {"when": "day"} | day("1", "12", "2026"))
    assert kept() == before


def test_a_question_without_such_a_field_gives_nothing_back(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    form = maria.see(address).select_one("main form[method=post]")
    assert form is not None
    data = held_by(form) | {"q": "0199.000.250"}
    assert maria.post(address, data=data, headers=HTMX | {"HX-Target": "div#q-group"}).status_code == 204
