"""How htmx 4 speaks, as seen in Chromium."""

import pytest
from flask import Flask, request

from app.web.htmx import is_partial, target_id
from tests.web.client import HTMX, LintingClient

SEARCH = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#treffers", "HX-Source": "input#name"}


@pytest.mark.parametrize(
    ("headers", "partial", "target"),
    [
        ({}, False, None),
        (SEARCH, True, "treffers"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False, None),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False, None),
        ({"HX-Request": "true", "HX-Target": "treffers"}, True, "treffers"),
    ],
)
def test_htmx_asks_for_a_part(app: Flask, headers: dict[str, str], partial: bool, target: str | None) -> None:
    with app.test_request_context("/", headers=headers):
        assert is_partial(request) is partial
        assert target_id(request) == target


def test_a_cache_is_told_that_the_answer_depends_on_htmx(client: LintingClient) -> None:
    assert "HX-Request" in client.get("/").headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/mandaten", "/nope"], ids=["a page", "a way to the sign-in page", "an error"])
def test_a_whole_page_never_comes_to_stand_inside_a_page(client: LintingClient, path: str) -> None:
    answer = client.get(path, headers=HTMX)
    assert (answer.status_code, answer.data, answer.location) == (204, b"", None)


def test_a_post_without_the_token_changes_nothing_on_the_page(client: LintingClient) -> None:
    assert client.post("/brief", headers=HTMX).status_code == 204
