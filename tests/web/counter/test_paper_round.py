"""The form of a yearly list that came back, at the clerk's desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.rights.rounds import find_last_round, hold_round
from app.models.letter import Letter
from app.models.rights_round import RightsRound
from tests.colleagues import EXECUTOR, MANAGER, colleague, kinds_of, person
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.world import TODAY, World

PATH = "/loket/papier/lijst"
FORM = {
    "ticked": ["1"], "act": "rest_is_right", "capacity": "legal_representative", "first_name": "Jan",
    "last_name": "Peeters", "signed": "yes",
    "received_on-day": "23", "received_on-month": "11", "received_on-year": "2026",
}  # fmt: skip


@pytest.fixture
def letter(world: World) -> Letter:
    """The list of the office, with Els and Mieke, who manages; it is printed."""
    for name, kind in (("Els", EXECUTOR), ("Mieke", MANAGER)):
        colleague(world, name, kind, first_day=TODAY - timedelta(days=365))
    hold_round(world.session, world.office.id, policy=world.policy, now=world.now)
    world.session.commit()
    return printed(world)


def printed(world: World) -> Letter:
    query = select(Letter).where(Letter.kind == "round.party").order_by(Letter.cause_id.desc())
    found = world.session.scalars(query).first()
    found.printed_at, found.sha256, found.pages = world.now, "0" * 64, 2
    world.session.commit()
    return found


def test_a_list_is_keyed_and_looked_at_before_anything_stops(
    desk: LintingClient, world: World, letter: Letter
) -> None:
    assert desk.fill_in("/loket/papier", {"number": letter.dossier_number}).location == PATH
    assert len(errors_of(page_of(desk.fill_in(PATH, status=422), 422))) == 5
    empty = FORM | {"ticked": [], "act": "stops_only"}
    assert "U kruiste nog niets aan" in errors_of(page_of(desk.fill_in(PATH, empty, status=422), 422))[0]
    unsigned = page_of(desk.fill_in(PATH, FORM | {"signed": "no"}, status=422), 422)
    assert "Zonder handtekening" in errors_of(unsigned)[0]
    check = str(desk.fill_in(PATH, FORM).location)
    page = words_of(desk.see(check))
    assert "Dit stopt vandaag 1. Els Wouters" in page
    assert "Dit klopt 2. Mieke Wouters" in page
    assert "Vergelijk alles met het formulier" in errors_of(page_of(desk.fill_in(check, status=422), 422))[0]
    desk.fill_in(check, {"looked": "y"})
    done = desk.see(check)
    assert words_of(done.h1) == "De lijst is verwerkt"
    assert "De hele lijst is nagekeken." in words_of(done)
    world.session.expire_all()
    assert kinds_of(world, person(world, "Els")) == []
    assert find_last_round(world.session, world.office.id) is not None
    world.session.commit()


def test_who_does_not_decide_is_told_so_and_the_sheet_is_put_aside(
    desk: LintingClient, world: World, letter: Letter
) -> None:
    desk.fill_in("/loket/papier", {"number": letter.dossier_number})
    check = str(desk.fill_in(PATH, FORM | {"capacity": "none"}).location)
    assert errors_of(page_of(desk.fill_in(check, {"looked": "y"}, status=422), 422))
    aside = desk.see(check).select("main form")[1]
    desk.send(aside, str(aside["action"]), {})
    assert words_of(desk.see(check).h1) == "Het blad ligt opzij"


def test_after_a_reminder_the_clerk_says_which_of_the_two_came_back(
    desk: LintingClient, world: World, letter: Letter
) -> None:
    asked = world.session.scalars(select(RightsRound)).one()
    asked.asked_on -= timedelta(days=30)
    hold_round(world.session, world.office.id, policy=world.policy, now=world.now)
    reminder = printed(world)
    assert reminder.id != letter.id
    desk.fill_in("/loket/papier", {"number": letter.dossier_number})
    assert desk.get(PATH).location == f"{PATH}/brief"
    assert page_of(desk.fill_in(f"{PATH}/brief", status=422), 422)
    assert desk.fill_in(f"{PATH}/brief", {"letter": str(reminder.id)}).location == PATH
    assert "Els Wouters" in words_of(desk.see(PATH))


def test_without_a_number_there_is_nothing_to_key(desk: LintingClient) -> None:
    assert desk.get(PATH).location == "/loket/papier"
