"""The pages that one only reads."""

import pytest

from app.web.pages.start import DOORS
from tests.web.client import LintingClient, words_of

READING = ("/", "/hulp", "/toegankelijkheid", "/uw-gegevens", "/klacht", "/moeilijke-woorden", "/afgemeld")


@pytest.mark.parametrize("path", READING)
def test_a_page_to_read_costs_no_session_and_no_cookie(client: LintingClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", READING)
def test_no_link_of_a_page_to_read_leads_nowhere(client: LintingClient, path: str) -> None:
    for link in client.see(path).select("a[href^='/']"):
        assert client.get(str(link["href"])).status_code in {200, 302, 303}, link


def test_the_start_page_shows_the_doors_that_lead_somewhere(client: LintingClient) -> None:
    shown = [words_of(heading) for heading in client.see("/").select(".ml-door h2")]
    known = [door.name for door in DOORS if door.endpoint in client.application.view_functions]
    assert shown == known


def test_every_page_names_the_help_line_on_top_and_below(client: LintingClient) -> None:
    page = client.see("/hulp")
    assert "1700" in words_of(page.select_one("header"))
    assert "1700" in words_of(page.select_one(".ml-help"))


def test_hard_words_are_explained_in_one_sentence_each(client: LintingClient) -> None:
    meanings = [words_of(meaning) for meaning in client.see("/moeilijke-woorden").select(".ml-words dd")]
    assert len(meanings) > 30
    assert all(meaning.endswith((".", "?")) for meaning in meanings)
