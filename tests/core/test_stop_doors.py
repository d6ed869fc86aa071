"""A letter says that stopping goes by phone exactly where the phone stops: for every type, and on both sides."""

import pytest
from sqlalchemy import select

from app.core.letters.data import OVERVIEW
from app.core.letters.party_overviews import order_overview
from app.core.permits.phone import STOPS, acts_by_phone, parts_by_phone
from app.models.letter import Letter
from app.models.lifecycle import Side
from tests.acting import accept
from tests.world import TODAY, World

BY_PHONE, NOT_BY_PHONE = "hinder.manage", "kmop.manage"
LETTERS = {"given.giver", "invitation.holder", "active.giver", "active.holder"}


@pytest.mark.parametrize("keys", [(BY_PHONE,), (BY_PHONE, NOT_BY_PHONE), (NOT_BY_PHONE,)])
def test_every_letter_promises_what_the_phone_does(world: World, keys: tuple[str, ...]):
    mandate = accept(world, world.give(*keys))
    order_overview(world.session, world.giver, world.bakery.id, policy=world.policy, now=world.now)
    said = [(one.kind, one.data) for one in world.session.scalars(select(Letter))]
    assert {kind for kind, _ in said} == LETTERS | {OVERVIEW}
    phone = [line.mandate_type.short for line in parts_by_phone(mandate, TODAY)]
    for side in Side:
        assert bool(STOPS & set(acts_by_phone(mandate, side, TODAY))) == bool(phone)
    for kind, data in said:
        promised = data.get("stops_by_phone", [line.mandate_type.short for line in mandate.lines])
        assert promised == phone, kind
        assert ("stops_by_phone" in data) == (NOT_BY_PHONE in keys), kind
