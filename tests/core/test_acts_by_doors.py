"""Acts by doors: the table of who may do what, each cell done or refused by the core.

"y" is allowed, "type" where every type allows it, "-" never; "prep" is prepared here and finished elsewhere, "form"
needs a paper form that does not exist yet, "call-back" is done after the clerk called back.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.carrying_out import carry_out, is_done
from app.core.acts.contesting import CONTEST_REASONS
from app.core.acts.extending import propose_extension
from app.core.acts.giving import give_mandate
from app.core.acts.passing_on import pass_on_mandate
from app.core.acts.preparing import prepare_gift
from app.core.acts.requesting import request_mandate
from app.core.acts.transferring import transfer_mandates
from app.core.distant import call_tasks
from app.core.errors import CoreError, NotAllowed
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.possible_acts import Act
from app.core.register.functions import list_functions
from app.models.function import Function
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from tests.acting import accept, consent, contest, ending, extend, get_mandate, status, today
from tests.core.doors import DOORS, Comes
from tests.four_eyes import looked_at
from tests.world import BAKERY, BAKERY_PHONE, OTHER, REASON, World

TABLE = """
act              | signed in | letter code | counter | phone     | paper
give             | y         | -           | y       | prep      | form
request          | y         | -           | y       | -         | form
transfer         | y         | -           | y       | -         | form
pass_on          | y         | -           | y       | -         | form
accept           | y         | type        | y       | -         | y
refuse           | y         | y           | y       | y         | y
withdraw         | y         | y           | y       | y         | y
stop             | y         | y           | y       | type      | y
renounce         | y         | y           | y       | type      | y
extend           | y         | type        | y       | type      | y
accept_extension | y         | type        | y       | type      | y
refuse_extension | y         | y           | y       | y         | y
sign             | y         | type        | y       | -         | y
refuse_signature | y         | y           | y       | y         | y
contest          | y         | y           | y       | y         | y
resume           | y         | -           | y       | call-back | -
stop_contested   | y         | -           | y       | call-back | -
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
CELLS = [(line[0], door, cell) for line in LINES[1:] for door, cell in zip(LINES[0][1:], line[1:], strict=True)]
NEVER = {"letter code": {"resolve_needs_sign_in", "code_does_not_fit", "code_not_enough"},
         "phone": {"not_by_phone", "call_back_first"}, "paper": {"not_on_paper"}}  # fmt: skip
TYPE_SAYS_NO = {"letter code": "code_not_enough", "phone": "types_not_by_phone"}


@dataclass(frozen=True)
class Situation:
    """A mandate in a state in which the act can be done, and the side that does it."""

    make: Callable[[World, str], Mandate]
    side: Side


def given(world: World, key: str) -> Mandate:
    return world.give(key)


def running(world: World, key: str) -> Mandate:
    return accept(world, world.give(key))


def contested(world: World, key: str) -> Mandate:
    return contest(world, running(world, key), world.holder)


def to_extend(world: World, key: str) -> Mandate:
    return extend(world, running(world, key), months=1)


def to_sign(world: World, key: str) -> Mandate:
    """Piet gave for the bakery, where two people sign; Maria can be the second."""
    world.session.query(Function).filter_by(enterprise_number=BAKERY).one().signs = "two"
    piet = world.add_representative(BAKERY, "Piet", "Zwaan", signs="two")
    wish = world.wish(key)
    return give_mandate(world.session, world.at_home(piet, world.bakery), wish, policy=world.policy, now=world.now)


SITUATIONS = {
    Act.ACCEPT: Situation(given, Side.HOLDER),
    Act.REFUSE: Situation(given, Side.HOLDER),
    Act.WITHDRAW: Situation(given, Side.GIVER),
    Act.STOP: Situation(running, Side.GIVER),
    Act.RENOUNCE: Situation(running, Side.HOLDER),
    Act.EXTEND: Situation(ending, Side.GIVER),
    Act.ACCEPT_EXTENSION: Situation(to_extend, Side.HOLDER),
    Act.REFUSE_EXTENSION: Situation(to_extend, Side.HOLDER),
    Act.SIGN: Situation(to_sign, Side.GIVER),
    Act.REFUSE_SIGNATURE: Situation(to_sign, Side.GIVER),
    Act.CONTEST: Situation(running, Side.GIVER),
    Act.RESUME: Situation(contested, Side.GIVER),
    Act.STOP_CONTESTED: Situation(contested, Side.GIVER),
}
ON_MANDATES = [(Act(act), door, cell) for act, door, cell in CELLS if act in list(Act)]
STARTS = {"give": give_mandate, "request": request_mandate, "transfer": transfer_mandates,
          "pass_on": pass_on_mandate}  # fmt: skip
STARTING = [(act, door, cell) for act, door, cell in CELLS if act in STARTS]


def prepare(world: World, act: Act, door: str, *, types_allow: bool) -> tuple[Mandate, Side, Actor]:
    """Somebody at this door, for a mandate on which the act can be done."""
    kind = world.session.get_one(MandateType, "subsidy.view")
    kind.code_allowed = kind.phone_allowed = types_allow
    situation = SITUATIONS[act]
    mandate = situation.make(world, kind.key)
    about = longer(mandate).fingerprint() if act is Act.EXTEND else None
    return mandate, situation.side, DOORS[door](Comes(world, mandate, situation.side, act, about))


def longer(mandate: Mandate) -> ExtensionWish:
    return ExtensionWish(mandate.id, months=12)


