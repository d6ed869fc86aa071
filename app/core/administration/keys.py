"""Keys that were replaced: what still hangs on an old one, and making it anew with the newest, a batch at a time.

What is sealed is sealed anew. A code of a letter stands in its sealed words, so its hash is made anew too. Other hashes
stand for secrets that only others know: they wait until those are used up, end, or are replaced.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Integer, LargeBinary, String, Table, exists, func, literal, select, tuple_, update
from sqlalchemy.orm import Session

from app.core.clients.kept_answers import about_answer
from app.core.distant.paper_sheets import about_page, about_sent
from app.core.events.webhooks import about_webhook
from app.core.letters.mail_sending import about_mail
from app.core.letters.printing import TEXT, about_part
from app.core.letters.reading import codes_in
from app.core.people.code_app import about_app
from app.core.vault import HASH_SIGN, SEAL, Vault, hash_mark_of, mark_of
from app.models.account import Account
from app.models.api_client import ApiKey
from app.models.directory import DirectoryToken
from app.models.kept_answer import KeptAnswer
from app.models.letter import LetterCode, LetterContent
from app.models.mail import Mail
from app.models.paper_sheet import SheetPage
from app.models.second_factor import CodeApp, RecoveryCode
from app.models.webhook import Webhook

BATCH, BATCH_OF_SCANS = 50, 5  # a scan can be 8 MB as it was sent
Place = tuple[Any, ...]


@dataclass(frozen=True)
class Sealed:
    """A column with sealed bytes: what it holds in words, and what they are bound to by the key of the row."""

    what: str
    table: Table
    column: str
    about: Callable[..., str]
    is_scan: bool = False


def _page(sheet_id: uuid.UUID, number: int) -> SheetPage:
    return SheetPage(sheet_id=sheet_id, number=number)


def _of_webhook(webhook_id: uuid.UUID) -> str:
    return about_webhook(Webhook(id=webhook_id))


SEALED = (
    Sealed("letters and their pages", LetterContent.__table__, "sealed", about_part),
    Sealed("scans", SheetPage.__table__, "sealed", lambda *of: about_page(_page(*of)), is_scan=True),
    Sealed("scans as they were sent", SheetPage.__table__, "sent", lambda *of: about_sent(_page(*of)), is_scan=True),
    Sealed("mails", Mail.__table__, "sealed", about_mail),
    Sealed("secrets of told applications", Webhook.__table__, "sealed_secret", _of_webhook),
    Sealed("their secrets of before", Webhook.__table__, "sealed_previous", _of_webhook),
    Sealed("apps for signing in", CodeApp.__table__, "key_sealed", about_app),
    Sealed("answers to applications", KeptAnswer.__table__, "sealed", about_answer),
)  # fmt: skip
LETTER_CODES, PAPER_CODES = "codes of letters", "codes on paper"
DIRECTORY_TOKENS, API_SECRETS = "tokens of the directory", "secrets of applications"


@dataclass(frozen=True)
class Hanging:
    """How many of something hang on the newest key, on older ones that are set, and on keys that are not set.

    `unnamed` are of before this was written down: they hang on any key.
    """

    what: str
    newest: int
    older: int
    unnamed: int
    lost: int

    @property
    def waits(self) -> int:
        """How many need a key that is not the newest, or may do so."""
        return self.older + self.unnamed


@dataclass(frozen=True)
class Renewed:
    """One batch: where it ended (None: nothing is left), how many were made anew, how many no key opens."""

    place: Place | None
    done: int
    closed: int


def count_seals(session: Session, vault: Vault) -> list[Hanging]:
    """What is sealed, by what it is."""
    size = len(vault.seal_mark)
    marks = [mark_of(key) for key in vault.older_letter_keys]
    found = []
    for one in SEALED:
        column = one.table.c[one.column]
        mark = func.substr(column, 1, size, type_=LargeBinary)
        named = func.substr(column, 1, len(SEAL), type_=LargeBinary) == SEAL
        found.append(_count(session, one.what, mark, named, (vault.seal_mark, marks), [column.is_not(None)]))
    return found


def count_hashes(session: Session, vault: Vault, *, now: datetime) -> list[Hanging]:
    """Hashes of secrets that still open something, by what they are."""
    marks = [hash_mark_of(key) for key in vault.older_secret_keys]
    kinds: tuple[tuple[str, Any, Sequence[ColumnElement[bool]]], ...] = (
        (LETTER_CODES, LetterCode.code_hash, _LIVE),
        (PAPER_CODES, RecoveryCode.code_hash, [RecoveryCode.used_at.is_(None)]),
        (
            DIRECTORY_TOKENS, DirectoryToken.digest,
            [DirectoryToken.revoked_at.is_(None), DirectoryToken.expires_at > now],
        ),
        (API_SECRETS, ApiKey.secret_digest, [ApiKey.secret_digest.is_not(None), ApiKey.revoked_at.is_(None)]),
    )  # fmt: skip
    size, known = len(vault.hash_mark), (vault.hash_mark, marks)
    return [
        _count(session, what, func.substr(column, 1, size, type_=String), column.startswith(HASH_SIGN), known, where)
        for what, column, where in kinds
    ]


def list_accounts_with_old_codes(session: Session, vault: Vault) -> Sequence[str]:
    """The names of accounts with codes on paper that are not of the newest key."""
    query = select(Account.username).join(RecoveryCode, RecoveryCode.account_id == Account.id)
    old = query.where(RecoveryCode.used_at.is_(None), ~RecoveryCode.code_hash.startswith(vault.hash_mark))
    return session.scalars(old.distinct().order_by(Account.username)).all()


def renew_seals(session: Session, one: Sealed, vault: Vault, after: Place | None) -> Renewed:
    """Seal the next batch anew; what another is busy with is left to a next time, and what no key opens stays."""
    keys, column = list(one.table.primary_key.columns), one.table.c[one.column]
    old = func.substr(column, 1, len(vault.seal_mark), type_=LargeBinary) != vault.seal_mark
    query = select(*keys, column).where(column.is_not(None), old, *_beyond(keys, after))
    size = BATCH_OF_SCANS if one.is_scan else BATCH
    rows = session.execute(query.order_by(*keys).limit(size).with_for_update(skip_locked=True)).all()
    closed = 0
    for *place, sealed in rows:
        about = one.about(*place)
        try:
            anew = vault.seal(vault.unseal(sealed, about), about)
        except InvalidTag:
            closed += 1
            continue
        here = [key == value for key, value in zip(keys, place, strict=True)]
        session.execute(update(one.table).where(*here, column == sealed).values({one.column: anew}))
    return Renewed(tuple(rows[-1][:-1]) if rows else None, len(rows) - closed, closed)


def renew_letter_codes(session: Session, vault: Vault, after: Place | None) -> Renewed:
    """Make the hashes of the next batch of codes anew, from the words of their letters."""
    old = ~LetterCode.code_hash.startswith(vault.hash_mark)
    query = select(LetterCode).where(*_LIVE, old, *_beyond([LetterCode.__table__.c.letter_id], after))
    rows = session.scalars(query.order_by(LetterCode.letter_id).limit(BATCH).with_for_update(skip_locked=True)).all()
    closed = 0
    for row in rows:
        code = next((one for one in codes_in(session, row.letter_id, vault) if _is_of(row, one, vault)), None)
        if code is None:
            closed += 1
        else:
            row.code_hash = vault.hash_code(row.letter_id, code)
    session.flush()
    return Renewed((rows[-1].letter_id,) if rows else None, len(rows) - closed, closed)


# Of a letter that was thrown away after its years the words are gone, and with them what its code opened.
_WORDS = exists().where(LetterContent.letter_id == LetterCode.letter_id, LetterContent.part == TEXT)
_LIVE = (LetterCode.used_at.is_(None), LetterCode.voided_at.is_(None), _WORDS)


def _is_of(row: LetterCode, code: str, vault: Vault) -> bool:
    return row.code_hash in vault.code_hashes(row.letter_id, code)


def _beyond(keys: Sequence[ColumnElement[Any]], after: Place | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    return [tuple_(*keys) > tuple_(*[literal(value, key.type) for key, value in zip(keys, after, strict=True)])]


def _count(
    session: Session, what: str, mark: ColumnElement[Any], named: ColumnElement[bool], known: tuple[Any, Sequence[Any]],
    where: Sequence[ColumnElement[bool]],
) -> Hanging:  # fmt: skip
    newest, older = known
    among = mark.in_(older) if older else literal(False)
    wanted = (mark == newest, among, ~named, named & (mark != newest) & ~among)
    sums = [func.coalesce(func.sum(func.cast(one, Integer)), 0) for one in wanted]
    first, second, unnamed, lost = session.execute(select(*sums).where(*where)).one()
    return Hanging(what, first, second, unnamed, lost)
