"""Answers on paper at the clerk's desk: key them, look again, and only then they are done."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.acting import accept, ending, get_mandate, pass_on, status
from tests.web.client import LintingClient, errors_of, held_by, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.counter.test_visit import start
from tests.world import World

SHEET = {
    "act": "refuse", "first_name": "Jan", "last_name": "Peeters", "capacity": "legal_representative", "signed": "yes",
    "received_on-day": "23", "received_on-month": "11", "received_on-year": "2026",
}  # fmt: skip


@pytest.fixture
def mandate(world: World) -> Mandate:
    """Given, with its letters printed."""
    mandate = world.give()
    for letter in world.session.scalars(select(Letter)):
        letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.commit()
    return mandate


def choose_letter(desk: LintingClient, mandate: Mandate, kind: str = "Uitnodiging") -> None:
    assert desk.fill_in("/loket/papier", {"number": mandate.dossier_number}).location == "/loket/papier/brief"
    page = desk.see("/loket/papier/brief")
    hint = next(one for one in page.select(".govuk-hint.govuk-radios__hint") if kind in words_of(one))
    letter = str(page.find(id=str(hint["id"]).removesuffix("-hint"))["value"])  # type: ignore[index]
    assert desk.fill_in("/loket/papier/brief", {"letter": letter}).location == "/loket/papier/blad"


def now_is(world: World, mandate: Mandate) -> Status:
    world.session.expire_all()
    found = status(world, get_mandate(world.session, mandate.id))
    world.session.rollback()
    return found


def key_with_picture(desk: LintingClient, picture: BytesIO, name: str, status: int = 303) -> TestResponse:
    """Key the sheet with a picture; put together here, because the test client leaves large files open."""
    form = desk.see("/loket/papier/blad").select_one("main form[method=post]")
    assert form is not None
    boundary, body = encode_multipart(held_by(form) | SHEET | {"page": FileStorage(picture, name)})
    response = desk.post("/loket/papier/blad", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    response = desk.see_refusal(response, status)
    assert response.status_code == status
    return response


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 1100)) -> BytesIO:
    written = BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(written, kind)
    written.seek(0)
    return written


def test_a_refusal_is_keyed_and_done_after_a_second_look(desk: LintingClient, world: World, mandate: Mandate) -> None:
    choose_letter(desk, mandate)
    check = str(desk.fill_in("/loket/papier/blad", SHEET).location)
    assert now_is(world, mandate) is Status.OFFERED
    page = desk.see(check)
    assert "Jan Peeters, voor Boekhoudkantoor Peeters BV" in words_of(page)
    assert "Boekhoudkantoor Peeters BV weigert het mandaat" in words_of(page)
    refused = page_of(desk.fill_in(check, {}, status=422), 422)
    assert "Vergelijk alles met het blad" in errors_of(refused)[0]
    assert now_is(world, mandate) is Status.OFFERED
    desk.fill_in(check, {"looked": "y"})
    assert "Het mandaat is geweigerd" in words_of(desk.see(check))
    assert now_is(world, mandate) is Status.REFUSED


def test_the_same_answer_again_is_kept_as_a_second_copy(desk: LintingClient, mandate: Mandate) -> None:
    for title in ("Het mandaat is geweigerd", "Dit antwoord hadden wij al"):
        choose_letter(desk, mandate)
        check = str(desk.fill_in("/loket/papier/blad", SHEET).location)
        button = words_of(desk.see(check).select_one(".ml-send button"))
        assert button == ("Bewaar dit blad" if title.startswith("Dit") else "Mandaat weigeren en brief versturen")
        desk.fill_in(check, {"looked": "y"})
        assert title in words_of(desk.see(check))


def test_a_sheet_can_be_put_aside(desk: LintingClient, world: World, mandate: Mandate) -> None:
    choose_letter(desk, mandate)
    check = str(desk.fill_in("/loket/papier/blad", SHEET).location)
    form = desk.see(check).select_one("form[action$='/opzij']")
    assert form is not None
    desk.send(form, check, {})
    assert "Het blad ligt opzij" in words_of(desk.see(check))
    assert now_is(world, mandate) is Status.OFFERED


def test_without_a_signature_only_a_contest_is_possible(desk: LintingClient, world: World, mandate: Mandate) -> None:
    choose_letter(desk, mandate)
    page = page_of(desk.fill_in("/loket/papier/blad", SHEET | {"signed": "no"}, status=422), 422)
    told = "Zonder handtekening kunt u alleen stilzetten. Of kruis aan dat de handtekening ontbreekt."
    assert errors_of(page) == [told]
    check = str(desk.fill_in("/loket/papier/blad", SHEET | {"signed": "no", "act": "contest"}).location)
    desk.fill_in(check, {"looked": "y"})
    assert now_is(world, mandate) is Status.SUSPENDED


def test_the_boxes_are_those_of_the_letter(desk: LintingClient, mandate: Mandate) -> None:
    choose_letter(desk, mandate)
    boxes = [one["value"] for one in desk.see("/loket/papier/blad").select("input[name=act]")]
    assert boxes == ["accept", "refuse", "contest"]
    choose_letter(desk, mandate, "Bevestiging")
    boxes = [one["value"] for one in desk.see("/loket/papier/blad").select("input[name=act]")]
    assert boxes == ["withdraw", "stop", "contest"]


def test_what_is_missing_or_cannot_be_is_asked_again(desk: LintingClient, mandate: Mandate) -> None:
    assert errors_of(page_of(desk.fill_in("/loket/papier", {"number": "123"}, status=422), 422))
    choose_letter(desk, mandate)
    nothing = {"received_on-day": "", "received_on-month": "", "received_on-year": ""}
    page = page_of(desk.fill_in("/loket/papier/blad", nothing, status=422), 422)
    assert len(errors_of(page)) == 6
    late = page_of(desk.fill_in("/loket/papier/blad", SHEET | {"received_on-year": "2027"}, status=422), 422)
    assert "Deze dag moet nog komen" in errors_of(late)[0]


def test_a_picture_larger_than_other_posts_is_kept_and_shown(desk: LintingClient, mandate: Mandate) -> None:
    choose_letter(desk, mandate)
    sent = picture(size=(2200, 3000))
    assert len(sent.getvalue()) > 1_000_000
    check = str(key_with_picture(desk, sent, "../../blad.jpg").location)
    shown = desk.see(check).select_one("img.ml-sheet")
    assert shown is not None
    answer = desk.get(str(shown["src"]))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert Image.open(BytesIO(answer.data)).size == (2200, 3000)


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"<svg/>", "Wij kunnen dit bestand niet lezen"), (b"0" * 8_050_000, "te groot")]
)
def test_what_is_no_picture_is_refused_at_its_field(
    desk: LintingClient, mandate: Mandate, content: bytes, sentence: str
) -> None:
    choose_letter(desk, mandate)
    page = page_of(key_with_picture(desk, BytesIO(content), "blad.png", 422), 422)
    assert sentence in errors_of(page)[0]


def test_a_colleague_sees_neither_the_sheet_nor_its_picture(app: Flask, desk: LintingClient, mandate: Mandate) -> None:
    choose_letter(desk, mandate)
    check = str(key_with_picture(desk, picture(), "blad.jpg").location)
    lotte: LintingClient = app.test_client()  # type: ignore[assignment]
    lotte.come_in_as("lotte")
    assert lotte.get(check).status_code == 404
    assert lotte.get(f"{check}/beeld").status_code == 404


def test_paper_stays_out_of_sight_while_a_customer_looks_on(desk: LintingClient, mandate: Mandate) -> None:
    choose_letter(desk, mandate)
    check = str(desk.fill_in("/loket/papier/blad", SHEET).location)
    start(desk)
    for path in ("/loket/papier", "/loket/papier/brief", "/loket/papier/blad", check):
        assert desk.get(path).location == "/loket/klant"


def test_a_sheet_that_stops_asks_which_parts(desk: LintingClient, world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    for letter in world.session.scalars(select(Letter)):
        letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.commit()
    choose_letter(desk, mandate, "Mandaat actief")
    check = str(desk.fill_in("/loket/papier/blad", SHEET | {"act": "stop", "capacity": "none"}).location)
    refused = page_of(desk.fill_in(check, {"looked": "y"}, status=422), 422)
    assert errors_of(refused) == ["U hebt nog niets aangekruist. Kruis aan wat er stopt."]
    desk.fill_in(check, {"looked": "y", "parts": ["hinder.manage"]})
    assert "De rest loopt verder" in words_of(desk.see(check))
    assert now_is(world, mandate) is Status.ACTIVE


def test_what_came_in_time_is_accepted_after_the_last_day(
    desk: LintingClient, world: World, still_clock: StillClock, mandate: Mandate
) -> None:
    still_clock.wait(timedelta(days=33))
    world.now = still_clock.moment
    desk.come_in_as("karim")
    choose_letter(desk, mandate)
    received = {"received_on-day": "23", "received_on-month": "12", "received_on-year": "2026"}
    check = str(desk.fill_in("/loket/papier/blad", SHEET | received | {"act": "accept"}).location)
    assert "De laatste dag om te antwoorden was 23 december 2026. Het blad kwam op tijd." in words_of(desk.see(check))
    desk.fill_in(check, {"looked": "y"})
    assert "Het mandaat is aanvaard" in words_of(desk.see(check))
    assert now_is(world, mandate) is Status.ACTIVE


def test_who_may_carry_it_out_is_keyed_as_written(desk: LintingClient, world: World, mandate: Mandate) -> None:
    choose_letter(desk, mandate, "Bevestiging")
    assert "Wie mag het uitvoeren?" not in words_of(desk.see("/loket/papier/blad"))
    choose_letter(desk, mandate)
    named = SHEET | {"act": "accept", "executor": "Els Wouters \U0001f600"}
    refused = page_of(desk.fill_in("/loket/papier/blad", named, status=422), 422)
    assert errors_of(refused) == ["Wij kunnen 1 van deze tekens niet drukken. Schrijf de naam met gewone letters."]
    check = str(desk.fill_in("/loket/papier/blad", named | {"executor": "Els Wouters"}).location)
    assert "Wie mag het uitvoeren? Els Wouters" in words_of(desk.see(check))
    desk.fill_in(check, {"looked": "y"})
    assert now_is(world, mandate) is Status.ACTIVE


def key_incomplete(desk: LintingClient, mandate: Mandate) -> str:
    choose_letter(desk, mandate)
    unsigned = SHEET | {"act": "accept", "signed": "no", "missing": ["signature", "name"], "first_name": ""}
    return str(desk.fill_in("/loket/papier/blad", unsigned).location)


def test_what_is_missing_is_asked_with_a_letter_and_the_sheet_stays_in_sight(
    desk: LintingClient, world: World, mandate: Mandate
) -> None:
    check = key_incomplete(desk, mandate)
    page = words_of(desk.see(check))
    assert "Op dit blad ontbreekt nog iets" in page
    assert "Naam niet te lezen, voor Boekhoudkantoor Peeters BV" in page
    assert "Hij stuurt het terug ten laatste op woensdag 23 december 2026." in page
    assert desk.fill_in(check).location == check
    assert "Dit blad wacht op aanvulling" in words_of(desk.see(check))
    waiting = words_of(desk.see("/loket/papier"))
    assert "wacht op aanvulling" in waiting
    assert "Ontbreekt: een leesbare naam, de handtekening." in waiting
    assert now_is(world, mandate) is Status.OFFERED
    letters = [letter.kind for letter in world.session.scalars(select(Letter))]
    assert letters.count("still_needed.holder") == 1


def test_a_sheet_without_a_choice_says_that_the_choice_is_missing_or_asks_for_it(
    desk: LintingClient, mandate: Mandate
) -> None:
    choose_letter(desk, mandate)
    without = {name: value for name, value in SHEET.items() if name != "act"}
    refused = page_of(desk.fill_in("/loket/papier/blad", without, status=422), 422)
    assert errors_of(refused) == ["U hebt nog niet gekozen. Kies wat er aangekruist is, of dat de keuze ontbreekt."]
    kept = str(desk.fill_in("/loket/papier/blad", without | {"missing": ["choice"]}).location)
    assert "Niet duidelijk" in words_of(desk.see(kept))


def test_a_slip_that_extends_asks_how_much_longer(desk: LintingClient, world: World) -> None:
    mandate = ending(world, "subsidy.view")
    for letter in world.session.scalars(select(Letter)):
        letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.commit()
    choose_letter(desk, mandate, "Loopt af")
    check = str(desk.fill_in("/loket/papier/blad", SHEET | {"act": "extend"}).location)
    refused = page_of(desk.fill_in(check, {"looked": "y"}, status=422), 422)
    assert errors_of(refused) == ["U hebt nog niet gekozen. Kijk hoeveel langer er aangekruist is."]
    desk.fill_in(check, {"looked": "y", "months": "12"})
    assert "De vraag om te verlengen is verstuurd" in words_of(desk.see(check))
    world.session.expire_all()
    assert len(get_mandate(world.session, mandate.id).extensions) == 1
    world.session.rollback()


def test_the_slip_takes_back_what_was_passed_on(desk: LintingClient, world: World) -> None:
    source = accept(world, world.give("permit.manage"))
    chain = pass_on(world, source)
    for letter in world.session.scalars(select(Letter)):
        letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.commit()
    choose_letter(desk, source, "Nieuws over wat doorgegeven is")
    check = str(desk.fill_in("/loket/papier/blad", SHEET | {"act": "take_back"}).location)
    words = words_of(desk.see(check))
    assert f"Stopzetten wat doorgegeven is aan {chain.holder.name}" in words
    assert f"{chain.holder.name} mag dit dan niet meer doen voor {chain.giver.name}" in words
    desk.fill_in(check, {"looked": "y"})
    words = words_of(desk.see(check))
    assert "Wat doorgegeven was, is stopgezet" in words
    assert f"{chain.holder.name} mag dit niet meer doen voor {chain.giver.name}" in words
    assert now_is(world, chain) is Status.WITHDRAWN
    assert now_is(world, source) is not Status.STOPPED
