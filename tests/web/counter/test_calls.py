"""Calling back after a contest: take a call on, speak with the giver, and do what he decides."""

import pytest
from flask import Flask
from sqlalchemy import delete

from app.core.actor import Actor
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.register import RegisterEstablishment, RegisterPhone
from tests.acting import accept, contest, get_mandate, status
from tests.core.test_alarms import pause
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.world import BAKERY, BAKERY_PHONE, TODAY, World


@pytest.fixture
def mandate(world: World) -> Mandate:
    """Contested by the holder, so that the giver has to be called."""
    mandate = contest(world, accept(world, world.give()), world.holder, "too_much")
    world.session.commit()
    return mandate


@pytest.fixture
def path(mandate: Mandate, world: World) -> str:
    """The address of the call."""
    contest_id = get_mandate(world.session, mandate.id).suspensions[0].id
    world.session.rollback()
    return f"/loket/terugbellen/{contest_id}"


def press(desk: LintingClient, path: str, action: str, values: dict[str, str], status: int = 303) -> object:
    """Send the form of this page that leads to `action`."""
    form = desk.see(path).select_one(f"form[action$='/{action}']")
    assert form is not None, f"no form for {action}"
    return desk.send(form, path, values, status)


def take_and_speak(desk: LintingClient, path: str) -> None:
    press(desk, path, "neem", {})
    who = desk.see(path).select_one("input[name=who]")
    assert who is not None
    press(desk, path, "gesprek", {"who": str(who["value"]), "number": BAKERY_PHONE})


def now_is(world: World, mandate: Mandate) -> Status:
    world.session.expire_all()
    found = status(world, get_mandate(world.session, mandate.id))
    world.session.rollback()
    return found


def test_the_list_says_who_has_to_be_called_and_by_when(desk: LintingClient, path: str) -> None:
    page = desk.see("/loket/terugbellen")
    assert "25 november 2026" in words_of(page)
    assert "Bakkerij De Zoete Inval BV" in words_of(page)
    assert "Nog van niemand" in words_of(page)
    press(desk, path, "neem", {})
    assert "Van u" in words_of(desk.see("/loket/terugbellen"))
    assert "Terugbellen" in words_of(desk.see("/loket"))


@pytest.mark.parametrize(
    ("decision", "reason", "outcome"),
    [("resume", "giver_confirms", Status.ACTIVE), ("stop", "not_given", Status.STOPPED)],
)
def test_the_giver_on_the_line_decides(
    desk: LintingClient, world: World, mandate: Mandate, path: str, decision: str, reason: str, outcome: Status
) -> None:
    take_and_speak(desk, path)
    answers = {"decision": decision, "reason": reason, "agreed": "y"}
    assert desk.fill_in(f"{path}/beslissen", answers).location == "/loket/terugbellen"
    assert "Beide partijen krijgen een brief" in words_of(desk.see("/loket/terugbellen"))
    assert now_is(world, mandate) is outcome
    assert desk.get(path).location == "/loket/terugbellen"


def test_what_is_missing_is_asked_and_a_reason_must_fit_the_decision(desk: LintingClient, path: str) -> None:
    take_and_speak(desk, path)
    assert len(errors_of(page_of(desk.fill_in(f"{path}/beslissen", {}, status=422), 422))) == 3
    mixed = {"decision": "resume", "reason": "giver_stops", "agreed": "y"}
    page = page_of(desk.fill_in(f"{path}/beslissen", mixed, status=422), 422)
    assert errors_of(page) == ["U hebt nog geen reden gekozen. Kies wat de mandaatgever zei."]


def test_nobody_decides_before_somebody_is_on_the_line(desk: LintingClient, path: str) -> None:
    assert desk.get(f"{path}/beslissen").location == path
    press(desk, path, "neem", {})
    page = page_of(press(desk, path, "gesprek", {}, 422), 422)  # type: ignore[arg-type]
    assert len(errors_of(page)) == 2


