"""Idempotency-Key: whoever does not know whether his request arrived, sends it again, and nothing happens twice."""

import itertools
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from flask import request

from app.api.assembly import Operation
from app.api.operations import Answer
from app.api.pace import count_more
from app.api.parts import database, moment, vault
from app.api.problems import Refused, refusal_of
from app.busy import again
from app.core.caller import Caller
from app.core.clients import kept_answers
from app.core.clients.kept_answers import Claim, KeyReused, Request, StillRunning
from app.core.errors import CoreError
from app.db import OperationalError, Session

HEADER = "Idempotency-Key"
ROWS_BETWEEN_SIGNS = 20  # of life, in a bulk
PASSING = {"register_silent"}  # refusals that ask to try again later: with the same key too
log = logging.getLogger(__name__)


def once(operation: Operation, caller: Caller, body: Any, function: Callable[[Session], Answer]) -> Answer:  # noqa: ANN401
    """Carry the request out in one transaction, or give the answer that it got before.

    A refusal is an answer too; only a mishap of ours is forgotten, so that the same request may be tried again.
    """
    with _told():
        return _once(_request(operation, caller, body), function)


def rows_once(
    operation: Operation, caller: Caller, rows: Sequence[Any], function: Callable[[Session, Any], Answer]
) -> Answer:  # fmt: skip
    """Carry out each row by itself, in a transaction of its own, or give the answer that the whole got before.

    A row that is refused, or that meets a mishap of ours, never stops its neighbours; only a database that
    cannot go on breaks the whole off. Whoever goes on after that finds what each row got already. Only rows that are
    carried out here and now are counted for the pace.
    """
    asked = _request(operation, caller, rows)
    with _told():
        known = _known(asked)
        if known is not None:
            return known
        claim = _claimed(asked)
        try:
            count = _counting(operation, caller)
            answers = [_row(asked, claim, number, row, function, count) for number, row in enumerate(rows)]
        except BaseException:
            _drop(claim)
            raise
        return _kept(claim, as_rows(answers))


def as_rows(answers: Sequence[Answer]) -> Answer:
    """What came of each row, in the order in which they were sent."""
    items = [_row_json(number, answer) for number, answer in enumerate(answers)]
    refused = sum("problem" in one for one in items)
    return Answer({"done": len(items) - refused, "refused": refused, "items": items})


def _row_json(number: int, answer: Answer) -> dict[str, Any]:
    if answer.status >= HTTPStatus.BAD_REQUEST:
        return {"row": number, "status": answer.status, "problem": answer.body}
    shown = {name: answer.body[name] for name in ("id", "href", "dossierNumber", "status")}
    return {"row": number, "status": answer.status, "mandate": shown}


def _row(
    asked: Request, claim: Claim, number: int, row: Any,  # noqa: ANN401 - any JSON
    function: Callable[[Session, Any], Answer], count: Callable[[], None],
) -> Answer:  # fmt: skip
    if number % ROWS_BETWEEN_SIGNS == 0:
        with database().writing.begin() as session:
            kept_answers.refresh_claim(session, claim, now=moment())
    digest, *older = vault().request_hashes(*[_text_of([one, row]) for one in (asked.digest, *asked.older)])
    own = Request(asked.client_id, f"{asked.key}#{number}", digest, tuple(older))
    known = _known(own)
    if known is not None:
        return known
    count()  # before a transaction begins: to count may have to write
    claimed = _claimed(own)
    return _or_dropped(claimed, lambda: _row_carried_out(claimed, number, lambda session: function(session, row)))


def _counting(operation: Operation, caller: Caller) -> Callable[[], None]:
    """What counts each row that is begun; the first was counted when the call came in."""
    begun = itertools.count(1)

    def count() -> None:
        rows = next(begun)
        count_more(caller.client_id, operation.calls_of(rows) - operation.calls_of(rows - 1))

    return count


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except KeyReused as error:
        raise Refused("idempotencyKeyReused") from error
    except StillRunning as error:
        raise Refused("stillRunning", headers={"Retry-After": "1"}) from error


def _once(asked: Request, function: Callable[[Session], Answer]) -> Answer:
    known = _known(asked)
    if known is not None:
        return known
    claim = _claimed(asked)
    return _or_dropped(claim, lambda: again(lambda: _carried_out(claim, function)))


def _known(asked: Request) -> Answer | None:
    with database().glance() as reading:
        known = kept_answers.find_answer(reading, asked, vault(), now=moment())
    return _again(known) if known is not None else None


def _claimed(asked: Request) -> Claim:
    with database().writing.begin() as session:
        return kept_answers.claim_request(session, asked, now=moment())


def _or_dropped(claim: Claim, carry_out: Callable[[], Answer]) -> Answer:
    """What came of it; after a mishap the claim is dropped, so that the next one may try at once."""
    try:
        return carry_out()
    except StillRunning:
        raise
    except BaseException:
        _drop(claim)
        raise


def _row_carried_out(claim: Claim, number: int, function: Callable[[Session], Answer]) -> Answer:
    """What came of a row; a mishap of ours is an answer of this row, and undoes what the row did.

    What the database cannot do now (a lock that took too long, a broken connection, a deadlock time and again) passes
    by itself: it breaks the whole off, and the same key goes on from this row.
    """
    try:
        return again(lambda: _carried_out(claim, function))
    except (StillRunning, OperationalError):
        raise
    except Exception:
        log.exception("row of a bulk failed", extra={"row": number})
        # Where this cannot be kept either, it is not the row that is wrong, and the whole is broken off.
        return _kept(claim, Refused("internalServerError").answer)


def _carried_out(claim: Claim, function: Callable[[Session], Answer]) -> Answer:
    try:
        with database().writing.begin() as session:
            kept_answers.hold_claim(session, claim)
            answer = function(session)
            kept_answers.keep_answer(session, claim, _written(answer), vault(), now=moment())
            return answer
    except CoreError as error:
        # What the function changed before it refused is undone; that it refused is kept, unless it passes by itself.
        if error.code not in PASSING:
            return _kept(claim, refusal_of(error))
        _drop(claim)
        return refusal_of(error)
    except Refused as refused:
        return _kept(claim, refused.answer)


def _drop(claim: Claim) -> None:
    with database().writing.begin() as session:
        kept_answers.drop_claim(session, claim)


def _kept(claim: Claim, answer: Answer) -> Answer:
    with database().writing.begin() as session:
        kept_answers.hold_claim(session, claim)
        kept_answers.keep_answer(session, claim, _written(answer), vault(), now=moment())
    return answer


def _request(operation: Operation, caller: Caller, body: Any) -> Request:  # noqa: ANN401 - any JSON
    who = [str(caller.person_id), str(caller.party_id)]
    # Whoever changes another version than the one that he saw first asks something else.
    asked = [operation.id, request.path, who, request.headers.get("If-Match"), body]
    # The draft of the header writes the key between quotation marks; with and without it is the same key.
    digest, *older = vault().request_hashes(_text_of(asked))
    return Request(caller.client_id, request.headers[HEADER].strip('"'), digest, tuple(older))


def _text_of(value: Any) -> str:  # noqa: ANN401 - any JSON
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _written(answer: Answer) -> bytes:
    return json.dumps([answer.status, dict(answer.headers), answer.body], ensure_ascii=False).encode()


def _again(kept: bytes) -> Answer:
    status, headers, body = json.loads(kept)
    return Answer(body, status, headers | {"Idempotent-Replayed": "true"})
