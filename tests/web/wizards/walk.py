"""Walking a wizard as a browser does: open the page, post its form, follow the redirect."""

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from tests.web.client import LintingClient, held_by, page_of, words_of


def begin(client: LintingClient, start: str) -> str:
    """Press "Beginnen"; the address of the first question."""
    return str(client.fill_in(start).location)


def answer(client: LintingClient, address: str, values: dict[str, Any], status: int = 303) -> TestResponse:
    """Post one question, with what its page already holds; radios and boxes only as given here."""
    page = page_of(client.get(address))
    form = page.select_one("main form[method=post]")
    assert form is not None, f"{address} has no form that posts"
    held = {name: value for name, value in held_by(form).items() if form.find(attrs={"name": name, "type": "hidden"})}
    response = client.post(address, data=held | values)
    assert response.status_code == status, (address, response.status_code, response.get_data(as_text=True)[:3000])
    return response


def walk(client: LintingClient, address: str, answers: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """Answer the questions in this order, each on the page to which the one before led; the address after the last."""
    for step, values in answers:
        assert address.endswith(f"/{step}"), f"expected the question {step}, came to {address}"
        address = str(answer(client, address, values).location)
    return address


def read(page: BeautifulSoup | Tag | None) -> str:
    """The words of a page as people read them: no space before a full stop that stands outside its tag."""
    return words_of(page).replace(" .", ".").replace(" ,", ",").replace(" ?", "?")
