"""The journal: append-only, also for who comes with SQL of his own; readable, and without names."""

import json

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.actor import Actor
from app.core.counter.visits import end_visit
from app.core.journal import find_entry, list_entries, record
from app.core.views.timeline import list_happenings
from app.db import Database
from app.models.function import Function
from app.models.journal import Channel, Ground, JournalEntry
from tests.acting import (
    accept,
    consent,
    contest,
    kinds,
    reader,
    refuse,
    resume,
    run_days,
    run_register,
    stop,
    withdraw,
)
from tests.world import BAKERY, OFFICE, World

RAW = [
    "UPDATE journal SET kind = 'accepted'",
    "DELETE FROM journal",
    "DELETE FROM journal WHERE kind = 'given'",
    "TRUNCATE journal CASCADE",
    "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    "REPLACE INTO journal SELECT * FROM journal",
    "UPDATE OR REPLACE journal SET id = 1",
]
ONLY = {"TRUNCATE": "postgresql", "REPLACE": "sqlite"}


def fits(statement: str, engine: str) -> bool:
    return all(engine == only for word, only in ONLY.items() if word in statement)


def test_the_program_cannot_change_an_entry(world: World) -> None:
    entry = list_entries(world.session, world.give().id)[0]
    entry.kind = "refused"
    with pytest.raises(DBAPIError, match="append-only"):
        world.session.flush()


def test_the_program_cannot_delete_an_entry(world: World) -> None:
    world.give()
    for statement in (delete(JournalEntry), update(JournalEntry).values(kind="x")):
        with pytest.raises(DBAPIError, match="append-only"), world.session.begin_nested():
            world.session.execute(statement, execution_options={"synchronize_session": False})


def test_the_database_refuses_to_change_or_remove_an_entry_whoever_asks(world: World, database: Database) -> None:
    engine = database.engine.dialect.name
    world.give()
    before = world.session.execute(text("SELECT count(*), max(kind) FROM journal")).one()
    tried = [statement for statement in RAW if fits(statement, engine)]
    for statement in tried:
        with pytest.raises(DBAPIError, match="append-only"), world.session.begin_nested():
            world.session.execute(text(statement))
    assert len(tried) >= 4
    assert world.session.execute(text("SELECT count(*), max(kind) FROM journal")).one() == before


def test_an_entry_can_still_be_added_after_the_others(world: World) -> None:
    mandate = world.give()
    record(world.session, world.giver, "looked", now=world.now, ground=Ground.OWN_NAME, mandate=mandate)
    assert kinds(world, mandate) == ["given", "looked"]
    assert find_entry(world.session, mandate.id, "given", "looked").kind == "looked"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "given", "actor_id": None, "person_id": None},
        {"channel": "counter", "actor_id": None},
        {"ground": "consented_customer"},
        {"ground": "letter_code"},
        {"channel": "fax"},
    ],
)
def test_an_entry_without_who_or_why_is_refused_by_the_database(world: World, wrong: dict[str, object]) -> None:
    values = {
        "at": world.now,
        "kind": "given",
        "actor_id": world.maria.id,
        "person_id": world.maria.id,
        "channel": Channel.SELF,
        "ground": Ground.OWN_NAME,
        "data": {},
    }
    with pytest.raises(IntegrityError), world.session.begin_nested():
        world.session.execute(insert(JournalEntry).values(**(values | wrong)))


def test_the_name_of_a_person_is_nowhere_in_the_journal(world: World) -> None:
    clerk = world.add_clerk()
    customer = world.visit(clerk, BAKERY, world.session.query(Function).filter_by(enterprise_number=BAKERY).one())
    mandate = accept(world, world.give("hinder.manage"), executors=[world.jan.id])
    contest(world, mandate)
    resume(world, mandate)
    stop(world, mandate, consent(world, customer, f"stopped:{mandate.id}"))
    end_visit(world.session, customer, "done", now=world.now, note="Maria Vermeulen komt terug")
    other = world.give("subsidy.view")
    refuse(world, other, reader(world, other, world.office, world.jan, "Jan Peeters"), reason="other")
    withdraw(world, world.give("permit.view"))
    world.give("recog.view")
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    world.later(days=31)
    run_days(world)
    rows = world.session.execute(select(JournalEntry.__table__)).mappings().all()
    assert len(rows) > 12
    written = json.dumps([dict(row) for row in rows], default=str).casefold()
    for name in ("maria", "vermeulen", "jan peeters", "peeters", "karim", "bouazza"):
        assert name not in written


def test_every_entry_reads_as_one_sentence(world: World) -> None:
    mandate = accept(world, world.give(), executors=[world.jan.id])
    resume(world, contest(world, mandate))
    stop(world, mandate)
    happenings = list_happenings(world.session, mandate.id)
    assert [one.kind for one in happenings] == ["given", "accepted", "appointed", "contested", "resumed", "stopped"]
    for one in happenings:
        assert one.sentence.endswith(".")
        assert "{" not in one.sentence


def test_what_happened_by_itself_names_nobody(world: World) -> None:
    mandate = world.give()
    world.later(days=31)
    run_days(world)
    entry = list_entries(world.session, mandate.id)[-1]
    assert (entry.actor_id, entry.person_id, entry.channel) == (None, None, Actor.job().channel)
