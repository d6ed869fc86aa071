"""The account for emergencies: always there, never alone, written down, and used up by its use."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.administration import offices, staff
from app.core.administration.offices import OfficePlan
from app.core.errors import Conflict, NotAllowed
from app.core.people import (
    accounts,
    break_glass,
    code_app,
    passkeys,
    recovery_codes,
    roles,
    second_factors,
    staffing,
    web_sessions,
)
from app.core.people.break_glass import SealedAccount
from app.core.people.dormant import switch_off_dormant
from app.core.people.passkeys import Site
from app.core.people.persons import ensure_person
from app.core.policy import Policy
from app.core.vault import Vault
from app.models.account import Account
from app.models.journal import JournalEntry
from app.models.staff import Staff
from app.models.staff_role import StaffRole
from tests.core.accounts import account_of

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
VAULT = Vault(b"l" * 32, b"s" * 32)
HERE = "10.0.0.1"


@pytest.fixture
def sealed(session: Session) -> SealedAccount:
    return break_glass.seal_account(session, "nood", "NOOD", vault=VAULT, now=NOW)


def account_behind(session: Session, sealed: SealedAccount) -> Account:
    return accounts.get_account(session, sealed.username)


def itself(session: Session, sealed: SealedAccount) -> Actor:
    return Actor.on_duty(account_behind(session, sealed).person_id, "here")


def test_it_comes_in_with_a_long_passphrase_and_a_code(session: Session, sealed: SealedAccount) -> None:
    account = account_behind(session, sealed)
    assert accounts.password_fits(account, sealed.passphrase)
    assert len(sealed.passphrase.replace("-", "")) == 24
    code = pyotp.TOTP(sealed.key.key).at(NOW)
    assert second_factors.prove_with_code(session, account.id, code, HERE, vault=VAULT, now=NOW)
    assert break_glass.break_glass(session, account.id, now=NOW)


def test_each_use_is_written_down_and_told_to_administrators_for_two_weeks(
    session: Session, sealed: SealedAccount
) -> None:
    account = account_behind(session, sealed)
    break_glass.break_glass(session, account.id, now=NOW)
    later = NOW + timedelta(hours=1)
    break_glass.break_glass(session, account.id, now=later)
    kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id)).all()
    assert kinds == ["role_given", "glass_sealed", "glass_broken", "glass_broken"]
    admin = itself(session, sealed)
    told = break_glass.list_glass_uses(session, admin, now=later)
    assert [(one.username, one.at) for one in told] == [("nood", later), ("nood", NOW)]
    assert break_glass.list_glass_uses(session, admin, now=later + timedelta(days=14)) == []
    nobody = Actor.on_duty(ensure_person(session, "x", "Mia", "Mertens").id, "here")
    with pytest.raises(NotAllowed):
        break_glass.list_glass_uses(session, nobody, now=later)


def test_four_hours_after_its_first_use_it_is_used_up(session: Session, sealed: SealedAccount) -> None:
    account = account_behind(session, sealed)
    break_glass.break_glass(session, account.id, now=NOW)
    last = NOW + timedelta(hours=4)
    break_glass.check_whole(session, account.id, now=last)
    assert break_glass.break_glass(session, account.id, now=last)
    too_late = last + timedelta(seconds=1)
    with pytest.raises(NotAllowed) as refusal:
        break_glass.break_glass(session, account.id, now=too_late)
    assert refusal.value.code == "glass_used_up"
    with pytest.raises(NotAllowed):
        break_glass.check_whole(session, account.id, now=too_late)


def test_the_command_makes_it_whole_with_other_secrets_and_ends_what_was_open(
    session: Session, sealed: SealedAccount
) -> None:
    account = account_behind(session, sealed)
    break_glass.break_glass(session, account.id, now=NOW)
    token, _ = web_sessions.start_session(session, "{}", account.person_id, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    again = break_glass.seal_account(session, "nood", "NOOD", vault=VAULT, now=tomorrow)
    assert again.passphrase != sealed.passphrase
    assert not accounts.password_fits(account, sealed.passphrase)
    old = pyotp.TOTP(sealed.key.key).at(tomorrow)
    assert second_factors.prove_with_code(session, account.id, old, HERE, vault=VAULT, now=tomorrow) is None
    assert web_sessions.find_session(session, token, idle=timedelta(days=9), now=NOW) is None
    assert break_glass.break_glass(session, account.id, now=tomorrow)


def test_nobody_who_is_in_changes_how_it_signs_in(session: Session, sealed: SealedAccount) -> None:
    account = account_behind(session, sealed)
    site, fresh = Site("loket.example", "https://loket.example"), {"proven_at": NOW, "now": NOW}
    code = pyotp.TOTP(sealed.key.key).at(NOW)
    for change in (
        lambda: code_app.begin_code_app(session, account.id, vault=VAULT, **fresh),
        lambda: passkeys.ask_new_passkey(session, account.id, site),
        lambda: passkeys.add_passkey(session, account.id, site, "", "", "x", **fresh),
        lambda: recovery_codes.make_recovery_codes(session, account.id, vault=VAULT, now=NOW),
        lambda: second_factors.remove_factors(
            session, account.id, code, HERE, required=False, vault=VAULT, now=NOW
        ),
        lambda: second_factors.give_codes(session, account.id, lost=True, vault=VAULT, now=NOW),
    ):
        with pytest.raises(Conflict) as refusal:
            change()
        assert refusal.value.code == "behind_glass"


def test_an_ordinary_account_is_never_put_behind_glass(session: Session) -> None:
    maria = account_of(session, "maria")
    with pytest.raises(Conflict) as refusal:
        break_glass.seal_account(session, "Maria", "NOOD", vault=VAULT, now=NOW)
    assert refusal.value.code == "username_taken"
    assert not break_glass.break_glass(session, maria.id, now=NOW)


def test_its_number_is_nobody_elses(session: Session, sealed: SealedAccount) -> None:
    with pytest.raises(Conflict) as refusal:
        break_glass.seal_account(session, "nood2", "NOOD", vault=VAULT, now=NOW)
    assert refusal.value.code == "staff_number_taken"


def test_it_never_falls_asleep(session: Session, sealed: SealedAccount) -> None:
    years = NOW + timedelta(days=900)
    for now in (NOW, years):
        assert switch_off_dormant(session, policy=Policy(), now=now) == 0
    assert account_behind(session, sealed).dormant_at is None


@pytest.fixture
def inge(session: Session) -> Actor:
    """An ordinary administrator."""
    person = ensure_person(session, "staff-6001", "Inge", "Coppens")
    staffing.add_staff(session, person.id, "6001")
    roles.give_first_role(session, "6001", roles.Role(roles.ADMINISTRATOR), now=NOW)
    return Actor.on_duty(person.id, "session:1", NOW)


def test_no_administrator_disarms_it(session: Session, sealed: SealedAccount, inge: Actor) -> None:
    person_id = account_behind(session, sealed).person_id
    (role,) = roles.roles_of(session, person_id)
    counter = offices.open_office(session, inge, OfficePlan("Loket Brugge", "Brugge"), now=NOW).id
    for act in (
        lambda: roles.end_role(session, inge, role.id, now=NOW),
        lambda: roles.give_role(session, inge, person_id, roles.Role(roles.ADMINISTRATOR), now=NOW),
        lambda: staff.move_colleague(session, inge, person_id, counter, policy=Policy(), now=NOW),
        lambda: staff.close_access(session, inge, person_id, policy=Policy(), now=NOW),
    ):
        with pytest.raises(Conflict, match="glass_stays"):
            act()
    assert staff.view_colleague(session, inge, person_id, idle=timedelta(hours=1), now=NOW).behind_glass


def test_it_is_not_the_administrator_that_stays(session: Session, sealed: SealedAccount, inge: Actor) -> None:
    assert inge.actor_id is not None
    (own,) = roles.roles_of(session, inge.actor_id)
    with pytest.raises(Conflict, match="last_administrator"):
        roles.end_role(session, inge, own.id, now=NOW)


def test_the_command_gives_back_what_it_lost(session: Session, sealed: SealedAccount, inge: Actor) -> None:
    person_id = account_behind(session, sealed).person_id
    session.scalars(select(StaffRole).where(StaffRole.person_id == person_id)).one().ended_at = NOW
    desk = offices.open_office(session, inge, OfficePlan("Loket Brugge", "Brugge"), now=NOW)
    session.get_one(Staff, person_id).office_id = desk.id
    session.flush()
    for _ in range(2):
        break_glass.seal_account(session, "nood", "NOOD", vault=VAULT, now=NOW)
        assert [one.kind for one in roles.roles_of(session, person_id)] == [roles.ADMINISTRATOR]
    assert session.get_one(Staff, person_id).office_id is None
