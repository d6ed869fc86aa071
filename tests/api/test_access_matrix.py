"""Who gets in: every operation of the contract times every caller, and no cell is empty.

A new operation needs a row in SAMPLES: what to send for it to be right. Everything else follows from the contract.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.api.assembly import Operation, contract
from app.core.clients.scopes import SCOPES
from app.models.mandate import Mandate
from tests.api.callers import DOMAINS, Callers, other_party
from tests.api.client import ApiClient
from tests.api.test_starting import GIFT
from tests.web.conftest import StillClock
from tests.world import OTHER, World

# For each operation the body that is right for Maria of the bakery, and the query that any caller may send.
SAMPLES: dict[str, dict[str, Any]] = {
    "listMandates": {},
    "readMandate": {},
    "listMandateTimeline": {},
    "listMandateLetters": {},
    "startMandate": {"body": GIFT | {"holder": OTHER}},
}
# A list is empty for who may see nothing in it; what he asks for by name does not exist, or he may not do it.
LISTS = {"listMandates"}
REFUSED = {403, 404}
CALLERS: dict[str, Callable[[Callers, World, Operation], str]] = {
    "no token": lambda callers, world, one: "",
    "a token that opens nothing": lambda callers, world, one: "abc",
    "a token that ran out": lambda callers, world, one: callers.portal(),
    "every scope but this one": lambda callers, world, one: callers.portal(scopes=set(SCOPES) - {one.scope}),
    "an entity of another domain": lambda callers, world, one: callers.entity(domains=["landbouw"]),
    "a portal that calls for itself": lambda callers, world, one: callers.stranger(),
    "a user of another party": lambda callers, world, one: callers.portal(*other_party(world)),
    "a user in another domain": lambda callers, world, one: callers.portal(domains=["landbouw"]),
    "the right one": lambda callers, world, one: callers.portal(scopes=[one.scope], domains=DOMAINS),
}
UNKNOWN = {"no token", "a token that opens nothing", "a token that ran out"}


def test_every_operation_has_a_row() -> None:
    assert set(SAMPLES) == {one.id for one in contract().operations}


@pytest.mark.parametrize("caller", CALLERS)
def test_the_matrix(
    caller: str, app: Flask, callers: Callers, world: World, mandate: Mandate, still_clock: StillClock,
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    mandate_id, cells = mandate.id, {}
    for one in contract().operations:
        token = CALLERS[caller](callers, world, one)
        world.session.commit()
        if caller == "a token that ran out":
            still_clock.wait(timedelta(minutes=10))
        path = one.address.replace("{mandateId}", str(mandate_id))
        sample = SAMPLES[one.id]
        reply = ApiClient(app, token).call(one.method, path, status=None, operation=one, **sample)
        cells[one.id] = reply.status
        assert fits(caller, one, reply.status, reply.body), (one.id, caller, reply)
    record_property("figure", f"API, {caller}: {cells}")


def fits(caller: str, one: Operation, status: int, body: Any) -> bool:
    if caller in UNKNOWN:
        return status == 401
    if caller == "every scope but this one":
        return status == 403 and body["requiredScopes"] == [one.scope]
    if caller == "the right one":
        return status in {200, 201}
    if one.id in LISTS and status == 200:
        return bool(body["total"] == 0)
    return status in REFUSED or (one.id in LISTS and status == 422)
