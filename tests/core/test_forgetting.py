"""Forgetting a person: his name and all that reaches him go, and the journal proves as before; on both engines."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Table, func, insert, select

from app.core.actor import Actor
from app.core.acts.drafts import start_draft
from app.core.acts.giving import give_mandate
from app.core.counter import visits
from app.core.errors import Conflict, FreshSignInNeeded, Invalid, NotAllowed
from app.core.journal_seals import check_seals, seal_journal
from app.core.letters.mail_sending import take_mail
from app.core.letters.post_tray import list_to_hand_over, list_to_post
from app.core.letters.printing import prepare_print
from app.core.people import accounts
from app.core.people.parties import ensure_person_party
from app.core.people.roles import Role, RoleKind, give_first_role
from app.core.privacy.forgetting import forget_person, is_forgotten, refuse_to_forget
from app.core.privacy.own_data import read_of_person
from app.core.rights.granting import grant_right
from app.core.rights.withdrawing import withdraw_invitation
from app.core.views.timeline import list_happenings
from app.models.account import Account
from app.models.base import Base
from app.models.directory import DirectoryUser
from app.models.draft import Draft
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterContent
from app.models.mail import Mail
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from app.models.staff import Staff
from app.models.user_right import RightKind
from app.models.visit import IdentityMethod, Visit
from app.models.voucher import Voucher
from app.retention import Retention
from tests.acting import accept, stop, withdraw
from tests.colleagues import EVA, appoint
from tests.world import NOON, World


@pytest.fixture
def admin(world: World) -> Actor:
    """Lotte, an administrator."""
    lotte = world.add_clerk("Lotte", "4802")
    give_first_role(world.session, "4802", Role(RoleKind.ADMINISTRATOR), now=world.now)
    return Actor.on_duty(lotte.person_id, "sign-in 7", proven_at=world.now)


def forget(world: World, admin: Actor, person_id: uuid.UUID, reason: str = "asked") -> None:
    forget_person(world.session, replace(admin, proven_at=world.now), person_id, reason, now=world.now)


def test_his_name_account_subject_and_drafts_go_and_the_seals_still_fit(world: World, admin: Actor) -> None:
    accounts.create_account(world.session, "maria", "demo", world.maria.id)
    start_draft(world.session, world.giver, "give", now=world.now)
    mandate = world.give()
    seal_journal(world.session, now=world.later(days=1))
    before = check_seals(world.session)
    forget(world, admin, world.maria.id)
    assert is_forgotten(world.maria)
    assert world.session.scalars(select(Account).where(Account.person_id == world.maria.id)).all() == []
    assert world.session.scalars(select(Draft)).all() == []
    assert "subject-maria" not in world.session.scalars(select(Function.subject)).all()
    after = check_seals(world.session)
    assert (after.digest, after.broken_on, before.broken_on) == (before.digest, None, None)
    assert list_happenings(world.session, mandate.id)[0].sentence.startswith("vergeten persoon gaf dit mandaat")


# Every table that hangs on an account, also one that comes later.
OF_ACCOUNTS = sorted(
    table.name
    for table in Base.metadata.sorted_tables
    if any(key.column.table.name == "account" for key in table.foreign_keys)
)


def fill(table: Table, **values: object) -> dict[str, object]:
    """A row of this table: the values, and something in every other column that asks for it."""
    # Moments are of our own sort of column, which names no Python type.
    some = {bytes: b"x", str: "x", int: 1, bool: True, uuid.UUID: uuid.uuid4(), object: NOON}
    asked = [one for one in table.columns if not (one.nullable or one.default is not None or one.name in values)]
    return {one.name: some[one.type.python_type] for one in asked} | values


@pytest.mark.parametrize("name", OF_ACCOUNTS)
def test_every_way_to_sign_in_goes_with_the_account(world: World, admin: Actor, name: str) -> None:
    account = accounts.create_account(world.session, "maria", "demo", world.maria.id)
    table = Base.metadata.tables[name]
    (own,) = [one.parent.name for one in table.foreign_keys if one.column.table.name == "account"]
    world.session.execute(insert(table).values(fill(table, **{own: account.id})))
    forget(world, admin, world.maria.id)
    assert world.session.execute(select(func.count()).select_from(table)).scalar_one() == 0
    assert {"code_app", "passkey", "recovery_code"} <= set(OF_ACCOUNTS)


def test_the_journal_says_who_decided_and_why_and_names_nobody(world: World, admin: Actor) -> None:
    refuse_to_forget(world.session, admin, world.maria.id, "dispute", now=world.now)
    forget(world, admin, world.maria.id, "asked")
    kinds = ("not_forgotten", "forgotten")
    query = select(JournalEntry).where(JournalEntry.kind.in_(kinds)).order_by(JournalEntry.id)
    said, done = world.session.scalars(query)
    assert (said.actor_id, said.data["reason"]) == (admin.actor_id, "dispute")
    assert (done.actor_id, done.data["reason"]) == (admin.actor_id, "asked")
    assert done.data["forgotten"] == str(world.maria.id)


def test_what_a_counter_kept_goes_too(world: World, admin: Actor) -> None:
    function = world.add_function("0199000151", "Els", "Nijs", subject="subject-els")
    actor = world.visit(world.add_clerk(), "0199000151", function, IdentityMethod.VOUCHED_FOR)
    visits.end_visit(world.session, actor, "other", now=world.now, note="Komt met haar broer.")
    forget(world, admin, actor.person_id)  # type: ignore[arg-type]
    visit = world.session.get_one(Visit, actor.visit_id)
    assert (visit.exit_note, world.session.scalars(select(Voucher)).all()) == (None, [])
    data = read_of_person(world.session, actor.person_id, retention=Retention(), most=9, now=world.now)
    assert data.name == "vergeten persoon"


def test_who_still_has_a_mandate_of_his_own_ends_it_first(world: World, admin: Actor) -> None:
    own = ensure_person_party(world.session, world.maria.id)
    actor = Actor.at_home(world.maria.id, own.id, "sign-in 1")
    wish = world.wish("permit.view", starter_id=own.id)
    mandate = give_mandate(world.session, actor, wish, policy=world.policy, now=world.now)
    with pytest.raises(Conflict, match="forget_mandates_run"):
        forget(world, admin, world.maria.id)
    withdraw(world, mandate, actor)
    forget(world, admin, world.maria.id)
    assert own.name == "vergeten persoon"


def own_mandate(world: World) -> tuple[Party, Mandate]:
    """Maria gives in her own name, and the office accepts; her letters are printed."""
    own = ensure_person_party(world.session, world.maria.id)
    actor = Actor.at_home(world.maria.id, own.id, "sign-in 1")
    wish = world.wish("permit.view", starter_id=own.id)
    mandate = accept(world, give_mandate(world.session, actor, wish, policy=world.policy, now=world.now))
    for letter in world.session.scalars(select(Letter)):
        letter.printed_at, letter.sha256, letter.pages = world.now, "a" * 64, 1
        world.session.add(LetterContent(letter_id=letter.id, part="pdf", sealed=b"secret"))
    stop(world, mandate, actor)
    return own, mandate


def test_letters_to_himself_lose_their_words_the_day_he_stops_and_those_of_others_keep_theirs(
    world: World, admin: Actor
) -> None:
    own, mandate = own_mandate(world)
    mail = Mail(party_id=own.id, edition="2026-11-21", made_at=world.now, due_at=world.later(days=1))
    world.session.add(mail)
    world.session.flush()
    forget(world, admin, world.maria.id)
    letters = world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id)).all()
    mine = [one for one in letters if one.party_id == own.id]
    assert {(str(one.data), str(one.address_lines)) for one in mine} == {("{}", "[]")}
    assert all(one.data for one in letters if one.party_id != own.id)
    kept = set(world.session.scalars(select(LetterContent.letter_id)))
    assert (bool(kept), kept & {one.id for one in mine}) == (True, set())
    assert (mail.outcome, take_mail(world.session, mail.id, policy=world.policy, now=world.now)) == ("dropped", None)
    # What was not on paper yet is never printed, and what was is not posted.
    assert any(one.printed_at is None for one in mine)
    assert [prepare_print(world.session, one.id) for one in mine] == [None] * len(mine)
    tray = [*list_to_post(world.session), *list_to_hand_over(world.session)]
    assert tray
    assert not {one.letter.id for one in tray} & {one.id for one in mine}


def test_an_invitation_that_was_withdrawn_today_is_no_right(world: World, admin: Actor) -> None:
    relation = appoint(world, EVA)
    with pytest.raises(Conflict, match="forget_rights_run"):
        forget(world, admin, relation.person_id)
    withdraw_invitation(world.session, world.holder, relation.id, policy=world.policy, now=world.now)
    forget(world, admin, relation.person_id)
    assert is_forgotten(world.session.get_one(Person, relation.person_id))


def test_who_left_the_service_is_forgotten_with_what_the_directory_said(world: World, admin: Actor) -> None:
    karim = world.add_clerk()
    account = accounts.create_account(world.session, "karim", "demo", karim.person_id)
    world.session.add(DirectoryUser(
        user_name="karim", user_key="karim", active=False, person_id=karim.person_id, created_at=world.now,
        changed_at=world.now,
    ))  # fmt: skip
    with pytest.raises(Conflict, match="forget_staff"):
        forget(world, admin, karim.person_id)
    karim.office_id = None
    with pytest.raises(Conflict, match="forget_staff"):
        forget(world, admin, karim.person_id)
    account.left_at = world.now
    forget(world, admin, karim.person_id)
    assert world.session.scalars(select(DirectoryUser)).all() == []
    assert world.session.get_one(Staff, karim.person_id).number == "4711"


def test_who_still_has_a_right_or_works_here_is_not_forgotten(world: World, admin: Actor) -> None:
    grant_right(world.session, world.maria.id, world.office.id, RightKind.EXECUTOR, first_day=date(2026, 1, 1))
    with pytest.raises(Conflict, match="forget_rights_run"):
        forget(world, admin, world.maria.id)
    with pytest.raises(Conflict, match="forget_staff"):
        forget(world, admin, admin.actor_id)  # type: ignore[arg-type]


def test_only_an_administrator_decides_and_for_a_reason(world: World, admin: Actor) -> None:
    with pytest.raises(NotAllowed, match="administrator_only"):
        forget(world, world.holder, world.maria.id)
    with pytest.raises(NotAllowed, match="administrator_only"):
        refuse_to_forget(world.session, world.holder, world.maria.id, "dispute", now=world.now)
    with pytest.raises(Invalid, match="forget_reason_missing"):
        forget(world, admin, world.maria.id, "because")
    with pytest.raises(Invalid, match="forget_reason_missing"):
        refuse_to_forget(world.session, admin, world.maria.id, "asked", now=world.now)


def test_an_administrator_proves_a_moment_ago_who_he_is(world: World, admin: Actor) -> None:
    for proven_at in (None, world.now - timedelta(minutes=11)):
        with pytest.raises(FreshSignInNeeded):
            forget_person(world.session, replace(admin, proven_at=proven_at), world.maria.id, "asked", now=world.now)
    assert not is_forgotten(world.maria)
