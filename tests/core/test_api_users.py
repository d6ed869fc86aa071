"""For whom an application calls: who signed in there, for an enterprise for which he may act, and for no other."""

from datetime import datetime

import pytest

from app.core.clients.tokens import User, find_caller
from app.core.clients.users import enter_user
from app.core.errors import NotAllowed
from app.core.people import sign_outs
from app.core.people.own_sessions import end_other_sessions, end_own_session
from app.core.people.provider_accounts import Arrival
from app.core.people.provider_sessions import end_by_provider, end_calls_of, has_ended, occasion_at
from app.core.people.web_sessions import Origin, end_all_of, start_session
from tests.core.test_api_tokens import VAULT, client_of, token_of
from tests.world import BAKERY, OFFICE, World

SUBJECT = "https://idp.example person-1"
SIGN_IN = Origin.of("citizen", "https://idp.example", "session 1")


def enter(world: World, issued_at: datetime | None = None, **said: str | None) -> User:
    arrival = Arrival("citizen", "https://idp.example person-1", "Godelieve", "D'Hondt")
    values: dict[str, str | None] = {"enterprise": None, "represents": None, "wanted": None}
    moments = {"issued_at": issued_at or world.now, "now": world.now}
    return enter_user(world.session, arrival, **(values | said), sign_in=SIGN_IN, **moments)  # type: ignore[arg-type]


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


@pytest.mark.parametrize("ends", ["the person there", "all by an administrator", "this session", "the others", "not"])
def test_what_was_said_before_somebody_signed_out_opens_nothing_and_what_is_said_after_it_does(
    world: World, ends: str
) -> None:
    said = {"enterprise": BAKERY, "represents": BAKERY}
    who, before = enter(world, **said).person_id, world.now
    session_id = start_session(world.session, "{}", who, now=before, origin=SIGN_IN)[1]
    _, elsewhere = start_session(world.session, "{}", who, now=before)
    world.later(minutes=2)
    match ends:
        case "the person there":
            end_by_provider(world.session, Origin.of("citizen", "https://idp.example", None), SUBJECT, now=world.now)
        case "all by an administrator":
            end_all_of(world.session, who, now=world.now)
        case "this session":
            end_own_session(world.session, who, session_id, now=world.now)
        case "the others":
            end_other_sessions(world.session, who, elsewhere, now=world.now)
        case "not":
            end_own_session(world.session, who, elsewhere, now=world.now)
            assert enter(world, before, **said).person_id == who
            return
    with pytest.raises(NotAllowed, match="sign_in_ended"):
        enter(world, before, **said)
    world.later(minutes=1)
    assert enter(world, **said).person_id == who


def test_ending_one_session_closes_what_applications_got_by_its_sign_in_and_no_other(world: World) -> None:
    client, who = client_of(world), enter(world, enterprise=BAKERY, represents=BAKERY).person_id
    other = Origin.of("citizen", "https://idp.example", "session 2")
    tokens = [token_of(world, client, user=User(who, None, occasion_at(one))) for one in (SIGN_IN, other)]
    ids = [start_session(world.session, "{}", who, now=world.now, origin=one)[1] for one in (SIGN_IN, other)]
    end_own_session(world.session, who, ids[0], now=world.now)
    opens = [find_caller(world.session, one, VAULT, now=world.now) is not None for one in tokens]
    assert opens == [False, True]
    end_other_sessions(world.session, who, ids[0], now=world.now)
    assert find_caller(world.session, tokens[1], VAULT, now=world.now) is None


@pytest.mark.parametrize("there", [{"sid": "session 1"}, {"auth_time": 1_000}, {}], ids=["sid", "auth_time", "neither"])
def test_what_ends_here_is_named_as_what_applications_got_however_a_provider_names_it(
    world: World, there: dict[str, object]
) -> None:
    client, who = client_of(world), enter(world, enterprise=BAKERY, represents=BAKERY).person_id
    claims = {"iss": "https://idp.example", "sub": "person-1", "iat": 1_001} | there
    another = claims | {"sid": "session 2"} if "sid" in there else claims | {"auth_time": 2_000}
    tokens = [
        token_of(world, client, user=User(who, None, occasion_at(Origin.of_sign_in("citizen", said))))
        for said in (claims | {"iat": 1_009}, another, claims | {"sub": "person-2"})
    ]
    own = Origin.of_sign_in("citizen", claims)
    end_own_session(world.session, who, start_session(world.session, "{}", who, now=world.now, origin=own)[1],
                    now=world.now)  # fmt: skip
    opens = [find_caller(world.session, one, VAULT, now=world.now) is not None for one in tokens]
    assert opens == [False, True, "sid" not in there]


@pytest.mark.parametrize("end", ["this session", "the session there", "the person there", "all by an administrator"])
def test_an_end_and_a_token_wait_for_each_other_by_one_name(
    world: World, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    waited: list[set[str]] = []
    monkeypatch.setattr(sign_outs, "wait_for_others", lambda _, *names: waited.append(set(names)))
    who = enter(world, enterprise=BAKERY, represents=BAKERY).person_id
    ends = {
        "this session": lambda: end_calls_of(world.session, SIGN_IN, now=world.now),
        "the session there": lambda: end_by_provider(world.session, SIGN_IN, None, now=world.now),
        "the person there": lambda: end_by_provider(world.session, Origin("citizen"), SUBJECT, now=world.now),
        "all by an administrator": lambda: end_all_of(world.session, who, now=world.now),
    }
    ends[end]()
    assert len(waited) == 2
    assert waited[0] & waited[1]
