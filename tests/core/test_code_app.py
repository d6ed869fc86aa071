"""A code after the password, of an app or on paper: what is right, what is old, and what is somebody else's."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, FreshSignInNeeded, Invalid, NotAllowed
from app.core.people import code_app, recovery_codes, roles, second_factors, staffing, tries
from app.core.people.persons import ensure_person
from app.core.people.second_factors import Proof
from app.core.people.sign_in_journal import Guessed, list_guessed, list_guessed_of_staff, note_guessing
from app.core.vault import Vault
from app.models.account import Account
from app.models.journal import JournalEntry
from app.models.person import Person
from app.models.second_factor import CodeApp, RecoveryCode
from tests.core.accounts import account_of

NOW = datetime(2026, 11, 21, 9, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)
HERE = "10.0.0.1"
VAULT = Vault(b"l" * 32, b"s" * 32)


@pytest.fixture
def maria(session: Session) -> Account:
    return account_of(session, "maria")


@pytest.fixture
def karim(session: Session) -> Account:
    return account_of(session, "karim")


def key_of(session: Session, account: Account) -> pyotp.TOTP:
    """The app of an account, set up and confirmed half an hour ago."""
    code_app.begin_code_app(session, account.id, vault=VAULT, proven_at=NOW, now=NOW)
    new = code_app.find_new_key(session, account.id, vault=VAULT, proven_at=NOW, now=NOW)
    assert new is not None
    app, then = pyotp.TOTP(new.key), NOW - timedelta(minutes=30)
    assert code_app.confirm_code_app(session, account.id, app.at(then), vault=VAULT, proven_at=NOW, now=then)
    return app


def prove(session: Session, account: Account, code: str, now: datetime = NOW, source: str = HERE) -> Proof | None:
    return second_factors.prove_with_code(session, account.id, code, source, vault=VAULT, now=now)


def test_an_app_counts_from_its_first_right_code(session: Session, maria: Account) -> None:
    code_app.begin_code_app(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    new = code_app.find_new_key(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    assert new is not None
    assert not second_factors.find_factors(session, maria.id).any
    right = pyotp.TOTP(new.key).at(NOW)
    assert not code_app.confirm_code_app(session, maria.id, other_than(right), vault=VAULT, proven_at=NOW, now=NOW)
    assert not code_app.has_code_app(session, maria.id)
    assert prove(session, maria, right) is None
    assert code_app.confirm_code_app(session, maria.id, right, vault=VAULT, proven_at=NOW, now=NOW)
    assert code_app.has_code_app(session, maria.id)
    assert code_app.find_new_key(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW) is None


def test_a_key_that_waited_ten_minutes_counts_as_none(session: Session, maria: Account) -> None:
    code_app.begin_code_app(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    last = NOW + timedelta(minutes=10)
    new = code_app.find_new_key(session, maria.id, vault=VAULT, proven_at=last, now=last)
    assert new is not None
    late = {"vault": VAULT, "proven_at": last + STEP, "now": last + STEP}
    assert code_app.find_new_key(session, maria.id, **late) is None
    assert not code_app.confirm_code_app(session, maria.id, pyotp.TOTP(new.key).at(last + STEP), **late)
    assert not code_app.has_code_app(session, maria.id)


def test_the_key_is_shown_and_confirmed_after_a_fresh_sign_in_only(session: Session, maria: Account) -> None:
    code_app.begin_code_app(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    new = code_app.find_new_key(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    assert new is not None
    for proven_at in (None, NOW - timedelta(minutes=10, seconds=1)):
        stale = {"vault": VAULT, "proven_at": proven_at, "now": NOW}
        with pytest.raises(FreshSignInNeeded):
            code_app.find_new_key(session, maria.id, **stale)
        with pytest.raises(FreshSignInNeeded):
            code_app.confirm_code_app(session, maria.id, pyotp.TOTP(new.key).at(NOW), **stale)
    assert not code_app.has_code_app(session, maria.id)


def other_than(code: str) -> str:
    return f"{(int(code) + 500_000) % 1_000_000:06}"


def test_the_key_is_sealed_and_belongs_to_one_account(session: Session, maria: Account, karim: Account) -> None:
    app = key_of(session, maria)
    stored = session.get_one(CodeApp, maria.id)
    assert app.secret.encode() not in stored.key_sealed
    key_of(session, karim)
    session.get_one(CodeApp, karim.id).key_sealed = stored.key_sealed
    assert prove(session, karim, app.at(NOW)) is None


def test_under_another_key_no_app_works_and_the_codes_on_paper_still_do(session: Session, maria: Account) -> None:
    app = key_of(session, maria)
    code, *_ = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    lost = Vault(b"n" * 32, VAULT.secret_key)
    for typed, proof in ((app.at(NOW), None), (code, Proof.RECOVERY)):
        assert second_factors.prove_with_code(session, maria.id, typed, HERE, vault=lost, now=NOW) is proof


def test_the_code_of_somebody_else_proves_nothing(session: Session, maria: Account, karim: Account) -> None:
    key_of(session, maria)
    assert prove(session, maria, key_of(session, karim).at(NOW)) is None


def test_a_code_counts_once_and_no_older_one_after_it(session: Session, maria: Account) -> None:
    app = key_of(session, maria)
    assert prove(session, maria, app.at(NOW)) is Proof.APP
    assert prove(session, maria, app.at(NOW)) is None
    assert prove(session, maria, app.at(NOW - STEP)) is None
    assert prove(session, maria, app.at(NOW + STEP)) is Proof.APP


def test_the_code_that_confirmed_the_app_was_used(session: Session, maria: Account) -> None:
    code_app.begin_code_app(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    new = code_app.find_new_key(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    assert new is not None
    code = pyotp.TOTP(new.key).at(NOW)
    code_app.confirm_code_app(session, maria.id, code, vault=VAULT, proven_at=NOW, now=NOW)
    assert prove(session, maria, code) is None


@pytest.mark.parametrize(("steps", "proof"), [(-2, None), (-1, Proof.APP), (1, Proof.APP), (2, None)])
def test_a_clock_may_be_one_step_wrong(session: Session, maria: Account, steps: int, proof: Proof | None) -> None:
    app = key_of(session, maria)
    assert prove(session, maria, app.at(NOW + steps * STEP)) is proof


def test_people_type_a_space_in_the_middle(session: Session, maria: Account) -> None:
    code = key_of(session, maria).at(NOW)
    assert prove(session, maria, f" {code[:3]} {code[3:]} ") is Proof.APP


@pytest.mark.parametrize("code", ["", "12345", "1234567", "\u0661\u0662\u0663\u0664\u0665\u0666", "abcdef", "é" * 8])
def test_what_is_no_code_is_wrong(session: Session, maria: Account, code: str) -> None:
    key_of(session, maria)
    assert prove(session, maria, code) is None


def test_after_five_wrong_codes_one_must_wait_even_with_a_right_one(session: Session, maria: Account) -> None:
    app = key_of(session, maria)
    for _ in range(tries.TRIES_OF_BOTH):
        assert prove(session, maria, other_than(app.at(NOW))) is None
    with pytest.raises(Invalid) as refusal:
        prove(session, maria, app.at(NOW))
    assert (refusal.value.code, refusal.value.field) == ("sign_in_too_often", "code")
    later = NOW + tries.WINDOW + timedelta(seconds=1)
    assert prove(session, maria, app.at(later), later) is Proof.APP


def test_many_sources_together_guess_at_a_code_ten_times(session: Session, maria: Account) -> None:
    app = key_of(session, maria)
    for number in range(10):
        assert alarms(session) == []
        prove(session, maria, other_than(app.at(NOW)), source=f"10.0.1.{number}")
    with pytest.raises(Invalid):
        prove(session, maria, app.at(NOW), source="10.0.2.1")
    assert alarms(session) == [{"codes_ran_out": str(maria.id)}]


def alarms(session: Session) -> list[dict[str, str]]:
    return list(session.scalars(select(JournalEntry.data).where(JournalEntry.kind == "alarm")))


def test_the_last_wrong_code_is_an_alarm_in_the_journal_and_in_the_log(
    session: Session, maria: Account, caplog: pytest.LogCaptureFixture
) -> None:
    app = key_of(session, maria)
    wrong = other_than(app.at(NOW))
    for _ in range(tries.TRIES_OF_BOTH - 1):
        prove(session, maria, wrong)
    assert (alarms(session), caplog.records) == ([], [])
    prove(session, maria, wrong)
    with pytest.raises(Invalid):
        prove(session, maria, wrong)
    [entry] = session.scalars(select(JournalEntry).where(JournalEntry.kind == "alarm"))
    assert (entry.person_id, entry.actor_id, entry.data) == (maria.person_id, None, {"codes_ran_out": str(maria.id)})
    assert [(one.getMessage(), one.kind) for one in caplog.records] == [("alarm", "codes_ran_out")]
    assert list_guessed(session, maria.id, now=NOW) == [NOW]
    assert list_guessed(session, maria.id, now=NOW + timedelta(days=14)) == []


def test_administrators_see_at_whom_of_staff_somebody_guessed(session: Session, maria: Account) -> None:
    inge = ensure_person(session, "staff-6001", "Inge", "Coppens")
    staffing.add_staff(session, inge.id, "6001")
    roles.give_first_role(session, "6001", roles.Role(roles.ADMINISTRATOR), now=NOW)
    boss = Actor.on_duty(inge.id, "session:1", NOW)
    note_guessing(session, maria.id, now=NOW)
    assert list_guessed_of_staff(session, boss, now=NOW) == []  # a citizen reads it himself
    staffing.add_staff(session, maria.person_id, "4711")
    name = session.get_one(Person, maria.person_id).name
    assert list_guessed_of_staff(session, boss, now=NOW) == [Guessed(NOW, "4711", name)]
    clerk = Actor.on_duty(maria.person_id, "session:2", NOW)
    with pytest.raises(NotAllowed, match="administrator_only"):
        list_guessed_of_staff(session, clerk, now=NOW)


def test_who_remembers_the_right_code_at_last_sounds_no_alarm(session: Session, maria: Account) -> None:
    app = key_of(session, maria)
    for _ in range(tries.TRIES_OF_BOTH - 1):
        prove(session, maria, other_than(app.at(NOW)))
    assert prove(session, maria, app.at(NOW)) is Proof.APP
    assert alarms(session) == []


def test_a_right_password_does_not_forget_the_wrong_codes(session: Session, maria: Account) -> None:
    key_of(session, maria)
    for _ in range(tries.TRIES_OF_BOTH):
        prove(session, maria, "000000")
    tries.forget_tries(session, "maria", HERE)
    with pytest.raises(Invalid):
        prove(session, maria, "000000")


def test_who_has_an_app_takes_it_off_before_another_comes(session: Session, maria: Account) -> None:
    key_of(session, maria)
    with pytest.raises(Conflict) as refusal:
        code_app.begin_code_app(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
    assert refusal.value.code == "code_app_there"


def test_a_key_that_waited_goes_when_somebody_begins_again(session: Session, maria: Account) -> None:
    keys = set()
    for _ in range(2):
        code_app.begin_code_app(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
        new = code_app.find_new_key(session, maria.id, vault=VAULT, proven_at=NOW, now=NOW)
        assert new is not None
        keys.add(new.key)
    assert len(keys) == 2


def test_who_signs_in_at_a_provider_adds_nothing_here(session: Session, maria: Account) -> None:
    other = Account(provider="citizen", person_id=maria.person_id)
    session.add(other)
    session.flush()
    with pytest.raises(Conflict) as refusal:
        code_app.begin_code_app(session, other.id, vault=VAULT, proven_at=NOW, now=NOW)
    assert refusal.value.code == "factors_at_provider"


def test_each_code_on_paper_works_once(session: Session, maria: Account) -> None:
    codes = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    assert len(set(codes)) == recovery_codes.IN_A_SET
    assert prove(session, maria, codes[0].lower().replace("-", " ")) is Proof.RECOVERY
    assert prove(session, maria, codes[0]) is None
    assert prove(session, maria, codes[1]) is Proof.RECOVERY
    assert recovery_codes.count_recovery_codes(session, maria.id) == 8


def test_codes_on_paper_are_kept_as_keyed_hashes_of_one_account(
    session: Session, maria: Account, karim: Account
) -> None:
    codes = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    kept = set(session.scalars(select(RecoveryCode.code_hash)))
    assert all(len(one) == 64 for one in kept)
    assert not kept.intersection(VAULT.recovery_code_hashes(karim.id, codes[0]))
    assert prove(session, karim, codes[0]) is None


def test_a_new_set_voids_the_old(session: Session, maria: Account) -> None:
    old = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    new = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    assert prove(session, maria, old[0]) is None
    assert prove(session, maria, new[0]) is Proof.RECOVERY


def test_only_the_whole_newest_set_is_printed(session: Session, maria: Account) -> None:
    old = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    new = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    asked = [recovery_codes.are_recovery_codes(session, maria.id, one, vault=VAULT) for one in (old, new[:9], [], new)]
    assert asked == [False, False, False, True]


def test_two_codes_left_are_few(session: Session, maria: Account) -> None:
    codes = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    for number, code in enumerate(codes, 1):
        prove(session, maria, code)
        found = second_factors.find_factors(session, maria.id)
        assert found.few_recovery_codes is (found.any and number >= 8)


def test_taking_the_app_off_asks_a_fresh_code_and_takes_the_codes_on_paper_along(
    session: Session, maria: Account
) -> None:
    app = key_of(session, maria)
    codes = recovery_codes.make_recovery_codes(session, maria.id, vault=VAULT, now=NOW)
    off = {"required": False, "vault": VAULT, "now": NOW}
    prove(session, maria, app.at(NOW))
    assert not second_factors.remove_factors(session, maria.id, app.at(NOW), HERE, **off)
    assert code_app.has_code_app(session, maria.id)
    assert second_factors.remove_factors(session, maria.id, app.at(NOW + STEP), HERE, **off)
    assert not second_factors.find_factors(session, maria.id).any
    assert prove(session, maria, codes[0]) is None
