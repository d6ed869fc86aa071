"""The acts of the core in one word each, by the people of the test world, at its present moment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts import (
    answering,
    confirming,
    contesting,
    days,
    extending,
    register_effects,
    reminders,
    second_signatures,
    signing,
    stopping,
)
from app.core.acts.giving import give_mandate
from app.core.acts.passing_on import pass_on_mandate, take_back_mandate
from app.core.acts.posting import post_letters
from app.core.acts.transferring import transfer_mandates
from app.core.counter.understanding import record_alone, record_understanding
from app.core.counter.visits import record_consent
from app.core.letters.post_tray import GIVERS_FIRST
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.lookup import get_mandate as get_mandate
from app.core.mandates.lookup import list_letters_to
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import ensure_enterprise_party
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from app.models.staff import Staff
from tests.four_eyes import looked_at
from tests.world import HOMELESS, OTHER, World

BEFORE = 40  # days ago: long enough for a reminder that is due


def by(world: World, actor: Actor | None, function: Callable[..., Mandate], mandate: Mandate, **more: Any) -> Mandate:
    """Let `actor` do it now; at a counter a colleague looks first where one has to."""
    how = {"policy": world.policy, "now": world.now, **more}
    return looked_at(world, actor, lambda: function(world.session, actor, mandate.id, **how))


def accept(world: World, mandate: Mandate, actor: Actor | None = None, **more: Any) -> Mandate:
    return by(world, actor or world.holder, answering.accept_mandate, mandate, **more)


def refuse(world: World, mandate: Mandate, actor: Actor | None = None, **more: Any) -> Mandate:
    return by(world, actor or world.holder, answering.refuse_mandate, mandate, **more)


def withdraw(world: World, mandate: Mandate, actor: Actor | None = None) -> Mandate:
    return by(world, actor or world.giver, answering.withdraw_mandate, mandate)


def stop(world: World, mandate: Mandate, actor: Actor | None = None, **more: Any) -> Mandate:
    return by(world, actor or world.giver, stopping.stop_mandate, mandate, **more)


def renounce(world: World, mandate: Mandate, actor: Actor | None = None, **more: Any) -> Mandate:
    return by(world, actor or world.holder, stopping.renounce_mandate, mandate, **more)


def contest(world: World, mandate: Mandate, actor: Actor | None = None, reason: str = "not_given") -> Mandate:
    return by(world, actor or world.giver, contesting.contest_mandate, mandate, reason=reason)


def resume(world: World, mandate: Mandate, actor: Actor | None = None, **more: Any) -> Mandate:
    return by(world, actor or world.giver, contesting.resume_mandate, mandate, **more)


def stop_contested(world: World, mandate: Mandate, actor: Actor | None = None) -> Mandate:
    return by(world, actor or world.giver, contesting.stop_contested, mandate)


def confirm(world: World, mandate: Mandate, actor: Actor, **more: Any) -> Mandate:
    return by(world, actor, confirming.confirm_mandate, mandate, **more)


def extend(world: World, mandate: Mandate, actor: Actor | None = None, **wish: Any) -> Mandate:
    """Propose a later end: `months` longer, or up to `last_day`; the giver does it unless said otherwise."""
    asked = ExtensionWish(mandate.id, **wish)
    who, how = actor or world.giver, {"policy": world.policy, "now": world.now}
    return looked_at(world, who, lambda: extending.propose_extension(world.session, who, asked, **how))


def accept_extension(world: World, mandate: Mandate, actor: Actor | None = None, **more: Any) -> Mandate:
    return by(world, actor or world.holder, extending.accept_extension, mandate, **more)


def refuse_extension(world: World, mandate: Mandate, actor: Actor | None = None) -> Mandate:
    return by(world, actor or world.holder, extending.refuse_extension, mandate)


def withdraw_extension(world: World, mandate: Mandate, actor: Actor | None = None) -> Mandate:
    return by(world, actor or world.giver, extending.withdraw_extension, mandate)


def ending(world: World, *keys: str) -> Mandate:
    """A mandate that runs for sixty more days, of which both sides were reminded today."""
    world.later(days=-BEFORE)
    mandate = accept(world, world.give(*keys, months=None, last_day=today(world) + timedelta(days=BEFORE + 60)))
    world.later(days=BEFORE)
    reminders.remind(world.session, mandate.id, policy=world.policy, now=world.now)
    return get_mandate(world.session, mandate.id)


def sign(world: World, mandate: Mandate, actor: Actor) -> Mandate:
    return by(world, actor, signing.sign_mandate, mandate)


def refuse_signature(world: World, mandate: Mandate, actor: Actor) -> Mandate:
    return by(world, actor, second_signatures.refuse_signature, mandate)


def pass_on(
    world: World, source: Mandate, *keys: str, other: str = OTHER, actor: Actor | None = None, **changes: Any
) -> Mandate:
    """Let the holder of `source` pass it on to the office in Genk; Jan does it unless said otherwise."""
    wish = passing_wish(world, source, *keys, other=other, **changes)
    return pass_on_mandate(world.session, actor or world.holder, wish, policy=world.policy, now=world.now)


def passing_wish(world: World, source: Mandate, *keys: str, other: str = OTHER, **changes: Any) -> MandateWish:
    facts = {"starter_id": source.holder_id, "other_number": other, "source_id": source.id}
    return MandateWish(type_keys=keys or ("permit.manage",), **(facts | changes))


def take_back(world: World, mandate: Mandate, actor: Actor | None = None) -> Mandate:
    return by(world, actor or world.holder, take_back_mandate, mandate)


def run_days(world: World) -> int:
    """The daily job; how many mandates it had to look at."""
    due = days.list_due(world.session, now=world.now)
    for mandate_id in due:
        days.apply_days(world.session, mandate_id, policy=world.policy, now=world.now)
    return len(due)


def run_register(world: World) -> int:
    """What follows an import of the register; how many mandates it changed."""
    changed, last = 0, ""
    while last is not None:
        done = register_effects.apply_register(world.session, policy=world.policy, now=world.now, after=last)
        changed, last = changed + done.changed, done.last
    return changed


def today(world: World) -> date:
    return brussels_day(world.now)


def status(world: World, mandate: Mandate, in_days: int = 0) -> Status:
    """Where the mandate stands, today or so many days later (or earlier)."""
    return mandate.status_on(today(world) + timedelta(days=in_days))


def kinds(world: World, mandate: Mandate) -> list[str]:
    """What the journal says happened to the mandate, oldest first."""
    query = select(JournalEntry.kind).where(JournalEntry.mandate_id == mandate.id).order_by(JournalEntry.id)
    return list(world.session.scalars(query))


def letters(world: World, mandate: Mandate) -> list[str]:
    """The kinds of the letters that were ordered for the mandate, in order."""
    query = select(Letter.kind).where(Letter.mandate_id == mandate.id).order_by(Letter.cause_id, Letter.kind)
    return list(world.session.scalars(query))


def count(world: World, table: type) -> int:
    return world.session.execute(select(func.count()).select_from(table)).scalar_one()


def reader(
    world: World, mandate: Mandate, party: Party, person: Person | None, capacity: str | None = "legal_representative"
) -> Actor:
    """Somebody who typed the code of the newest letter to this party."""
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.party_id == party.id)
    letter = world.session.scalars(query.order_by(Letter.cause_id.desc()).limit(1)).one()
    if world.session.get(LetterCode, letter.id) is None:
        world.session.add(LetterCode(letter_id=letter.id, code_hash="0" * 64, made_at=world.now))
        world.session.flush()
    return Actor.with_letter(letter.id, party.id, person.id if person else None, capacity)


def consent(world: World, actor: Actor, about: str) -> Actor:
    """The customer agrees to what was read aloud, alone, and tells it in his own words."""
    record_alone(world.session, actor, chose="yes", told="no", now=world.now)
    record_understanding(world.session, actor, "right", about, now=world.now)
    record_consent(world.session, actor, about, now=world.now)
    return actor


def give_looked_at(world: World, actor: Actor, wish: MandateWish, **more: Any) -> Mandate:
    """Give exactly this; at a counter a colleague looks first where one has to."""
    how = {"policy": world.policy, "now": world.now, **more}
    return looked_at(world, actor, lambda: give_mandate(world.session, actor, wish, **how))


def homeless_giver(world: World, occasion: str = "sign-in 1") -> Actor:
    """Nele, whose new enterprise has no address yet."""
    nele = world.add_representative(HOMELESS, "Nele", "Claes")
    return world.at_home(nele, ensure_enterprise_party(world.session, HOMELESS), occasion)


def give_as(world: World, actor: Actor, *keys: str, **changes: Any) -> Mandate:
    """Somebody else than Maria gives to the office."""
    wish = world.wish(*keys, **({"starter_id": actor.party_id} | changes))
    return give_looked_at(world, actor, wish)


def at(world: World, moment: datetime) -> World:
    """Put the clock of the world on `moment`."""
    world.now = moment
    return world


def transfer(world: World, *keys: str, actor: Actor | None = None, **changes: Any) -> Mandate:
    """Maria asks another office to take over these types from the office of Jan."""
    values: dict[str, Any] = {"other_number": OTHER, "taken_from": world.office.id, "months": None}
    wish = world.wish(*keys, **(values | changes))
    who, how = actor or world.giver, {"policy": world.policy, "now": world.now}
    return looked_at(world, who, lambda: transfer_mandates(world.session, who, wish, **how))


def post_first_letter(world: World, mandate: Mandate) -> None:
    """The giver's first letter leaves, today."""
    letter = next(one for one in list_letters_to(world.session, mandate.id) if one.kind in GIVERS_FIRST)
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 1
    known = world.session.scalars(select(Staff).where(Staff.number == "4713")).first()
    clerk = Actor.at_the_counter((known or world.add_clerk("Petra", "4713")).person_id)
    post_letters(world.session, clerk, [letter.id], on=today(world), policy=world.policy, now=world.now)
