"""What ties an operation of the contract to the function that answers it.

    @answers("readMandate")
    def read_mandate(asked: Asked) -> Answer: ...

What reads gets a session that cannot write. What writes gets one transaction, which commits when the function returns,
and does nothing twice for the same Idempotency-Key.
"""

import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from app.api import v1
from app.api.assembly import contract
from app.core.actor import Actor
from app.core.caller import Caller
from app.core.policy import Policy
from app.db import Session

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Asked:
    """A request that the contract allows, and who makes it.

    `path` and `query` hold values of the types that the contract says; what has a default and was not sent is there
    too. `headers` holds the header parameters of the contract, by their names there. `body` is None when there is none.
    """

    session: Session
    caller: Caller
    actor: Actor
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, str]
    body: Any
    policy: Policy
    now: datetime


@dataclass(frozen=True)
class Answer:
    """What is sent back; `body` is None for an answer without one."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def content(self) -> bytes:
        """The body as it travels."""
        return b"" if self.body is None else _JSON.encode(self.body).encode()


Function = Callable[[Asked], Answer]
_functions: dict[str, Function] = {}


def answers(operation_id: str) -> Callable[[Function], Function]:
    """Say that a function answers this operation of the contract."""

    def keep(function: Function) -> Function:
        contract().operation(operation_id)
        if _functions.setdefault(operation_id, function) is not function:
            raise LookupError(f"{operation_id} is answered twice")
        return function

    return keep


def answers_rows(operation_id: str, function: Function) -> None:
    """Say that a function of one operation answers each row of this bulk of it."""
    rows_of = contract().operation(operation_id).rows_of
    if rows_of is None or _functions.get(rows_of) is not function:
        raise LookupError(f"{operation_id} is no bulk of {function.__name__}")
    answers(operation_id)(function)


def load_operations() -> Mapping[str, Function]:
    """The functions by operation; LookupError when the contract has an operation that nobody answers."""
    for module in pkgutil.iter_modules(v1.__path__):
        importlib.import_module(f"{v1.__name__}.{module.name}")
    missing = [one.id for one in contract().operations if one.id not in _functions]
    if missing:
        raise LookupError(f"nobody answers {', '.join(missing)}")
    return _functions
