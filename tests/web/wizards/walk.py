"""Walking a wizard as a browser does: open the page, post its form, follow the redirect."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.db import Database
from tests.four_eyes import colleague_agrees
from tests.web.client import LintingClient, held_by, page_of, words_of
from tests.world import OFFICE, World

Answers = tuple[tuple[str, dict[str, Any]], ...]

ANSWERS: Answers = (
    ("holder", {"q": OFFICE}),
    ("holder-check", {"right": "yes"}),
    ("what", {"group": "own"}),
    ("types", {"types": ["hinder.manage", "subsidy.view"]}),
    ("start", {"when": "accepted"}),
    ("period", {"period": "12"}),
    ("notice", {"how": "brief"}),
)


def begin(client: LintingClient, start: str) -> str:
    """Press "Beginnen"; the address of the first question."""
    return str(client.fill_in(start).location)


def answer(client: LintingClient, address: str, values: dict[str, Any], status: int = 303) -> TestResponse:
    """Post one question with these values, and with what its page hides."""
    form = page_of(client.get(address)).select_one("main form[method=post]")
    assert form is not None, f"{address} has no form that posts"
    hidden = {name: value for name, value in held_by(form).items() if form.find(attrs={"name": name, "type": "hidden"})}
    response = client.see_refusal(client.post(address, data=hidden | values), status)
    words = words_of(BeautifulSoup(response.get_data(as_text=True), "lxml"))
    assert response.status_code == status, (address, response.status_code, words)
    return response


def walk(client: LintingClient, address: str, answers: Answers) -> str:
    """Answer the questions in this order, each at the address to which the one before led; the address after the last.

    Only the first page is looked at: tests that want to see the others open them.
    """
    token = held_by(page_of(client.get(address)).select_one("main form[method=post]"))["csrf_token"]  # type: ignore[arg-type]
    for step, values in answers:
        if step == "notice" and not address.endswith("/notice"):
            continue  # Only who never chose is asked how he wants his news.
        assert address.endswith(f"/{step}"), f"expected the question {step}, came to {address}"
        response = client.post(address, data={"csrf_token": token} | values)
        assert response.status_code == 303, (address, words_of(page_of(response, response.status_code)))
        address = str(response.location)
    return address


def to_check(client: LintingClient) -> str:
    """Answer every question about giving; the address of the check page."""
    return walk(client, begin(client, "/geven"), ANSWERS)


def send_looked_at(client: LintingClient, world: World, check: str, values: dict[str, Any]) -> TestResponse:
    """Send from the check page of a clerk: a colleague is asked, agrees, and then it is sent."""
    assert goes_to(answer(client, check, {})) == "check"
    colleague_agrees(world)
    return answer(client, check, values)


def goes_to(response: TestResponse) -> str:
    """The last part of the address to which a redirect leads."""
    assert response.status_code == 303, response.status_code
    return str(response.location).rpartition("/")[2]


def read(page: BeautifulSoup | Tag | None) -> str:
    """The words of a page as people read them: no space before a full stop that stands outside its tag."""
    return words_of(page).replace(" .", ".").replace(" ,", ",").replace(" ?", "?")


def count(database: Database, model: type) -> int:
    """How many rows there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
