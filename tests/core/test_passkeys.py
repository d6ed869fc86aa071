"""Passkeys: what a device of the right person says at the right place, once, and nothing else."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url

from app.core.errors import Conflict, FreshSignInNeeded, Invalid, NotFound
from app.core.people import code_app, passkeys, recovery_codes, second_factors
from app.core.people.passkeys import Site
from app.core.vault import Vault
from app.models.account import Account
from app.models.passkey import Passkey
from tests.core.accounts import account_of
from tests.passkeys import Device

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SITE = Site("loket.example", "https://loket.example")
VAULT = Vault(b"l" * 32, b"s" * 32)


@pytest.fixture
def maria(session: Session) -> Account:
    return account_of(session, "maria")


@pytest.fixture
def karim(session: Session) -> Account:
    return account_of(session, "karim")


def new_device(**more: object) -> Device:
    return replace(Device(SITE.origin, SITE.rp_id), **more)


def add(session: Session, account: Account, device: Device, name: str = "mijn telefoon") -> Passkey:
    asked = passkeys.ask_new_passkey(session, account.id, SITE)
    answer = device.make(asked.options)
    return passkeys.add_passkey(
        session, account.id, SITE, answer, asked.challenge, name, proven_at=NOW, now=NOW
    )


def use(session: Session, device: Device) -> object:
    asked = passkeys.ask_passkey(SITE)
    return passkeys.use_passkey(session, SITE, device.answer(asked.options), asked.challenge, now=NOW)


def refused(session: Session, device: Device) -> bool:
    with pytest.raises(Invalid) as refusal:
        use(session, device)
    return refusal.value.code == "passkey_refused"


def test_a_passkey_tells_who_somebody_is(session: Session, maria: Account, karim: Account) -> None:
    hers, his = new_device(), new_device()
    add(session, maria, hers)
    add(session, karim, his)
    assert [use(session, one) for one in (hers, his)] == [maria.id, karim.id]
    kept = passkeys.list_passkeys(session, maria.id)
    assert [(one.name, one.last_used_at) for one in kept] == [("mijn telefoon", NOW)]


def test_the_device_must_keep_it_and_recognise_its_owner(session: Session, maria: Account) -> None:
    asked = json.loads(passkeys.ask_new_passkey(session, maria.id, SITE).options)
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert json.loads(passkeys.ask_passkey(SITE).options)["userVerification"] == "required"


@pytest.mark.parametrize(
    "change",
    [{"origin": "https://loket.example.evil.be"}, {"origin": "http://loket.example"}, {"rp_id": "evil.be"},
     {"verifies": False}],
    ids=["origin", "plain-http", "rp-id", "owner-not-recognised"],
)  # fmt: skip
def test_made_or_used_elsewhere_or_by_nobody_it_is_refused(
    session: Session, maria: Account, change: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        add(session, maria, new_device(**change))
    device = new_device()
    add(session, maria, device)
    assert refused(session, replace(device, **change))
    assert use(session, replace(device, uses=1)) == maria.id


def test_an_answer_counts_for_its_own_challenge_only(session: Session, maria: Account) -> None:
    device = new_device()
    add(session, maria, device)
    old, new = passkeys.ask_passkey(SITE), passkeys.ask_passkey(SITE)
    with pytest.raises(Invalid):
        passkeys.use_passkey(session, SITE, device.answer(old.options), new.challenge, now=NOW)
    with pytest.raises(Invalid):
        passkeys.add_passkey(
            session, maria.id, SITE, new_device().make(passkeys.ask_new_passkey(session, maria.id, SITE).options),
            old.challenge, "x", proven_at=NOW, now=NOW,
        )  # fmt: skip


def test_a_copy_of_a_device_is_refused_by_its_count(session: Session, maria: Account) -> None:
    device = new_device()
    add(session, maria, device)
    use(session, device)
    copy = replace(device, uses=0)
    use(session, device)
    assert refused(session, copy)


def test_a_device_that_does_not_count_is_taken_every_time(session: Session, maria: Account) -> None:
    device = new_device(counts=False)
    add(session, maria, device)
    assert [use(session, device) for _ in range(2)] == [maria.id, maria.id]


def test_the_passkey_of_somebody_else_with_my_name_on_it_is_refused(
    session: Session, maria: Account, karim: Account
) -> None:
    device = new_device()
    add(session, karim, device)
    assert refused(session, replace(device, user=maria.id.bytes))
    assert refused(session, replace(device, user=b""))


def test_another_key_under_a_known_name_is_refused(session: Session, maria: Account) -> None:
    device, forged = new_device(), new_device()
    add(session, maria, device)
    asked = passkeys.ask_passkey(SITE)
    answer = json.loads(replace(forged, user=maria.id.bytes).answer(asked.options))
    answer["id"] = answer["rawId"] = bytes_to_base64url(device.name)
    with pytest.raises(Invalid):
        passkeys.use_passkey(session, SITE, json.dumps(answer), asked.challenge, now=NOW)


def test_one_passkey_belongs_to_one_account(session: Session, maria: Account, karim: Account) -> None:
    device = new_device()
    add(session, maria, device)
    with pytest.raises(Invalid):
        add(session, karim, device)
    assert use(session, replace(device, user=maria.id.bytes)) == maria.id


GARBAGE = ("", "x", "{}", "[]", "null", '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
           '{"id": 1}', '{"id": "é", "rawId": "é", "type": "public-key", "response": {"clientDataJSON": "!", '
           '"authenticatorData": "!", "signature": "!", "attestationObject": "!"}}')  # fmt: skip


@pytest.mark.parametrize("answer", GARBAGE)
def test_what_no_browser_says_is_refused(session: Session, maria: Account, answer: str) -> None:
    asked = passkeys.ask_passkey(SITE)
    with pytest.raises(Invalid):
        passkeys.use_passkey(session, SITE, answer, asked.challenge, now=NOW)
    with pytest.raises(Invalid):
        passkeys.add_passkey(session, maria.id, SITE, answer, asked.challenge, "x", proven_at=NOW, now=NOW)


@pytest.mark.parametrize("piece", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_a_changed_piece_of_an_answer_is_refused(session: Session, maria: Account, piece: str) -> None:
    device = new_device()
    add(session, maria, device)
    asked = passkeys.ask_passkey(SITE)
    whole = json.loads(device.answer(asked.options))
    for part in ("AAAA", "", whole["response"][piece][:-6] + "AAAAAA"):
        whole["response"][piece] = part
        with pytest.raises(Invalid):
            passkeys.use_passkey(session, SITE, json.dumps(whole), asked.challenge, now=NOW)


def test_adding_and_removing_ask_a_fresh_sign_in(session: Session, maria: Account) -> None:
    device = new_device()
    kept = add(session, maria, device)
    for proven_at in (None, NOW - timedelta(minutes=10, seconds=1)):
        with pytest.raises(FreshSignInNeeded) as refusal:
            passkeys.add_passkey(session, maria.id, SITE, "", "", "x", proven_at=proven_at, now=NOW)
        assert refusal.value.code == "fresh_sign_in_needed"
        with pytest.raises(FreshSignInNeeded):
            passkeys.remove_passkey(session, maria.id, kept.id, proven_at=proven_at, now=NOW)
    assert use(session, device) == maria.id


def test_nobody_removes_the_passkey_of_somebody_else(session: Session, maria: Account, karim: Account) -> None:
    device = new_device()
    kept = add(session, maria, device)
    with pytest.raises(NotFound):
        passkeys.remove_passkey(session, karim.id, kept.id, proven_at=NOW, now=NOW)
    assert use(session, device) == maria.id
    passkeys.remove_passkey(session, maria.id, kept.id, proven_at=NOW, now=NOW)
    assert refused(session, device)


def test_with_the_last_passkey_the_codes_on_paper_go(session: Session, maria: Account) -> None:
    first, second = (add(session, maria, new_device()) for _ in range(2))
    recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    off = {"required": True, "proven_at": NOW, "now": NOW}
    second_factors.take_passkey_off(session, maria.id, first.id, **off)
    assert second_factors.find_factors(session, maria.id).recovery_codes == 10
    second_factors.take_passkey_off(session, maria.id, second.id, **off)
    assert not second_factors.find_factors(session, maria.id).any


def test_without_an_app_a_fresh_proof_brings_new_codes_on_paper(session: Session, maria: Account) -> None:
    add(session, maria, new_device())
    [used] = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW, count=1)
    assert recovery_codes.use_recovery_code(session, maria.id, used, vault=VAULT, now=NOW)
    for proven_at in (None, NOW - timedelta(minutes=10, seconds=1)):
        with pytest.raises(FreshSignInNeeded):
            renew(session, maria, "", proven_at)
    assert len(renew(session, maria, "", NOW - timedelta(minutes=10)) or ()) == 10


def test_with_an_app_only_new_codes_on_paper_ask_a_code(session: Session, maria: Account) -> None:
    key = code_app.seal_code_app(session, maria.id, vault=VAULT, now=NOW)
    assert renew(session, maria, "000000", NOW) is None
    assert len(renew(session, maria, pyotp.TOTP(key.key).at(NOW), None) or ()) == 10


def test_who_lost_phone_and_sheet_renews_the_sheet_with_a_passkey(session: Session, maria: Account) -> None:
    code_app.seal_code_app(session, maria.id, vault=VAULT, now=NOW)
    add(session, maria, new_device())
    with pytest.raises(FreshSignInNeeded):
        renew(session, maria, "", NOW - timedelta(minutes=11))
    assert len(renew(session, maria, "", NOW) or ()) == 10


def renew(session: Session, account: Account, code: str, proven_at: datetime | None) -> Sequence[str] | None:
    return second_factors.renew_recovery_codes(
        session, account.id, code, "10.0.0.1", proven_at=proven_at, vault=VAULT, now=NOW
    )


def test_nobody_has_more_than_ten(session: Session, maria: Account) -> None:
    for _ in range(10):
        add(session, maria, new_device())
    with pytest.raises(Conflict) as refusal:
        passkeys.ask_new_passkey(session, maria.id, SITE)
    assert refusal.value.code == "too_many_passkeys"


def test_two_questions_at_once_do_not_make_eleven(session: Session, maria: Account) -> None:
    asked = passkeys.ask_new_passkey(session, maria.id, SITE)
    for _ in range(10):
        add(session, maria, new_device())
    with pytest.raises(Conflict) as refusal:
        passkeys.add_passkey(
            session, maria.id, SITE, new_device().make(asked.options), asked.challenge, "x", proven_at=NOW, now=NOW
        )
    assert refusal.value.code == "too_many_passkeys"


def test_who_signs_in_at_a_provider_adds_none_here(session: Session, maria: Account) -> None:
    other = Account(provider="citizen", person_id=maria.person_id)
    session.add(other)
    session.flush()
    with pytest.raises(Conflict):
        passkeys.ask_new_passkey(session, other.id, SITE)


def test_who_signs_in_at_a_provider_keeps_none_for_the_question_of_another(session: Session, maria: Account) -> None:
    other = Account(provider="citizen", person_id=maria.person_id)
    session.add(other)
    session.flush()
    asked = passkeys.ask_new_passkey(session, maria.id, SITE)
    answer = new_device().make(asked.options)
    with pytest.raises(Conflict) as refusal:
        passkeys.add_passkey(session, other.id, SITE, answer, asked.challenge, "x", proven_at=NOW, now=NOW)
    assert refusal.value.code == "factors_at_provider"
