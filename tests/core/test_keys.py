"""Replacing keys: what was made with an old one works at all times, and what can be is made anew."""

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy import LargeBinary, delete, select
from sqlalchemy.orm import Session, undefer

from app import create_app
from app.config import read_settings
from app.core.administration import keys
from app.core.administration.keys import SEALED, count_hashes, count_seals
from app.core.clients import kept_answers
from app.core.clients.kept_answers import KeyReused, Request
from app.core.clients.proving import find_client
from app.core.clients.tokens import find_caller, revoke_token, was_given_out
from app.core.directory.tokens import find_token
from app.core.distant.page_images import LARGEST_FILE
from app.core.distant.paper_sheets import about_page, about_sent
from app.core.errors import Conflict
from app.core.events.webhooks import secrets_of
from app.core.letters.printing import open_letter_part
from app.core.people.second_factors import prove_with_code
from app.core.vault import HASH_SIGN, MARK_BYTES, Vault, name_of
from app.db import Database
from app.models.account import Account
from app.models.api_client import ApiClient, ApiKey
from app.models.base import Base
from app.models.directory import DirectoryToken
from app.models.letter import Letter, LetterCode, LetterContent
from app.models.paper_sheet import SheetPage
from app.models.second_factor import RecoveryCode
from app.models.webhook import Webhook
from tests.lived import SCAN, SENT, VAULT, Lived, code_now, live
from tests.world import NOON

NEW_LETTERS, NEW_HASHES = b"L" * 32, b"S" * 32
BOTH = Vault(NEW_LETTERS, NEW_HASHES, (VAULT.letter_key,), (VAULT.secret_key,))
NEW = Vault(NEW_LETTERS, NEW_HASHES)
LATER = NOON + timedelta(days=20)
# Bytes that are no secret, or the public half of one.
OPEN_BYTES = {("passkey", "credential_id"), ("passkey", "public_key")}


@pytest.fixture
def life(fresh_database: Database) -> tuple[Database, Lived]:
    """A database in which a life was lived with the old keys, for this test alone, and its secrets."""
    return fresh_database, live(fresh_database, rounds=6)


def check_everything(database: Database, lived: Lived, vault: Vault, *, hashes: bool = True) -> None:
    """All that was sealed opens, and all that was kept as a hash is known again; nothing is used up."""
    with database.writing() as session:
        printed = session.scalars(select(Letter).where(Letter.sha256.is_not(None), Letter.sha256 != "0" * 64)).all()
        assert printed
        for letter in printed:
            assert open_letter_part(session, letter, "pdf", vault).decode().startswith(letter.template)
        page = session.scalars(select(SheetPage).options(undefer(SheetPage.sent))).one()
        assert vault.unseal(page.sealed, about_page(page)) == SCAN
        assert vault.unseal(page.sent or b"", about_sent(page)) == SENT
        assert secrets_of(session.scalars(select(Webhook)).one(), vault, now=NOON) == lived.hook
        account = session.scalars(select(Account.id)).one()
        assert prove_with_code(session, account, code_now(lived), "10.0.0.1", vault=vault, now=NOON) is not None
        if hashes:
            check_hashes(session, lived, vault)
        session.rollback()


def check_hashes(session: Session, lived: Lived, vault: Vault) -> None:
    account, client = session.scalars(select(Account.id)).one(), session.scalars(select(ApiClient)).one()
    assert prove_with_code(session, account, lived.paper[0], "10.0.0.2", vault=vault, now=NOON) is not None
    assert find_token(session, lived.directory, vault, now=NOON) is not None
    assert find_caller(session, lived.token, vault, now=NOON) is not None
    assert was_given_out(session, lived.token, vault)
    assert revoke_token(session, lived.token, client.id, vault, now=NOON)
    known = find_client(session, "loket", now=NOON)
    assert known is not None
    assert known.key_of_secret(lived.secret, vault) is not None
    hashes = vault.request_hashes("x")
    asked = Request(client.id, "key-1", hashes[0], hashes[1:])
    assert kept_answers.find_answer(session, asked, vault, now=NOON) == b'{"answer": 42}'
    for letter_id, code in lived.codes.items():
        check_code(session, letter_id, code, vault)


