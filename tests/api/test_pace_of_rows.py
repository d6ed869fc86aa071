"""What is sent at once counts for what is in it, and is answered for as long as one call is left."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.core.clients import kept_answers
from app.models.mandate import Mandate
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.api.test_authzen_checks import MANY, question
from tests.api.test_starting import GIFT, gift
from tests.world import HOMELESS, OTHER

MOST = 100


@pytest.fixture
def loket(app: Flask, callers: Callers) -> ApiClient:
    """An application of an entity that may call a hundred times a minute."""
    app.extensions["settings"] = replace(app.extensions["settings"], api_calls_per_minute=MOST)
    return ApiClient(app, callers.entity())


def left(reply: Any) -> int:
    return int(reply.headers["RateLimit"].split(";")[1].removeprefix("r="))


def ask(loket: ApiClient, rows: int, status: int = 200) -> Any:
    return loket.post(MANY, question() | {"evaluations": [{}] * rows}, status)


@pytest.mark.parametrize(("rows", "calls"), [(0, 1), (1, 1), (20, 1), (21, 2), (400, 20)])
def test_each_twenty_questions_are_a_call(rows: int, calls: int, loket: ApiClient, mandate: Mandate) -> None:
    assert left(ask(loket, rows)) == MOST - calls
    # The quick way and the usual one count the same.
    assert left(ask(loket, rows)) == MOST - 2 * calls


def test_each_row_of_a_bulk_is_a_call(loket: ApiClient) -> None:
    rows = [GIFT | {"holder": OTHER}] * 3
    assert left(loket.post("/bulk/mandates", {"items": rows})) == MOST - 3


def test_what_was_done_before_counts_for_nothing(loket: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    key, rows = {"Idempotency-Key": "key-of-this-bulk"}, [gift(holder=OTHER), gift(holder=HOMELESS), gift()]
    keep, kept = kept_answers.keep_answer, []

    def fail_at_the_second(*values: object, **named: object) -> None:
        kept.append(1)
        keep(*values, **named) if len(kept) < 2 else 1 / 0  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(kept_answers, "keep_answer", fail_at_the_second)
        with pytest.raises(AssertionError, match="a mishap"):
            loket.post("/bulk/mandates", {"items": rows}, headers=key)
    # Two were begun; the two that are still to be done are counted, and then nothing but the call.
    assert left(loket.post("/bulk/mandates", {"items": rows}, headers=key)) == MOST - 2 - 2
    assert left(loket.post("/bulk/mandates", {"items": rows}, headers=key)) == MOST - 2 - 2 - 1
    assert left(loket.post("/bulk/mandates", {"items": rows[:2]}, 422, headers=key)) == MOST - 2 - 2 - 2


def test_a_long_list_takes_what_is_left_and_is_answered(loket: ApiClient, mandate: Mandate) -> None:
    assert left(ask(loket, 1000)) == 50
    assert left(ask(loket, 979)) == 1
    last = ask(loket, 1000)
    assert (left(last), len(last.body["evaluations"])) == (0, 1000)
    refused = ask(loket, 1, 429)
    assert int(refused.headers["Retry-After"]) > 0
