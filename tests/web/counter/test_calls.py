"""Calling back after a contest: take a call on, speak with the giver, and do what he decides."""

import pytest
from flask import Flask

from app.core.actor import Actor
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.acting import accept, contest, get_mandate, status
from tests.core.test_alarms import pause
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.world import World


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
    press(desk, path, "gesprek", {"who": str(who["value"]), "number_from": "earlier_dossier"})


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
    page = page_of(press(desk, path, "sluit", {"outcome": "unreachable"}, 409), 409)  # type: ignore[arg-type]
    assert "U belde nog niet" in errors_of(page)[0]
    press(desk, path, "niemand", {})
    assert "niemand nam op" in words_of(desk.see(path))
    press(desk, path, "sluit", {"outcome": "unreachable"})
    assert "U moet nu niemand terugbellen" in words_of(desk.see("/loket/terugbellen"))


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
