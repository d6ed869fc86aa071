"""For whom an application calls: who signed in there, for an enterprise for which he may act, and for no other."""

import pytest

from app.core.clients.tokens import User
from app.core.clients.users import enter_user
from app.core.errors import NotAllowed
from app.core.people.provider_accounts import Arrival
from tests.world import BAKERY, OFFICE, World


def enter(world: World, **said: str | None) -> User:
    arrival = Arrival("citizen", "https://idp.example person-1", "Godelieve", "D'Hondt")
    values: dict[str, str | None] = {"enterprise": None, "represents": None, "wanted": None}
    return enter_user(world.session, arrival, **(values | said), sign_in="session 1", now=world.now)  # type: ignore[arg-type]


def test_somebody_calls_for_the_enterprise_for_which_he_signed_in(world: World) -> None:
    user = enter(world, enterprise=BAKERY, represents=BAKERY)
    assert (user.party_id, user.occasion.startswith("idp:")) == (world.bakery.id, True)
    assert enter(world).party_id == world.bakery.id


def test_with_two_enterprises_he_calls_for_the_one_that_is_named(world: World) -> None:
    for number in (BAKERY, OFFICE):
        enter(world, enterprise=number, represents=number)
    assert enter(world).party_id is None
    assert enter(world, wanted=OFFICE).party_id == world.office.id


def test_he_calls_for_no_other(world: World) -> None:
    enter(world, enterprise=BAKERY, represents=BAKERY)
    for said in ({"wanted": OFFICE}, {"enterprise": BAKERY, "represents": BAKERY, "wanted": OFFICE}):
        with pytest.raises(NotAllowed, match="user_not_for_enterprise"):
            enter(world, **said)
    with pytest.raises(NotAllowed, match="user_not_for_enterprise"):
        enter(world, enterprise=OFFICE)
