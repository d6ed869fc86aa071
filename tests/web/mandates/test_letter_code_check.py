"""The three of the letter are looked at one by one as somebody leaves them: only how they are written."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from app.db import Database
from app.models.letter import CodeAttempt
from tests.web.client import HTMX, LintingClient, held_by, page_of, words_of
from tests.web.mandates.test_letter_code import CODE, stamp, three
from tests.world import OFFICE, World

NAMES = ("dossier_number", "code", "enterprise_number")


def leave(client: LintingClient, name: str, values: dict[str, str]) -> BeautifulSoup:
    """Leave one field of the page; what the page gets back."""
    form = client.see("/brief").select_one("main form")
    assert form is not None
    assert form.select_one(f"#{name}-group[hx-trigger=leave][hx-post='/brief']") is not None
    headers = HTMX | {"HX-Target": f"div#{name}-group"}
    return page_of(client.post("/brief", data=held_by(form) | values, headers=headers))


def said_of(part: BeautifulSoup) -> str:
    """What the field says is wrong, after checking that it is said politely and at the field."""
    message = part.select_one(".govuk-error-message")
    assert bool(message) == bool(part.select(".govuk-form-group--error")) == bool(part.select("[aria-invalid=true]"))
    assert len(part.select("[aria-live=polite]")) == 1
    return words_of(part.select_one("[aria-live=polite]"))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("code", "7K4Q-92X", "Een code heeft 8 tekens"),
        ("code", "7K4Q-92XO", "Een code heeft 8 tekens"),
        ("enterprise_number", "0199.000.251", "De laatste 2 cijfers passen niet bij de rest"),
        ("enterprise_number", "0199.000", "10 cijfers"),
        ("dossier_number", "260 9140 004 55", "nummer"),
    ],
)
def test_a_field_that_is_left_says_what_is_wrong(client: LintingClient, name: str, text: str, sentence: str) -> None:
    part = leave(client, name, {name: text})
    assert sentence in said_of(part)
    assert [tag["value"] for tag in part.select("input")] == [text]
    assert [tag["id"] for tag in part.select("body > *")] == [f"{name}-group"]


@pytest.mark.parametrize(("name", "text"), [("code", " 7k4q 92xd"), ("enterprise_number", "BE 0199 000 250")])
def test_a_field_that_is_right_says_nothing(client: LintingClient, name: str, text: str) -> None:
    assert said_of(leave(client, name, {name: text})) == ""


@pytest.mark.parametrize("name", NAMES)
def test_what_is_still_empty_is_not_asked_for_yet(client: LintingClient, name: str) -> None:
    assert said_of(leave(client, name, {})) == ""


def test_the_box_is_drawn_as_the_page_draws_it(client: LintingClient) -> None:
    values = {"code": "7K4Q", "dossier_number": "12", "enterprise_number": "0199"}
    whole = page_of(client.fill_in("/brief", values, 422), 422)
    for name in NAMES:
        assert leave(client, name, values).find(id=f"{name}-group") == whole.find(id=f"{name}-group")


def test_looking_at_a_field_tries_no_code(
    client: LintingClient, world: World, app: Flask, sqlite_database: Database
) -> None:
    mandate = world.give("hinder.manage")
    stamp(world, app, mandate, "invitation.holder")
    world.session.commit()
    values = three(mandate)
    answers = {
        code: str(leave(client, "code", values | {"code": code})).replace(f'value="{code}"', "")
        for code in (CODE, "2222-2222", "3333-3333") * 9
    }
    assert len(set(answers.values())) == 1
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CodeAttempt)) == 0
    assert client.get("/brief/keuze").location == "/brief"
    assert client.fill_in("/brief", values).location == "/brief/keuze"


@pytest.mark.parametrize("target", ["", "div#nope-group", "div#csrf_token-group", "div#code"])
def test_only_a_field_of_the_page_can_be_looked_at(client: LintingClient, world: World, target: str) -> None:
    form = client.see("/brief").select_one("main form")
    assert form is not None
    data = held_by(form) | {"code": CODE, "enterprise_number": OFFICE, "dossier_number": "260914000454"}
    assert client.post("/brief", data=data, headers=HTMX | {"HX-Target": target}).status_code == 204


def test_nothing_is_looked_at_for_a_clerk_who_types_the_code_of_a_customer(
    counter: Callable[..., LintingClient],
) -> None:
    clerk = counter()
    token = clerk.see("/brief", 403).select_one("input[name=csrf_token]")
    assert token is not None
    data = {"csrf_token": token["value"], "code": "7K4Q"}
    assert clerk.post("/brief", data=data, headers=HTMX | {"HX-Target": "div#code-group"}).status_code == 204
