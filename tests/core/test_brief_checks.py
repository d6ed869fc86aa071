"""A check that nobody asks the reasons of: the same yes or no, decided by the database."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import column, insert, select, table, text
from sqlalchemy.exc import DBAPIError

from app.core.actor import Actor
from app.core.caller import Caller
from app.core.mandates.narrower import Narrower
from app.core.people.parties import ensure_enterprise_party
from app.core.prepared import Prepared
from app.core.representation.checking import Question, Representation, may_represent
from app.core.representation.many import may_represent_many
from app.core.views.mandate_search import MandateFilter, search_mandates
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel, MandateType
from app.models.suspension import Suspension
from tests.acting import accept, stop
from tests.colleagues import colleague
from tests.world import BAKERY, FARM, NOON, OFFICE, OTHER, TODAY, World

SEED, MANDATES = 11, 200
TYPES = ("hinder.manage", "permit.view", "permit.manage", "permit_all")
SERVICES = ("hinderpremie", "omgevingsvergunning", "permit.manage")
DAYS = [TODAY + timedelta(days=days) for days in range(-9, 10, 3)]


def test_what_the_database_lets_through_is_what_the_lifecycle_says(world: World) -> None:
    """Mandates with facts of every kind on days that lie close together, each asked in both ways."""
    pick = random.Random(SEED)
    pairs = fill(world, pick)
    asked = [Question(*one) for one in _asked(pairs)]
    whole = _plain(may_represent_many(world.session, asked))
    brief = [replace(one, brief=True) for one in asked]
    assert may_represent_many(world.session, brief) == whole
    assert 0.1 < sum(one.allowed for one in whole) / len(whole) < 0.9
    some = pick.sample(range(len(asked)), 30)
    assert [may_represent(world.session, brief[number]) for number in some] == [whole[number] for number in some]


def test_a_list_by_status_is_what_the_lifecycle_says(world: World) -> None:
    """Which mandates run is asked of the database there too."""
    fill(world, random.Random(SEED))
    domains = frozenset(world.session.scalars(select(MandateType.domain_key)))
    actor = Actor.through_api(Caller(uuid.uuid4(), "ondernemen", domains, frozenset(), None, None, occasion="one"))
    frame = {"first": 0, "size": MANDATES, "now": world.now}
    whole = search_mandates(world.session, actor, MandateFilter(holder=OFFICE), **frame).page
    wishes = [{one} for one in Status] + [{Status.ACTIVE, Status.SUSPENDED}, {Status.STOPPED, Status.EXPIRED}]
    for statuses in wishes:
        found = search_mandates(world.session, actor, MandateFilter(holder=OFFICE, statuses=statuses), **frame)
        expected = [one.mandate.id for one in whole if one.status in statuses]
        assert [one.mandate.id for one in found.page] == expected, statuses
        assert found.total == len(found.page)
    behind = frame | {"first": len(whole)}
    assert search_mandates(world.session, actor, MandateFilter(holder=OFFICE), **behind).total == len(whole)


def test_a_brief_question_about_a_person_needs_his_right_and_gives_its_last_day(world: World) -> None:
    mandate, end = accept(world, world.give()), TODAY + timedelta(days=20)
    els, omar = colleague(world, "Els", last_day=end), colleague(world, "Omar", level=AccessLevel.VIEW)
    asked = Question(world.bakery.id, "hinderpremie", AccessLevel.MANAGE, TODAY, els.id, brief=True)
    assert may_represent(world.session, asked) == Representation(True, mandate.id, end)
    assert may_represent(world.session, replace(asked, person_id=omar.id)) == Representation(False)
    assert not may_represent(world.session, replace(asked, mandate_id=world.office.id)).allowed
    stop(world, mandate)
    both = [asked, replace(asked, person_id=None, holder_id=world.office.id)]
    assert may_represent_many(world.session, both) == [Representation(False)] * 2


def test_what_was_asked_and_not_given_opens_nothing_for_who_asks_no_reason(world: World) -> None:
    """Random facts hold too few of these."""
    asked = world.ask("hinder.manage", "subsidy.view")
    accept(world, asked, world.giver, narrower=Narrower(("subsidy.view",)))
    for key, given in (("hinder.manage", False), ("subsidy.view", True)):
        brief = Question(world.bakery.id, key, AccessLevel.VIEW, TODAY, holder_id=world.office.id, brief=True)
        assert may_represent(world.session, brief).allowed is given
        assert may_represent_many(world.session, [brief])[0].allowed is given


def test_of_several_lines_that_open_the_same_the_one_that_holds_longest_answers(world: World) -> None:
    """So the last day does not depend on the order in which a database hands its rows over."""
    mandate = accept(world, world.give("permit.view", "permit.manage"))
    of_key = {line.type_key: line for line in mandate.lines}
    of_key["permit.manage"].cooling_off_days = 0
    for shorter, longer in (("permit.view", "permit.manage"), ("permit.manage", "permit.view")):
        of_key[shorter].last_day, of_key[longer].last_day = TODAY + timedelta(days=5), TODAY + timedelta(days=50)
        world.session.flush()
        asked = Question(world.bakery.id, "omgevingsvergunning", AccessLevel.VIEW, TODAY, holder_id=world.office.id)
        found = {replace(may_represent(world.session, one), reasons=()) for one in (asked, replace(asked, brief=True))}
        assert found == {Representation(True, mandate.id, TODAY + timedelta(days=50))}


def test_what_goes_wrong_in_the_driver_is_told_as_everywhere(world: World) -> None:
    nowhere = Prepared(lambda _: select(column("x")).select_from(table("nowhere")))
    with pytest.raises(DBAPIError, match="nowhere"):
        nowhere.rows(world.session, {})


def _plain(answers: Sequence[Representation]) -> list[Representation]:
    return [replace(one, reasons=()) for one in answers]


def _asked(pairs: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> list[tuple[Any, ...]]:
    levels = list(AccessLevel)
    every = product(pairs, SERVICES, levels, DAYS)
    return [(giver, service, level, day, None, holder) for (giver, holder), service, level, day in every]


def fill(world: World, pick: random.Random) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Mandates with facts of every kind; the pairs of parties between which they are."""
    _order_keys_otherwise(world)
    parties = [ensure_enterprise_party(world.session, number).id for number in (BAKERY, OFFICE, FARM, OTHER)]
    pairs = [(giver, holder) for giver, holder in product(parties, parties) if giver != holder]
    mandates = [_mandate(pick, number, *pick.choice(pairs)) for number in range(MANDATES)]
    lines = [_line(pick, one["id"], key) for one in mandates for key in pick.sample(TYPES, pick.randint(1, 3))]
    # The first third keeps what it was given; of the rest many were passed on from it, all lines from one mandate.
    firsts = [line for line in lines if line["mandate_id"] in {one["id"] for one in mandates[: MANDATES // 3]}]
    for line in (*firsts, *{one["mandate_id"]: one for one in lines}.values()):
        line["refused_on"] = None  # a mandate always keeps one
    accepted = {one["id"]: one["accepted_on"] for one in mandates}
    for line in lines:
        line["refused_on"] = line["refused_on"] and accepted[line["mandate_id"]]  # what is not given is known then
    for one in mandates[MANDATES // 3 :: 2]:
        source = pick.choice(firsts)["id"]
        for line in lines:
            if line["mandate_id"] == one["id"]:
                line["source_line_id"] = source
    pauses = [_pause(pick, one["id"]) for one in mandates for _ in range(pick.choice((0, 0, 0, 1, 2)))]
    for kind, rows in ((Mandate, mandates), (Line, lines), (Suspension, pauses)):
        world.session.execute(insert(kind), rows)
    return pairs


def _order_keys_otherwise(world: World) -> None:
    """Let one more type open the same, by a key that a database puts before `permit.manage`, and Python behind it."""
    like = world.session.get_one(MandateType, "permit.manage")
    values = {column.key: getattr(like, column.key) for column in MandateType.__table__.columns}
    world.session.execute(insert(MandateType).values({**values, "key": "permit_all"}))
    if world.session.get_bind().dialect.name == "postgresql":
        altered = 'ALTER TABLE line ALTER COLUMN type_key TYPE varchar(60) COLLATE "und-x-icu"'
        world.session.execute(text(altered))


def _day(pick: random.Random, likely: float = 0.0, spread: int = 9) -> date | None:
    """A day near today; else none, as likely as said."""
    return None if pick.random() < likely else TODAY + timedelta(days=pick.randint(-spread, spread))


def _mandate(pick: random.Random, number: int, giver: uuid.UUID, holder: uuid.UUID) -> dict[str, Any]:
    answer = pick.choices(("accepted_on", "refused_on", "withdrawn_on", None), (17, 1, 1, 1))[0]
    days = {name: _day(pick) if name == answer else None for name in ("accepted_on", "refused_on", "withdrawn_on")}
    needs = {name: pick.random() < 0.2 for name in ("second_must_sign", "giver_must_confirm", "holder_must_confirm")}
    done = {"second_must_sign": "second_signed_on"} | {f"{side}_must_confirm": f"{side}_confirmed_on" for side in
                                                       ("giver", "holder")}  # fmt: skip
    signs = {done[name]: _day(pick, 0.1) if needed else None for name, needed in needs.items()}
    return {
        "id": uuid.UUID(int=pick.getrandbits(128)), "dossier_number": f"{number:012}", "giver_id": giver,
        "holder_id": holder, "started_by": pick.choice(("giver", "holder")),
        "started_at": NOON - timedelta(days=pick.randint(0, 9)),
        "started_on": TODAY - timedelta(days=pick.randint(0, 9)),
        "answer_by": TODAY + timedelta(days=pick.choice((30, pick.randint(-9, 9)))),
        "giver_posted_on": _day(pick, 0.1), **days, **needs, **signs,
    }  # fmt: skip


def _line(pick: random.Random, mandate_id: uuid.UUID, key: str) -> dict[str, Any]:
    first = TODAY + timedelta(days=pick.randint(-12, 3))
    last = first + timedelta(days=pick.randint(0, 20)) if pick.random() < 0.6 else None
    return {
        "id": uuid.UUID(int=pick.getrandbits(128)), "mandate_id": mandate_id, "type_key": key, "first_day": first,
        "last_day": last, "stop_day": _day(pick, 0.7), "refused_on": _day(pick, 0.9), "source_line_id": None,
        "cooling_off_days": pick.choice((0, 0, 3)),
    }  # fmt: skip


def _pause(pick: random.Random, mandate_id: uuid.UUID) -> dict[str, Any]:
    first, kind = TODAY + timedelta(days=pick.randint(-12, 6)), pick.choice(("contest", "register"))
    ended = first + timedelta(days=pick.randint(0, 8)) if pick.random() < 0.6 else None
    decide = first + timedelta(days=5) if kind == "contest" else None
    return {
        "id": uuid.UUID(int=pick.getrandbits(128)), "mandate_id": mandate_id, "kind": kind, "reason": "not_given",
        "first_day": first, "ended_on": ended, "decide_by": decide, "call_by": decide,
    }  # fmt: skip
