"""Accounts of staff that nobody used for months are switched off, and on again by an operator."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.directory.colleagues import enter_colleague
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.people import accounts, web_sessions
from app.core.people.dormant import note_used, switch_off_dormant, wake_staff
from app.core.people.provider_accounts import Arrival
from app.core.policy import Policy
from app.core.privacy.over_accounts import accounts as accounts_over
from app.models.account import Account
from app.models.journal import JournalEntry
from tests.world import World

JUNE = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)  # six months later to the day
NEXT_DAY = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def karim(world: World) -> Account:
    """A clerk who signed in last on 1 June."""
    clerk = world.add_clerk()
    account = accounts.create_account(world.session, "karim", "demo", clerk.person_id)
    note_used(world.session, account.id, now=JUNE)
    return account


def switch_off(world: World, now: datetime, months: int = 6) -> int:
    count = switch_off_dormant(world.session, policy=Policy(dormant_months=months), now=now)
    world.session.flush()
    world.session.expire_all()
    return count


def sign_in(world: World, now: datetime) -> None:
    found = accounts.begin_sign_in(world.session, "karim", "10.0.0.1", now=now)
    assert found is not None
    assert accounts.password_fits(found, "demo")
    accounts.finish_sign_in(world.session, found, "demo", "10.0.0.1")


def kinds(world: World) -> list[str]:
    return [one.kind for one in world.session.query(JournalEntry).order_by(JournalEntry.id)]


def test_six_months_without_signing_in_switch_a_clerk_off_and_not_a_day_less(world: World, karim: Account) -> None:
    assert switch_off(world, LAST_DAY) == 0
    token, _ = web_sessions.start_session(world.session, "{}", karim.person_id, now=NEXT_DAY)
    assert switch_off(world, NEXT_DAY) == 1
    assert accounts.find_signed_in(world.session, karim.id) is None
    assert web_sessions.find_session(world.session, token, idle=timedelta(hours=1), now=NEXT_DAY) is None
    assert kinds(world) == ["account_slept"]
    assert switch_off(world, NEXT_DAY) == 0


def test_the_sign_in_says_why_to_who_knows_the_password(world: World, karim: Account) -> None:
    switch_off(world, NEXT_DAY)
    with pytest.raises(NotAllowed, match="account_dormant"):
        sign_in(world, NEXT_DAY)


def test_a_colleague_who_comes_by_the_directory_is_told_too(world: World, karim: Account) -> None:
    arrival = Arrival("staff", "issuer lotte", "Lotte", "Claes")
    place = {"number": "4802", "office": ("Loket Gent", "Gent")}
    who = enter_colleague(world.session, arrival, policy=Policy(), now=JUNE, **place)
    note_used(world.session, who.account_id, now=JUNE)
    assert switch_off(world, NEXT_DAY) == 2
    with pytest.raises(NotAllowed, match="account_dormant"):
        enter_colleague(world.session, arrival, policy=Policy(), now=NEXT_DAY, **place)


def test_an_operator_wakes_it_and_the_months_begin_again(world: World, karim: Account) -> None:
    switch_off(world, NEXT_DAY)
    assert wake_staff(world.session, "4711", now=NEXT_DAY) == "Karim Bouazza"
    world.session.expire_all()
    assert switch_off(world, NEXT_DAY + timedelta(days=30)) == 0
    sign_in(world, NEXT_DAY)
    assert kinds(world) == ["account_slept", "account_woken"]
    with pytest.raises(Conflict, match="account_awake"):
        wake_staff(world.session, "4711", now=NEXT_DAY)
    with pytest.raises(NotFound, match="staff_unknown"):
        wake_staff(world.session, "9999", now=NEXT_DAY)


def test_citizens_sleep_as_long_as_they_like(world: World, karim: Account) -> None:
    maria = accounts.create_account(world.session, "maria", "demo", world.maria.id)
    own = Account(provider="citizen", person_id=karim.person_id)
    world.session.add(own)
    world.session.flush()
    for one in (maria, own):
        note_used(world.session, one.id, now=JUNE)
    assert switch_off(world, NEXT_DAY) == 1
    assert accounts.find_signed_in(world.session, maria.id) is not None
    assert accounts.find_signed_in(world.session, own.id) is not None


def test_for_a_citizen_of_before_we_counted_the_months_until_he_is_forgotten_begin_now(world: World) -> None:
    account = Account(provider="citizen", person_id=world.maria.id)
    world.session.add(account)
    world.session.flush()
    assert switch_off(world, NEXT_DAY) == 0
    over = [world.session.scalars(accounts_over(NEXT_DAY.date() + timedelta(days=later))).all() for later in (0, 1)]
    assert over == [[], [account.id]]


def test_for_an_account_of_before_we_counted_the_months_begin_now(world: World, karim: Account) -> None:
    karim.used_at = None
    world.session.flush()
    assert switch_off(world, NEXT_DAY) == 0
    assert switch_off(world, NEXT_DAY + timedelta(days=181)) == 0
    assert switch_off(world, NEXT_DAY + timedelta(days=184)) == 1