def attempt(world: World, actor: Actor, act: Act, mandate: Mandate) -> None:
    if act is Act.EXTEND:
        propose_extension(world.session, actor, longer(mandate), policy=world.policy, now=world.now)
        return
    reason = CONTEST_REASONS[0] if act is Act.CONTEST else None
    carry_out(world.session, actor, act, mandate.id, policy=world.policy, now=world.now, reason=reason)


@pytest.mark.parametrize(("act", "door", "cell"), ON_MANDATES)
def test_an_act_on_a_mandate_is_done_or_refused_as_the_table_says(world: World, act: Act, door: str, cell: str) -> None:
    # A "y" does not look at the types: it is tried with one that allows neither code nor phone.
    mandate, side, actor = prepare(world, act, door, types_allow=cell == "type")
    if cell in {"y", "type"}:
        attempt(world, actor, act, mandate)
        assert is_done(get_mandate(world.session, mandate.id), side, act, today(world))
        return
    before = status(world, mandate)
    with pytest.raises(CoreError) as refusal:
        attempt(world, actor, act, mandate)
    assert refusal.value.code in NEVER[door]
    assert status(world, get_mandate(world.session, mandate.id)) is before


@pytest.mark.parametrize(("act", "door"), [(act, door) for act, door, cell in ON_MANDATES if cell == "type"])
def test_a_type_that_does_not_allow_the_door_keeps_the_act_from_it(world: World, act: Act, door: str) -> None:
    mandate, side, actor = prepare(world, act, door, types_allow=False)
    with pytest.raises(CoreError, match=TYPE_SAYS_NO[door]):
        attempt(world, actor, act, mandate)
    assert not is_done(get_mandate(world.session, mandate.id), side, act, today(world))


@pytest.mark.parametrize(("act", "door", "cell"), STARTING)
def test_a_mandate_is_started_or_refused_as_the_table_says(world: World, act: str, door: str, cell: str) -> None:
    side = Side.HOLDER if act in {"request", "pass_on"} else Side.GIVER
    # Who calls, writes or reads a letter does so about a mandate that is there already.
    known = running(world, "permit.manage" if act == "pass_on" else "subsidy.view")
    more = {
        "give": {},
        "request": {"starter_id": world.office.id, "other_number": BAKERY, "started_by": Side.HOLDER, "reason": REASON},
        "transfer": {"other_number": OTHER, "taken_from": world.office.id, "months": None},
        "pass_on": {"starter_id": world.office.id, "other_number": OTHER, "source_id": known.id, "months": None},
    }[act]
    key = {"transfer": "subsidy.view", "pass_on": "permit.manage"}.get(act, "hinder.manage")
    wish = world.wish(key, **more)
    actor = DOORS[door](Comes(world, known, side, Act.CONTEST, about=wish.fingerprint()))

    def begin() -> Mandate:
        return STARTS[act](world.session, actor, wish, policy=world.policy, now=world.now)

    if cell == "y":
        assert status(world, looked_at(world, actor, begin)) in {Status.OFFERED, Status.REQUESTED}
        return
    with pytest.raises(CoreError) as refusal:
        begin()
    assert refusal.value.code in NEVER[door]


def test_what_is_prepared_on_the_phone_is_finished_at_the_counter(world: World) -> None:
    known = running(world, "subsidy.view")
    caller = DOORS["phone"](Comes(world, known, Side.GIVER, Act.CONTEST))
    with pytest.raises(NotAllowed, match="not_by_phone"):
        drafts.start_draft(world.session, caller, "give", now=world.now)
    draft = drafts.start_draft(world.session, caller, "prepare", now=world.now)
    wish = world.wish("permit.view")
    prepare_gift(world.session, caller, wish, draft.id, policy=world.policy, now=world.now)
    customer = DOORS["counter"](Comes(world, known, Side.GIVER, Act.CONTEST))
    assert [one.id for one in drafts.list_drafts(world.session, customer, now=world.now)] == [draft.id]
    consent(world, customer, wish.fingerprint())
    given = give_mandate(world.session, customer, wish, policy=world.policy, now=world.now, draft_id=draft.id)
    assert status(world, given) is Status.OFFERED


@pytest.mark.parametrize(("go_on", "reason"), [(True, "giver_confirms"), (False, "giver_stops")])
def test_a_contest_is_resolved_on_the_phone_after_calling_back(world: World, go_on: bool, reason: str) -> None:
    mandate = contested(world, "subsidy.view")
    karim = Actor.on_the_phone(world.add_clerk().person_id)
    contest_id = mandate.suspensions[0].id
    call_tasks.take_call(world.session, karim, contest_id, now=world.now)
    function = list_functions(world.session, BAKERY, today(world))[0]
    call = call_tasks.start_call_back(
        world.session, karim, contest_id, number=BAKERY_PHONE, function_id=function.id, now=world.now
    )
    actor = Actor.on_the_phone(call.clerk_id, call.id, person_id=call.person_id, party_id=call.party_id)
    call_tasks.resolve_contest(world.session, actor, resume=go_on, reason=reason, policy=world.policy, now=world.now)
    assert status(world, mandate) is (Status.ACTIVE if go_on else Status.STOPPED)


def test_the_table_is_printed(record_property: Callable[[str, object], None]) -> None:
    record_property("figure", f"acts by doors, {len(CELLS)} cells, each done or refused by the core on both engines:")
    for line in TABLE.strip().splitlines():
        record_property("figure", f"  {line}")
    assert {door for _, door, _ in CELLS} == set(DOORS)
    assert {cell for _, _, cell in CELLS} == {"y", "type", "-", "prep", "form", "call-back"}