def check_code(session: Session, letter_id: str, code: str, vault: Vault) -> None:
    stored = next(one for one in session.scalars(select(LetterCode)) if str(one.letter_id) == letter_id)
    assert stored.code_hash in vault.code_hashes(stored.letter_id, code)


def made_anew(database: Database, vault: Vault, most: int = 10_000) -> int:
    """What `flask keys renew` does, until `most` batches are done; how many no key opens."""
    closed, kinds = 0, [lambda s, after, one=one: keys.renew_seals(s, one, vault, after) for one in SEALED]
    for kind in [*kinds, lambda s, after: keys.renew_letter_codes(s, vault, after)]:
        place = None
        while most > 0:
            most -= 1
            with database.writing.begin() as session:
                renewed = kind(session, place)
            closed, place = closed + renewed.closed, renewed.place
            if place is None:
                break
    return closed


def waiting(database: Database, vault: Vault) -> tuple[int, dict[str, int]]:
    """How much is sealed with an old key, and which hashes hang on one."""
    with database.reading() as session:
        seals = sum(one.waits for one in count_seals(session, vault))
        return seals, {one.what: one.waits for one in count_hashes(session, vault, now=NOON)}


def test_with_both_keys_everything_of_before_works(life: tuple[Database, Lived]) -> None:
    database, lived = life
    check_everything(database, lived, VAULT)
    check_everything(database, lived, BOTH)
    seals, hashes = waiting(database, BOTH)
    assert seals > len(lived.codes)
    assert hashes == {
        keys.LETTER_CODES: len(lived.codes), keys.PAPER_CODES: 10, keys.DIRECTORY_TOKENS: 1, keys.API_SECRETS: 1
    }  # fmt: skip


def test_made_anew_it_works_without_the_old_keys(life: tuple[Database, Lived]) -> None:
    database, lived = life
    assert made_anew(database, BOTH) == 0
    check_everything(database, lived, BOTH)
    check_everything(database, lived, NEW, hashes=False)
    seals, hashes = waiting(database, BOTH)
    assert (seals, hashes[keys.LETTER_CODES]) == (0, 0)
    assert hashes[keys.PAPER_CODES] == 10  # which nobody but their owner knows
    with database.reading() as session:
        for letter_id, code in lived.codes.items():
            check_code(session, letter_id, code, NEW)


def test_broken_off_half_way_everything_works_and_it_goes_on_from_there(
    life: tuple[Database, Lived], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, lived = life
    monkeypatch.setattr(keys, "BATCH", 3)
    whole, _ = waiting(database, BOTH)
    made_anew(database, BOTH, most=3)
    half, _ = waiting(database, BOTH)
    assert half == whole - 9
    check_everything(database, lived, BOTH)
    assert made_anew(database, BOTH) == 0
    assert waiting(database, BOTH)[0] == 0
    check_everything(database, lived, BOTH)


def test_a_batch_of_the_largest_scans_fits_in_little_memory() -> None:
    scans = {one.column for one in SEALED if one.is_scan}
    assert (scans, keys.BATCH_OF_SCANS * LARGEST_FILE <= 40_000_000) == ({"sealed", "sent"}, True)


def test_an_old_key_that_was_taken_away_too_early_loses_nothing(life: tuple[Database, Lived]) -> None:
    database, lived = life
    before = raw_seals(database)
    with database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.sha256 != "0" * 64)).first()
        assert letter is not None
        with pytest.raises(Conflict, match="letter_damaged"):
            open_letter_part(session, letter, "pdf", NEW)
        lost = count_seals(session, NEW)
        assert sum(one.lost for one in lost) == sum(len(rows) for rows in before.values())
        assert sum(one.waits for one in lost) == 0
    assert made_anew(database, NEW) > 0
    assert raw_seals(database) == before
    check_everything(database, lived, BOTH)  # put back
    assert made_anew(database, BOTH) == 0
    check_everything(database, lived, BOTH)