def test_a_call_that_nobody_answers_stays_until_it_is_closed(desk: LintingClient, path: str) -> None:
    press(desk, path, "neem", {})
    assert desk.see(path).select_one("form[action$='/sluit']") is None
    send_closed(desk, path, "unreachable")
    assert "U belde nog niet" in words_of(desk.see(path))
    page = page_of(press(desk, path, "gesprek", {"doe": "niemand"}, 422), 422)  # type: ignore[arg-type]
    assert errors_of(page) == ["U hebt nog niet gekozen. Kies op welk nummer u belde."]
    press(desk, path, "gesprek", {"doe": "niemand", "number": BAKERY_PHONE})
    assert "niemand nam op" in words_of(desk.see(path))
    press(desk, path, "sluit", {})
    assert "U moet nu niemand terugbellen" in words_of(desk.see("/loket/terugbellen"))


def send_closed(desk: LintingClient, path: str, outcome: str) -> None:
    """Post what the page does not offer."""
    token = desk.see(path).select_one("input[name=csrf_token]")
    assert token is not None
    assert desk.post(f"{path}/sluit", data={"csrf_token": str(token["value"]), "outcome": outcome}).location == path


def test_the_numbers_of_the_register_are_offered_with_whose_they_are(
    desk: LintingClient, world: World, path: str
) -> None:
    world.session.add(RegisterEstablishment(number="2199000151", enterprise_number=BAKERY, start_day=TODAY))
    world.add_phone("2199000151", "+32470000015")
    world.session.commit()
    press(desk, path, "neem", {})
    page = desk.see(path)
    assert [one["value"] for one in page.select("input[name=number]")] == [BAKERY_PHONE, "+32470000015"]
    assert "053 00 00 51 Van de onderneming, volgens de KBO van 1 november 2026" in words_of(page)
    assert "0470 00 00 15 Van een vestiging (2.199.000.151), volgens de KBO van 1 november 2026" in words_of(page)
    who = str(page.select_one("input[name=who]")["value"])  # type: ignore[index]
    said = press(desk, path, "gesprek", {"who": who, "number": "+32470123456"}, 422)
    assert errors_of(page_of(said, 422)) == ["U hebt nog niet gekozen. Kies op welk nummer u belde."]  # type: ignore[arg-type]


def test_without_a_number_the_clerk_calls_nobody_and_closes_the_call(
    desk: LintingClient, world: World, path: str, mandate: Mandate
) -> None:
    world.session.execute(delete(RegisterPhone))
    world.session.commit()
    press(desk, path, "neem", {})
    page = desk.see(path)
    assert "De KBO heeft geen telefoonnummer van Bakkerij De Zoete Inval BV" in words_of(page)
    assert page.select_one("form[action$='/gesprek']") is None
    press(desk, path, "sluit", {})
    assert "U moet nu niemand terugbellen" in words_of(desk.see("/loket/terugbellen"))
    assert now_is(world, mandate) is Status.SUSPENDED


def test_the_giver_on_the_line_may_decide_later(
    desk: LintingClient, world: World, path: str, mandate: Mandate
) -> None:
    take_and_speak(desk, path)
    form = desk.see(f"{path}/beslissen").select_one("form[action$='/sluit']")
    assert form is not None
    assert desk.send(form, path, {}).location == "/loket/terugbellen"
    assert now_is(world, mandate) is Status.SUSPENDED


def test_a_colleague_can_take_the_call_over(app: Flask, desk: LintingClient, path: str) -> None:
    press(desk, path, "neem", {})
    lotte: LintingClient = app.test_client()  # type: ignore[assignment]
    lotte.come_in_as("lotte")
    assert "Medewerker 4711 doet deze oproep" in words_of(lotte.see(path))
    press(lotte, path, "neem", {})
    assert "Van medewerker 4802" in words_of(desk.see("/loket/terugbellen"))
    assert desk.see(path).select_one("form[action$='/gesprek']") is None


def test_a_call_that_does_not_exist_leads_to_the_list(desk: LintingClient, mandate: Mandate) -> None:
    assert desk.get(f"/loket/terugbellen/{mandate.id}").location == "/loket/terugbellen"


def test_the_list_warns_of_a_colleague_who_paused_many_for_people_who_proved_nothing(
    desk: LintingClient, world: World
) -> None:
    clerk = Actor.at_the_counter(world.add_clerk("Petra", "4713").person_id)
    pause(world, clerk, 4)
    world.session.commit()
    words = words_of(desk.see("/loket/terugbellen"))
    assert "Medewerker 4713 legde op 23 november 2026 in 1 uur 4 mandaten stil voor mensen die niets bewezen." in words
