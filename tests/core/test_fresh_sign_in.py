"""A clerk proves again who he is before he sends what is of high risk; a password alone opens no desk."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, FreshSignInNeeded, NotAllowed
from app.core.people import code_app, recovery_codes, second_factors
from app.core.people.accounts import find_signed_in
from app.core.vault import Vault
from app.models.account import Account
from app.models.passkey import Passkey
from tests.core.test_second_looks import LOW, Counter
from tests.world import World

HIGH, MEDIUM = "permit.manage", "hinder.manage"
VAULT = Vault(b"l" * 32, b"s" * 32)
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def counter(world: World) -> Counter:
    """A counter of a deployment with the usual settings."""
    world.policy = replace(world.policy, fresh_risks=("high",))
    return Counter(world)


def proven(actor: Actor, counter: Counter, ago: timedelta) -> Actor:
    return replace(actor, proven_at=counter.world.now - ago)


def looked_at(counter: Counter, actor: Actor, key: str) -> None:
    counter.decide(counter.lotte, counter.ask(actor, lambda: counter.give(actor, key)))


@pytest.mark.parametrize("ago", [None, TEN_MINUTES + timedelta(seconds=1)], ids=["never", "too-long-ago"])
def test_what_is_of_high_risk_waits_for_a_fresh_sign_in(counter: Counter, ago: timedelta | None) -> None:
    actor = counter.customer()
    actor = actor if ago is None else proven(actor, counter, ago)
    looked_at(counter, actor, HIGH)
    with pytest.raises(FreshSignInNeeded) as refusal:
        counter.give(actor, HIGH)
    assert refusal.value.code == "fresh_sign_in_needed"
    assert counter.give(proven(actor, counter, TEN_MINUTES), HIGH)


def test_what_is_of_less_risk_does_not_wait(counter: Counter) -> None:
    actor = counter.customer()
    looked_at(counter, actor, MEDIUM)
    assert counter.give(actor, MEDIUM)


def test_a_deployment_chooses_the_risks_and_the_minutes(counter: Counter) -> None:
    counter.world.policy = replace(counter.world.policy, fresh_risks=("low",), fresh_minutes=2)
    actor = counter.customer()
    with pytest.raises(FreshSignInNeeded):
        counter.give(proven(actor, counter, timedelta(minutes=3)), LOW)
    assert counter.give(proven(actor, counter, timedelta(minutes=2)), LOW)


def test_a_colleague_looks_first_and_the_clerk_proves_it_last(counter: Counter) -> None:
    actor = counter.customer()
    assert counter.ask(actor, lambda: counter.give(actor, HIGH)).reasons


def test_a_desk_needs_something_besides_the_password_where_that_is_required(counter: Counter) -> None:
    session = counter.world.session
    account = Account(username="karim", password_hash="x", person_id=counter.karim.person_id)
    session.add(account)
    session.flush()
    who = find_signed_in(session, account.id)
    assert who is not None
    with pytest.raises(NotAllowed) as refusal:
        second_factors.check_second_factor(session, who, required=True)
    assert refusal.value.code == "second_factor_missing"
    assert not second_factors.check_second_factor(session, who, required=False).any
    at_home = replace(who, desk=None)
    assert not second_factors.check_second_factor(session, at_home, required=True).any
    recovery_codes.make_recovery_codes(session, account.id, vault=VAULT, now=counter.world.now)
    assert second_factors.check_second_factor(session, who, required=True).any


def passkey_of(counter: Counter, account: Account) -> Passkey:
    passkey = Passkey(
        account_id=account.id, credential_id=b"one", public_key=b"key", sign_count=0, name="laptop",
        made_at=counter.world.now, last_used_at=None,
    )  # fmt: skip
    counter.world.session.add(passkey)
    counter.world.session.flush()
    return passkey


def test_a_desk_keeps_the_last_thing_besides_its_password_where_that_is_required(counter: Counter) -> None:
    session, now = counter.world.session, counter.world.now
    account = Account(username="karim", password_hash="x", person_id=counter.karim.person_id)
    session.add(account)
    session.flush()
    key = code_app.seal_code_app(session, account.id, vault=VAULT, now=now)
    first, *_ = recovery_codes.make_recovery_codes(session, account.id, vault=VAULT, now=now)
    off = {"vault": VAULT, "now": now}
    with pytest.raises(Conflict) as refusal:
        second_factors.remove_factors(session, account.id, first, "here", required=True, **off)
    assert refusal.value.code == "second_factor_last"
    laptop = passkey_of(counter, account)
    assert not second_factors.must_keep_last(session, account.id, required=True)
    code = pyotp.TOTP(key.key).at(now)
    assert second_factors.remove_factors(session, account.id, code, "here", required=True, **off)
    fresh = {"proven_at": now, "now": now}
    with pytest.raises(Conflict):
        second_factors.take_passkey_off(session, account.id, laptop.id, required=True, **fresh)
    assert second_factors.find_factors(session, account.id) == second_factors.Factors(False, 10, 1)
    second_factors.take_passkey_off(session, account.id, laptop.id, required=False, **fresh)
    assert not second_factors.find_factors(session, account.id).any