def test_a_row_that_another_is_busy_with_is_left_to_a_next_time(life: tuple[Database, Lived]) -> None:
    database, lived = life
    if database.is_sqlite:
        return  # one writer at a time: it waits for him
    with database.writing() as busy:
        busy.scalars(select(Webhook).with_for_update()).one()
        assert made_anew(database, BOTH) == 0
        assert waiting(database, BOTH)[0] == 2  # its secret, and that of before
        busy.rollback()
    assert made_anew(database, BOTH) == 0
    assert waiting(database, BOTH)[0] == 0
    check_everything(database, lived, BOTH)


def raw_seals(database: Database) -> dict[str, list[Any]]:
    with database.reading() as session:
        columns = {f"{one.table.name}.{one.column}": one.table.c[one.column] for one in SEALED}
        return {
            name: sorted(session.scalars(select(column).where(column.is_not(None)))) for name, column in columns.items()
        }


def test_what_was_made_before_anything_said_its_key_works_and_is_named(life: tuple[Database, Lived]) -> None:
    """Seals without a mark and hashes of 64 plain signs, as every version before this one made them."""
    database, lived = life
    with database.writing.begin() as session:
        for content in session.scalars(select(LetterContent)):
            content.sealed = content.sealed[MARK_BYTES:]
        for stored in session.scalars(select(LetterCode)):
            code = lived.codes[str(stored.letter_id)]
            stored.code_hash = VAULT.code_hashes(stored.letter_id, code)[1]
            assert HASH_SIGN not in stored.code_hash
        of_before(session, lived)
    check_everything(database, lived, VAULT)
    check_everything(database, lived, BOTH)
    assert waiting(database, BOTH)[1][keys.PAPER_CODES] == len(lived.paper)
    with database.reading() as session:
        letters = count_seals(session, BOTH)[0]
        assert (letters.newest, letters.older, letters.lost) == (0, 0, 0)
        assert letters.unnamed > 0
    assert made_anew(database, BOTH) == 0
    assert waiting(database, BOTH)[0] == 0
    with database.reading() as session:
        for letter_id, code in lived.codes.items():
            check_code(session, letter_id, code, NEW)


def test_the_code_of_a_letter_that_was_thrown_away_keeps_no_key(life: tuple[Database, Lived]) -> None:
    database, lived = life
    with database.writing.begin() as session:
        session.execute(delete(LetterContent))
    assert waiting(database, BOTH)[1][keys.LETTER_CODES] == 0
    assert made_anew(database, BOTH) == 0
    assert lived.codes


def of_before(session: Session, lived: Lived) -> None:
    """The other hashes as they were kept."""
    account, client = session.scalars(select(Account.id)).one(), session.scalars(select(ApiClient.id)).one()
    for row, code in zip(session.scalars(select(RecoveryCode)), lived.paper, strict=True):
        row.code_hash = VAULT.recovery_code_hashes(account, code)[1]
    session.scalars(select(DirectoryToken)).one().digest = VAULT.token_hashes(lived.directory)[1]
    session.scalars(select(ApiKey)).one().secret_digest = VAULT.api_secret_hashes(client, lived.secret)[1]


def test_what_is_new_is_made_with_the_newest_key_alone(life: tuple[Database, Lived]) -> None:
    database, _ = life
    assert NEW.unseal(BOTH.seal(b"new", "about"), "about") == b"new"
    assert BOTH.hash_code("a", "b") == NEW.hash_code("a", "b") != VAULT.hash_code("a", "b")
    with database.reading() as session:
        assert count_seals(session, VAULT)[0].newest > 0


