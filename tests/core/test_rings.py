"""Two acts of which each needs what the other has in hand: neither waits in a ring, so neither is broken off.

Only PostgreSQL can make a ring: SQLite lets one write at a time.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.acts import contesting
from app.core.acts.answering import accept_mandate, refuse_mandate
from app.core.acts.contesting import contest_mandate
from app.core.acts.giving import give_mandate
from app.core.acts.growing import tell_growth
from app.core.acts.register_effects import apply_register
from app.core.acts.stopping import stop_mandate
from app.core.letters import mails
from app.core.mandates.lookup import get_mandate, wait_for_giver
from app.core.people.notices import MailWish
from app.core.rights.appointing import appoint_colleague, lock_party
from app.core.rights.wishes import RightWish
from app.db import Database
from app.models.mandate import Mandate
from tests.acting import accept, pass_on, post_first_letter, transfer
from tests.colleagues import MANAGER, colleague
from tests.mailing import reads_mail, with_mail
from tests.world import BAKERY, OFFICE, OTHER, World

Deed = Callable[[Session], Any]
pytestmark = pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)


class Ring:
    """Two who first take something in hand, and act when the other has done so too."""

    def __init__(self, database: Database) -> None:
        self.database, self.both = database, threading.Barrier(2)
        self.ended: list[BaseException] = []

    def act(self, takes: Deed, acts: Deed) -> None:
        """In a transaction of its own."""
        try:
            with self.database.writing.begin() as session:
                takes(session)
                self.both.wait(timeout=20)
                acts(session)
        except BaseException as error:
            self.ended.append(error)
            raise

    def run(self, *deeds: tuple[Deed, Deed]) -> list[BaseException]:
        """Both; what went wrong."""
        threads = [threading.Thread(target=self.act, args=deed) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return self.ended


@pytest.fixture
def world(fresh_database: Database) -> Iterator[World]:
    """A committed world: nothing that is done in it waits for this session."""
    session = fresh_database.writing()
    world = World(session)
    yield world
    session.close()


def frame(world: World) -> dict[str, Any]:
    world.session.commit()
    return {"policy": world.policy, "now": world.now}


def taking(mandate: Mandate) -> Deed:
    return lambda session: get_mandate(session, mandate.id, lock=True)


def test_who_stops_a_mandate_and_who_has_its_giver_in_hand(world: World, fresh_database: Database) -> None:
    mandate, giver = accept(world, world.give("hinder.manage")), world.giver
    how = frame(world)
    ended = Ring(fresh_database).run(
        (taking(mandate), lambda session: stop_mandate(session, giver, mandate.id, **how)),
        (lambda session: wait_for_giver(session, mandate.id), lambda session: tell_growth(session, mandate.id, **how)),
    )
    assert ended == []


def test_who_stops_a_mandate_and_who_answers_what_was_passed_on_from_it(
    world: World, fresh_database: Database
) -> None:
    source = accept(world, world.give("permit.manage"))
    post_first_letter(world, source)
    world.later(days=11)
    chain, giver = pass_on(world, source, "permit.manage"), world.giver
    wim = world.at_home(world.add_representative(OTHER, "Wim", "Peeters"), chain.holder)
    how = frame(world)
    ended = Ring(fresh_database).run(
        (taking(source), lambda session: stop_mandate(session, giver, source.id, **how)),
        (taking(chain), lambda session: refuse_mandate(session, wim, chain.id, **how)),
    )
    assert ended == []


def test_who_accepts_a_mandate_and_who_appoints_somebody_for_it(world: World, fresh_database: Database) -> None:
    mandate, els, jan = world.give("hinder.manage"), colleague(world, "Els").id, world.holder
    frits = colleague(world, "Frits", MANAGER).id
    how = frame(world)
    for_it = RightWish(mandate_ids=(mandate.id,))
    ended = Ring(fresh_database).run(
        (taking(mandate), lambda session: accept_mandate(session, jan, mandate.id, executors=[els], **how)),
        (
            lambda session: lock_party(session, jan.party_id),
            lambda session: appoint_colleague(session, jan, jan.party_id, frits, [for_it], **how),
        ),
    )
    assert ended == []


def test_two_who_write_to_the_same_two_parties_in_another_order(
    world: World, fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_mail(world)
    for actor in (world.maria, world.jan):
        party = world.bakery if actor is world.maria else world.office
        reads_mail(world, MailWish.BESIDE, world.at_home(actor, party), f"{actor.first_name}@voorbeeld.be")
    there, back = world.give(), give_mandate(
        world.session, world.holder, world.wish(starter_id=world.office.id, other_number=BAKERY),
        policy=world.policy, now=world.now,
    )  # fmt: skip
    for mandate, holder in ((there, world.holder), (back, world.giver)):
        accept(world, mandate, holder)
    maria, jan = world.giver, world.holder
    how, ring, gather, met = frame(world), Ring(fresh_database), mails._gather, threading.local()

    def gather_first(*args: Any) -> None:
        gather(*args)
        if not hasattr(met, "once"):
            met.once = True
            ring.both.wait(timeout=20)

    monkeypatch.setattr(mails, "_gather", gather_first)
    ended = ring.run(
        (taking(there), lambda session: stop_mandate(session, maria, there.id, **how)),
        (taking(back), lambda session: stop_mandate(session, jan, back.id, **how)),
    )
    assert ended == []


def test_who_contests_what_takes_over_while_the_register_stops_both_holders(
    world: World, fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(world, world.give("permit.manage"))
    world.later(minutes=5)
    new, maria, settle = transfer(world, "permit.manage"), world.giver, contesting.settle_moves
    for number in (OFFICE, OTHER):
        world.set_situation(number, "bankrupt")
    how, ring = frame(world), Ring(fresh_database)
    register = threading.Thread(target=ring.act, args=(lambda session: apply_register(session, **how), lambda _: None))

    def settle_late(*args: Any, **more: Any) -> None:
        register.start()
        register.join(timeout=0.5)
        settle(*args, **more)

    monkeypatch.setattr(contesting, "settle_moves", settle_late)
    ring.both = threading.Barrier(1)
    ring.act(taking(new), lambda session: contest_mandate(session, maria, new.id, reason="not_given", **how))
    register.join(timeout=20)
    assert ring.ended == []
