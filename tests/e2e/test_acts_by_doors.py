"""Acts by doors in a real browser: the table of the core, each cell that may be done walked by people.

The dossiers are prepared by the core, and only the last stretch is walked: from the page of the mandate, the letter,
the call or the sheet until it is done. What a door may not do it does not offer, and a forged post is refused.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.clock import brussels_day
from app.core.mandates.possible_acts import Act
from app.models.lifecycle import Side
from tests.acting import accept
from tests.core.test_acts_by_doors import CELLS, SITUATIONS, TABLE
from tests.e2e import journeys
from tests.e2e.doors import (
    DOORS,
    GROUNDS,
    Errand,
    begin_call,
    find_sheet,
    finish_at_home,
    open_letter,
    prepare_by_phone,
    start,
)
from tests.e2e.prepared import ANY_DOOR, NO_CODE_NO_PHONE, Prepared, make_visit
from tests.e2e.visitor import Visitor
from tests.world import BAKERY, OFFICE, OTHER, World

DONE = {"y", "type"}
WALKED = [(Act(act), door, cell) for act, door, cell in CELLS if act in SITUATIONS and cell in DONE]
STARTED = [(act, door) for act, door, cell in CELLS if act not in SITUATIONS and cell in DONE]
NEVER = [(act, door) for act, door, cell in CELLS if cell not in DONE]
CHOICE = {
    "letter code": (open_letter, "/brief/keuze"),
    "phone": (begin_call, "/loket/telefoon/gesprek"),
    "paper": (find_sheet, "/loket/papier/blad"),
}


SENT = "U hebt het mandaat"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request: pytest.FixtureRequest, prepared: Prepared, world: World) -> Visitor:
    """Whoever comes, with and without scripts."""
    return prepared.come(scripts=request.param)


def errand_for(prepared: Prepared, world: World, act: Act, key: str) -> Errand:
    """A mandate with which the act can be done, and who does it."""
    situation = SITUATIONS[act]
    mandate = situation.make(world, key)
    world.session.commit()
    return Errand(prepared, world, mandate, situation.side, act)


@pytest.mark.parametrize(("act", "door", "cell"), WALKED)
def test_an_act_is_done_through_the_door(
    prepared: Prepared, world: World, visitor: Visitor, act: Act, door: str, cell: str
) -> None:
    # A "y" does not look at the types: it is walked with one that allows neither code nor phone.
    errand = errand_for(prepared, world, act, ANY_DOOR if cell == "type" else NO_CODE_NO_PHONE)
    DOORS[door](errand, visitor)
    assert prepared.outcome(errand.mandate, errand.side, act) == (True, GROUNDS[door])
    assert visitor.page.locator(".govuk-error-summary").count() == 0


@pytest.mark.parametrize(("act", "door"), STARTED)
def test_a_mandate_is_started_through_the_door(
    prepared: Prepared, world: World, visitor: Visitor, act: str, door: str
) -> None:
    own, other, name = (OFFICE, BAKERY, "jan") if act == "request" else (BAKERY, OFFICE, "maria")
    if act in {"transfer", "pass_on"}:
        own, other, name = (BAKERY, OTHER, "maria") if act == "transfer" else (OFFICE, OTHER, "jan")
        running = accept(world, world.give("hinder.manage" if act == "transfer" else "permit.manage"))
        running.giver_posted_on = brussels_day(world.now) - timedelta(days=20)
        world.session.commit()
    if door == "counter":
        make_visit(world, own)
    visitor.sign_in("karim" if door == "counter" else name)
    start(visitor, act, other, "Omgevingsvergunning" if act == "pass_on" else "Hinderpremie aanvragen")
    visitor.sees({"transfer": "Uw verandering is verstuurd", "pass_on": "U hebt het doorgegeven"}.get(act, SENT))
    assert prepared.newest_start() == (act, GROUNDS[door])


def test_what_the_phone_prepares_is_finished_at_home(prepared: Prepared, world: World, visitor: Visitor) -> None:
    assert [(act, door) for act, door, cell in CELLS if cell == "prep"] == [("give", "phone")]
    errand = errand_for(prepared, world, Act.WITHDRAW, ANY_DOOR)
    before = prepared.facts()
    dossier = prepare_by_phone(errand, visitor, OTHER, "Vergunningen raadplegen")
    assert prepared.facts() == [*before, "caller_checked"]
    visitor.page.context.clear_cookies()
    finish_at_home(visitor, dossier)
    assert journeys.dossier_number(visitor.sees("U hebt het mandaat gegeven")) == dossier
    assert prepared.newest_start() == ("give", GROUNDS["signed in"])


@pytest.mark.parametrize(("act", "door"), NEVER)
def test_a_door_does_not_offer_what_it_may_not_do_and_refuses_a_forged_post(
    prepared: Prepared, world: World, act: str, door: str
) -> None:
    visitor = prepared.come(scripts=True)
    # Giving and asking are no choice on any of these pages; they are tried there with a mandate that runs.
    known = Act(act) if act in SITUATIONS else Act.CONTEST
    errand = errand_for(prepared, world, known, ANY_DOOR)
    walk, path = CHOICE[door]
    walk(errand, visitor)
    assert visitor.path.startswith(path)
    offered = [one.get_attribute("value") for one in visitor.page.locator("input[type=radio][name=act]").all()]
    assert offered
    assert act not in offered
    before = prepared.facts()
    values = {"csrf_token": visitor.page.locator("main [name=csrf_token]").first.input_value(), "act": act}
    answer = visitor.page.request.post(path, form=values)
    assert answer.status == 422
    assert prepared.facts() == before


def test_the_table_is_printed(record_property: Callable[[str, object], None]) -> None:
    walked = len(WALKED) + len(STARTED)
    record_property(
        "figure", f"acts by doors in Chromium: {walked} cells walked with and without scripts, {len(NEVER)} refused:"
    )
    for line in TABLE.strip().splitlines():
        record_property("figure", f"  {line}")
    assert walked + len(NEVER) == len(CELLS)
    assert {situation.side for situation in SITUATIONS.values()} == set(Side)