def test_a_seal_holds_for_what_it_is_about_alone_and_for_its_own_key() -> None:
    sealed = VAULT.seal(b"words", "one")
    for vault, about in ((VAULT, "two"), (NEW, "one")):
        with pytest.raises(InvalidTag):
            vault.unseal(sealed, about)
    for damaged in (b"", sealed[:5], sealed[:-1], sealed[:MARK_BYTES] + b"x" + sealed[MARK_BYTES + 1 :]):
        with pytest.raises(InvalidTag):
            BOTH.unseal(damaged, "one")
    old = bytes(12) + AESGCM(VAULT.letter_key).encrypt(bytes(12), b"words", b"one")
    assert BOTH.unseal(old, "one") == VAULT.unseal(old, "one") == b"words"


def test_a_request_is_the_same_with_any_key_and_another_one_is_refused(life: tuple[Database, Lived]) -> None:
    database, _ = life
    with database.reading() as session:
        client = session.scalars(select(ApiClient)).one()
        hashes = BOTH.request_hashes("y")
        with pytest.raises(KeyReused):
            kept_answers.find_answer(session, Request(client.id, "key-1", hashes[0], hashes[1:]), BOTH, now=NOON)


def test_every_column_with_sealed_bytes_is_known_to_the_renewal() -> None:
    """Whoever adds one and forgets this, would lose it at the next rotation."""
    known = {(one.table.name, one.column) for one in SEALED}
    found = {
        (table.name, column.name)
        for table in Base.metadata.tables.values() for column in table.columns if isinstance(column.type, LargeBinary)
    }  # fmt: skip
    assert found - OPEN_BYTES == known


def b64(key: bytes) -> str:
    return base64.b64encode(key).decode()


@pytest.fixture
def flask(life: tuple[Database, Lived], tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Exit code and words of `flask keys ...`, with these older keys in the settings."""

    def run(*words: str, older: bool = True) -> tuple[int, str]:
        given = {"LETTER_KEY": b64(NEW_LETTERS), "SECRET_KEY": b64(NEW_HASHES)}
        if older:
            given |= {"LETTER_KEY_PREVIOUS": b64(VAULT.letter_key), "SECRET_KEY_PREVIOUS": b64(VAULT.secret_key)}
        settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)} | given)
        app: Flask = create_app(settings, database=life[0], clock=lambda: NOON)
        result = app.test_cli_runner().invoke(args=["keys", *words])
        return result.exit_code, result.output

    return run


def test_the_commands_say_what_hangs_on_an_old_key_and_when_it_may_go(flask: Callable[..., tuple[int, str]]) -> None:
    code, words = flask("status", "--accounts")
    assert code == 0
    assert f"LETTER_KEY is {name_of(NEW_LETTERS)}; read too: {name_of(VAULT.letter_key)}." in words
    assert "Keep LETTER_KEY_PREVIOUS" in words
    assert words.count("Type: flask keys renew") == 2
    assert "  jan\n" in words
    code, words = flask("renew")
    assert code == 0, words
    assert "LETTER_KEY_PREVIOUS may go." in words
    assert "Keep SECRET_KEY_PREVIOUS: 12 hang on it" in words
    assert "Type: flask keys renew" not in words
    assert "Codes on paper: their owners make new ones" in words


def test_the_command_says_when_an_old_key_was_taken_away_too_early(flask: Callable[..., tuple[int, str]]) -> None:
    code, words = flask("renew", older=False)
    assert code == 1
    assert "could not be opened with any key that is set, and stayed as they are" in words
    assert "put it back under LETTER_KEY_PREVIOUS" in words
    assert flask("renew")[0] == 0


def test_codes_on_paper_that_were_used_no_longer_keep_an_old_key(
    life: tuple[Database, Lived], flask: Callable[..., tuple[int, str]]
) -> None:
    with life[0].writing.begin() as session:
        for one in session.scalars(select(RecoveryCode)):
            one.used_at = NOON
        for table in ("directory_token", "api_key"):
            session.execute(Base.metadata.tables[table].update().values(revoked_at=NOON))
    code, words = flask("renew")
    assert code == 0
    assert "SECRET_KEY_PREVIOUS may go, a day after" in words
