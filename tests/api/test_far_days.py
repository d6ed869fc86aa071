"""The first and the last day of the calendar, wherever somebody can send a day: refused, or nothing comes of them."""

from typing import Any

import pytest

from app.models.mandate import Mandate
from tests.acting import accept
from tests.api.callers import BACK, Callers
from tests.api.client import ApiClient
from tests.api.test_starting import gift
from tests.colleagues import person
from tests.world import OTHER, World

FIRST, LAST, NEAR = "0001-01-01", "9999-12-31", "2199-12-31"
TOO_FAR = "dayTooFar"


@pytest.mark.parametrize("changes", [
    {"firstDay": LAST}, {"end": {"lastDay": LAST}}, {"firstDay": LAST, "end": {"months": 1200}},
    {"firstDay": FIRST}, {"end": {"lastDay": FIRST}},
])  # fmt: skip
def test_nobody_gives_from_or_until_there(changes: dict[str, Any], api: ApiClient) -> None:
    refused = api.post("/mandates", gift(**changes), 422)
    assert refused.type in {TOO_FAR, "firstDayPast", "lastDayPast"}


def test_a_mandate_is_made_narrower_only_to_a_day_that_somebody_can_mean(
    api: ApiClient, world: World
) -> None:
    endless = accept(world, world.give("subsidy.view", months=None))
    world.session.commit()
    path, any_version = f"/mandates/{endless.id}", {"If-Match": "*"}
    assert api.patch(path, {"lastDay": LAST}, 422, headers=any_version).type == TOO_FAR
    assert api.patch(path, {"lastDay": FIRST}, 422, headers=any_version).type == "lastDayPast"
    assert api.post(f"{path}/stop", {"from": LAST}, 422).type == TOO_FAR
    assert api.post(f"{path}/stop", {"from": FIRST}, 422).type == "stopDayPast"
    assert api.patch(path, {"lastDay": NEAR}, headers=any_version).body["lines"][0]["stoppedFrom"] == "2200-01-01"


def test_less_than_was_asked_ends_on_such_a_day_too(api: ApiClient, world: World) -> None:
    asked = world.ask("hinder.manage", months=None)
    world.session.commit()
    for day, kind in ((LAST, TOO_FAR), ("9999-12-30", TOO_FAR), (FIRST, "narrowerTooEarly")):
        assert api.post(f"/mandates/{asked.id}/accept", {"lastDay": day}, 422).type == kind


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_every_other_day_that_is_sent(
    day: str, api: ApiClient, mandate: Mandate, callers: Callers, world: World
) -> None:
    els, office = person(world, "Els"), callers.portal(world.jan, world.office)
    passable = accept(world, world.give("permit.manage"))
    world.session.commit()
    right = {"type": "reader", "firstDay": day, "months": 1200}
    for body in ({"rights": [right]}, {"rights": [{"type": "reader", "lastDay": day}]}):
        api.post("/rights", {"person": str(els.id), "covers": body}, 422)
    api.post(f"/mandates/{mandate.id}/extend", {"end": {"lastDay": day}}, 422)
    api.post(f"/mandates/{mandate.id}/transfer", {"holder": OTHER, "firstDay": day}, 422)
    for field in ("firstDay", "lastDay"):
        api.post(f"/mandates/{passable.id}/pass-on", {"holder": OTHER, field: day}, 422, token=office)
    for end in ({"months": 1199}, {"lastDay": day}):
        made = api.post("/handoffs", gift(firstDay=day, end=end, returnAddress=BACK), 201)
        assert made.body["address"]
