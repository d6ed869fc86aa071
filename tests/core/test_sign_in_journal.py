"""Every change of how somebody signs in is written down, and whose hand it was, without a secret."""

from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.people import code_app, passkeys, second_factors
from app.core.people.passkeys import Site
from app.core.vault import Vault
from app.models.account import Account
from app.models.journal import JournalEntry
from tests.core.accounts import account_of
from tests.passkeys import Device

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HERE = "10.0.0.1"
VAULT = Vault(b"l" * 32, b"s" * 32)
SITE = Site("loket.example", "https://loket.example")
FRAME = {"vault": VAULT, "now": NOW}


@pytest.fixture
def maria(session: Session) -> Account:
    return account_of(session, "maria")


def written(session: Session) -> list[tuple[str, str]]:
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
    assert {tuple(sorted(one.data)) for one in entries} == {("account",)}
    return [(one.kind, one.channel) for one in entries]


def add_app(session: Session, maria: Account) -> pyotp.TOTP:
    code_app.begin_code_app(session, maria.id, proven_at=NOW, **FRAME)
    new = code_app.find_new_key(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    assert new is not None
    app = pyotp.TOTP(new.key)
    assert not code_app.confirm_code_app(session, maria.id, "000000", proven_at=NOW, **FRAME)
    assert code_app.confirm_code_app(session, maria.id, app.at(NOW), proven_at=NOW, **FRAME)
    return app


def test_an_app_is_written_down_when_it_counts_and_when_it_goes(session: Session, maria: Account) -> None:
    add_app(session, maria)
    [code] = second_factors.make_recovery_codes(session, maria.id, count=1, **FRAME)
    assert second_factors.remove_factors(session, maria.id, code, HERE, required=False, **FRAME)
    assert written(session) == [("code_app_added", "self"), ("code_app_removed", "self")]


def test_passkeys_and_new_codes_are_written_down(session: Session, maria: Account) -> None:
    device = Device(SITE.origin, SITE.rp_id)
    asked = passkeys.ask_new_passkey(session, maria.id, SITE)
    passkey = passkeys.add_passkey(
        session, maria.id, SITE, device.make(asked.options), asked.challenge, "laptop", proven_at=NOW, now=NOW
    )
    assert second_factors.renew_recovery_codes(session, maria.id, "", HERE, proven_at=NOW, **FRAME)
    second_factors.take_passkey_off(session, maria.id, passkey.id, required=False, proven_at=NOW, now=NOW)
    assert [kind for kind, _ in written(session)] == ["passkey_added", "codes_renewed", "passkey_removed"]


def test_what_the_operator_does_is_his(session: Session, maria: Account) -> None:
    add_app(session, maria)
    second_factors.give_codes(session, maria.id, lost=False, **FRAME)
    assert code_app.has_code_app(session, maria.id)
    second_factors.give_codes(session, maria.id, lost=True, **FRAME)
    assert not code_app.has_code_app(session, maria.id)
    assert written(session)[1:] == [("codes_given", "job"), ("factors_lost", "job")]
