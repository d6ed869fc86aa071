"""For whom an application calls: who signed in there, for an enterprise for which he may act, and for no other."""

import pytest

from app.core.clients.tokens import User
from app.core.clients.users import enter_user
from app.core.errors import NotAllowed
from app.core.people.provider_accounts import Arrival
from app.core.people.provider_sessions import end_by_provider, has_ended
from app.core.people.web_sessions import Origin
from tests.world import BAKERY, OFFICE, World

SIGN_IN = Origin.of("citizen", "https://idp.example", "session 1")


def enter(world: World, **said: str | None) -> User:
    arrival = Arrival("citizen", "https://idp.example person-1", "Godelieve", "D'Hondt")
    values: dict[str, str | None] = {"enterprise": None, "represents": None, "wanted": None}
    return enter_user(world.session, arrival, **(values | said), sign_in=SIGN_IN, now=world.now)  # type: ignore[arg-type]


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


def test_who_signed_out_there_does_not_come_back_with_what_that_session_said(world: World) -> None:
    for _ in range(2):  # a provider says it until we answer
        end_by_provider(world.session, SIGN_IN, None, now=world.now)
    with pytest.raises(NotAllowed, match="sign_in_ended"):
        enter(world, enterprise=BAKERY, represents=BAKERY)
    other = Origin.of("citizen", "https://idp.example", "session 2")
    end_by_provider(world.session, other, "https://idp.example person-2", now=world.now)
    assert not has_ended(world.session, other, "https://idp.example person-1")
