"""Idempotency-Key: whoever does not know whether his request arrived, sends it again, and nothing happens twice."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import request

from app.api.assembly import Operation
from app.api.operations import Answer
from app.api.parts import database, moment, vault
from app.api.problems import Refused, refusal_of
from app.core.caller import Caller
from app.core.clients import kept_answers
from app.core.clients.kept_answers import Claim, KeyReused, Request, StillRunning
from app.core.errors import CoreError
from app.db import Session

HEADER = "Idempotency-Key"


def once(operation: Operation, caller: Caller, body: Any, function: Callable[[Session], Answer]) -> Answer:  # noqa: ANN401
    """Carry the request out in one transaction, or give the answer that it got before.

    A refusal is an answer too; only a mishap of ours is forgotten, so that the same request may be tried again.
    """
    asked = Request(caller.client_id, request.headers[HEADER], _digest(operation, caller, body))
    try:
        with database().glance() as reading:
            known = kept_answers.find_answer(reading, asked, vault(), now=moment())
        if known is not None:
            return _again(known)
        with database().writing.begin() as session:
            claim = kept_answers.claim_request(session, asked, now=moment())
        return _carried_out(claim, function)
    except KeyReused as error:
        raise Refused("idempotencyKeyReused") from error
    except StillRunning as error:
        raise Refused("stillRunning", headers={"Retry-After": "1"}) from error


def _carried_out(claim: Claim, function: Callable[[Session], Answer]) -> Answer:
    try:
        with database().writing.begin() as session:
            kept_answers.hold_claim(session, claim)
            answer = function(session)
            kept_answers.keep_answer(session, claim, _written(answer), vault(), now=moment())
            return answer
    except CoreError as error:
        return _refused(claim, refusal_of(error))
    except Refused as refused:
        return _refused(claim, refused.answer)
    except StillRunning:
        raise
    except Exception:
        with database().writing.begin() as session:
            kept_answers.drop_claim(session, claim)
        raise


def _refused(claim: Claim, answer: Answer) -> Answer:
    # What the function changed before it refused is undone; that it refused is kept.
    with database().writing.begin() as session:
        kept_answers.hold_claim(session, claim)
        kept_answers.keep_answer(session, claim, _written(answer), vault(), now=moment())
    return answer


def _digest(operation: Operation, caller: Caller, body: Any) -> str:  # noqa: ANN401 - any JSON
    who = [str(caller.person_id), str(caller.party_id)]
    text = json.dumps([operation.id, request.path, who, body], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(answer: Answer) -> bytes:
    return json.dumps([answer.status, dict(answer.headers), answer.body], ensure_ascii=False).encode()


def _again(kept: bytes) -> Answer:
    status, headers, body = json.loads(kept)
    return Answer(body, status, headers | {"Idempotent-Replayed": "true"})
