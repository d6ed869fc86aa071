"""Tokens of applications: what they open, for how long, and that a revoked client is out at its next call."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.clients.registering import ClientPlan, change_client
from app.core.clients.scopes import SCOPES, Scope, narrowed
from app.core.clients.tokens import User, find_caller, make_token, revoke_token
from app.core.people.accounts import create_account, disable_account
from app.core.people.provider_sessions import end_by_provider, occasion_at
from app.core.people.web_sessions import Origin
from app.core.privacy.forgetting import erase_person
from app.core.privacy.own_person import account_items
from app.core.privacy.throwing import ALL, throw_batch
from app.core.vault import Vault
from app.models.api_client import ApiClient, ApiKey, ApiToken
from app.retention import Retention
from tests.world import World

VAULT = Vault(b"l" * 32, b"s" * 32)
MOST = Scope.of(SCOPES, ["subsidies", "mobility"])
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def client_of(world: World, name: str = "Ondernemersloket") -> ApiClient:
    client = ApiClient(key=name.lower(), name=name, created_at=world.now)
    client.scopes, client.domains = sorted(MOST.scopes), sorted(MOST.domains)
    client.keys = [ApiKey(kid="one", public_jwk={"kty": "EC"}, valid_from=world.now)]
    world.session.add(client)
    world.session.flush()
    return client


def token_of(world: World, client: ApiClient, *, user: User | None = None) -> str:
    return make_token(world.session, client.keys[0].id, MOST, VAULT, now=world.now, user=user)


def test_a_token_says_who_calls_for_whom_and_what_it_may(world: World) -> None:
    client = client_of(world)
    token = token_of(world, client, user=User(world.maria.id, world.bakery.id, "sign-in-1"))
    caller = find_caller(world.session, token, VAULT, now=world.now)
    assert caller is not None
    assert (caller.client_id, caller.entity_key) == (client.id, None)
    assert (caller.scopes, caller.domains) == (MOST.scopes, MOST.domains)
    assert (caller.person_id, caller.party_id, caller.occasion) == (world.maria.id, world.bakery.id, "sign-in-1")


def test_two_tokens_of_an_application_for_itself_are_two_occasions(world: World) -> None:
    client = client_of(world)
    callers = [find_caller(world.session, token_of(world, client), VAULT, now=world.now) for _ in range(2)]
    assert {one.person_id for one in callers if one} == {None}
    assert len({one.occasion for one in callers if one}) == 2


def test_a_token_closes_after_ten_minutes_sharp(world: World) -> None:
    token = token_of(world, client_of(world))
    assert find_caller(world.session, token, VAULT, now=world.now + 10 * MINUTE - SECOND) is not None
    assert find_caller(world.session, token, VAULT, now=world.now + 10 * MINUTE) is None


ISSUER = "https://issuer.example"
ENDED: dict[str, tuple[tuple[str, str | None, str | None], list[str]]] = {
    "one session there": (("citizen", "a", None), ["maria a"]),
    "one session of its person": (("citizen", "a", "subject-maria"), ["maria a"]),
    "one session of another": (("citizen", "a", "subject-jan"), []),
    "one person": (("citizen", None, "subject-maria"), ["maria a", "maria b"]),
    "by the provider of staff": (("staff", "a", "subject-maria"), []),
    "nobody": (("citizen", None, None), []),
}


@pytest.mark.parametrize(("said", "ended"), ENDED.values(), ids=ENDED.keys())
def test_a_token_for_somebody_closes_when_his_provider_signs_him_out(
    world: World, said: tuple[str, str | None, str | None], ended: list[str]
) -> None:
    client, (provider, sid, subject) = client_of(world), said
    people = {"maria a": world.maria, "maria b": world.maria, "jan c": world.jan}
    sessions = {name: Origin.of("citizen", ISSUER, name[-1]) for name in people}
    users = {name: User(one.id, None, occasion_at(sessions[name])) for name, one in people.items()}
    tokens = {name: token_of(world, client, user=user) for name, user in users.items()}
    tokens["itself"] = token_of(world, client)
    end_by_provider(world.session, Origin.of(provider, ISSUER, sid), subject, now=world.now)
    closed = [name for name, one in tokens.items() if find_caller(world.session, one, VAULT, now=world.now) is None]
    assert closed == ended


def test_whose_sessions_all_end_calls_through_no_application_either(world: World) -> None:
    client = client_of(world)
    his, other, own = [
        token_of(world, client, user=user)
        for user in (User(world.maria.id, None, "sign-in-1"), User(world.jan.id, None, "sign-in-2"), None)
    ]
    account = create_account(world.session, "maria", "demo", world.maria.id)
    disable_account(world.session, account.id, now=world.now)
    opens = [find_caller(world.session, one, VAULT, now=world.now) is not None for one in (his, other, own)]
    assert opens == [False, True, True]


@pytest.mark.parametrize("closed", ["client", "key", "token"])
def test_what_is_revoked_opens_nothing_at_the_very_next_call(world: World, closed: str) -> None:
    client = client_of(world)
    token = token_of(world, client)
    row = world.session.scalars(select(ApiToken)).one()
    {"client": client, "key": client.keys[0], "token": row}[closed].revoked_at = world.now
    world.session.flush()
    assert find_caller(world.session, token, VAULT, now=world.now) is None


@pytest.mark.parametrize(("scopes", "domains", "left"), [
    (("catalogue:read",), ("subsidies",), Scope.of(["catalogue:read"], ["subsidies"])),
    (SCOPES, ("subsidies", "werk"), Scope.of(SCOPES, ["subsidies"])),
    (SCOPES, ("werk",), Scope.of([], [])),
])  # fmt: skip
@pytest.mark.parametrize("for_user", [True, False])
def test_what_is_taken_from_an_application_its_tokens_have_not_at_the_very_next_call(
    for_user: bool, scopes: tuple[str, ...], domains: tuple[str, ...], left: Scope, world: World
) -> None:
    user = User(world.maria.id, world.bakery.id, "sign-in-1") if for_user else None
    token = token_of(world, client_of(world), user=user)
    assert find_caller(world.session, token, VAULT, now=world.now) is not None
    plan = ClientPlan("ondernemersloket", "Ondernemersloket", None, domains, scopes)
    change_client(world.session, Actor.job(), plan.key, plan, now=world.now)
    caller = find_caller(world.session, token, VAULT, now=world.now)
    assert caller is not None
    assert (caller.scopes, caller.domains) == (left.scopes, left.domains)


def test_a_token_keeps_what_it_was_given_when_its_application_may_more(world: World) -> None:
    client, few = client_of(world), Scope.of(["checks"], ["subsidies"])
    token = make_token(world.session, client.keys[0].id, few, VAULT, now=world.now)
    caller = find_caller(world.session, token, VAULT, now=world.now)
    assert caller is not None
    assert (caller.scopes, caller.domains) == (few.scopes, few.domains)


def test_a_key_that_ends_lets_its_tokens_run_out(world: World) -> None:
    client = client_of(world)
    token = token_of(world, client)
    client.keys[0].valid_until = world.now + SECOND
    world.session.flush()
    assert find_caller(world.session, token, VAULT, now=world.now + 2 * SECOND) is not None


@pytest.mark.parametrize("shown", ["", "x", "é" * 43, "x" * 201])
def test_what_we_did_not_give_out_opens_nothing(world: World, shown: str) -> None:
    token_of(world, client_of(world))
    assert find_caller(world.session, shown, VAULT, now=world.now) is None


def test_the_table_holds_nothing_with_which_one_can_call(world: World) -> None:
    token = token_of(world, client_of(world))
    digest = world.session.scalars(select(ApiToken.digest)).one()
    assert find_caller(world.session, digest, VAULT, now=world.now) is None
    other = replace(VAULT, secret_key=b"t" * 32)
    assert find_caller(world.session, token, other, now=world.now) is None


def test_an_application_closes_its_own_tokens_and_no_others(world: World) -> None:
    mine, other = client_of(world), client_of(world, "Portaal")
    token = token_of(world, mine)
    assert not revoke_token(world.session, token, other.id, VAULT, now=world.now)
    assert find_caller(world.session, token, VAULT, now=world.now) is not None
    assert revoke_token(world.session, token, mine.id, VAULT, now=world.now)
    assert find_caller(world.session, token, VAULT, now=world.now) is None


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", MOST),
        ("checks", Scope.of(["checks"], MOST.domains)),
        ("domain:subsidies", Scope.of(SCOPES, ["subsidies"])),
        ("mandates:read  domain:mobility checks", Scope.of(["mandates:read", "checks"], ["mobility"])),
        ("everything", None),
        ("checks domain:taxes", None),
        ("checks " * 300, None),
    ],
)
def test_a_token_gets_what_is_asked_and_never_more_than_its_client_may(asked: str, given: Scope | None) -> None:
    assert narrowed(asked, MOST) == given


def test_scopes_as_text_stay_the_same() -> None:
    assert Scope.read(MOST.text) == MOST


def test_a_party_without_its_person_and_a_key_that_is_none_are_refused_by_the_database(world: World) -> None:
    client = client_of(world)
    kept = {"key_id": client.keys[0].id, "scope": "", "occasion": "x", "issued_at": world.now, "expires_at": world.now}
    wrong = [
        ApiToken(digest="a" * 64, party_id=world.bakery.id, **kept),
        ApiKey(client_id=client.id, kid="two", valid_from=world.now),
        ApiKey(client_id=client.id, kid="two", public_jwk={}, secret_digest="b" * 64, valid_from=world.now),
        ApiKey(client_id=client.id, kid="one", public_jwk={}, valid_from=world.now),
        ApiKey(client_id=client.id, kid="two", public_jwk={}, valid_from=world.now, valid_until=world.now),
    ]
    for row in wrong:
        with world.session.begin_nested() as undone:
            world.session.add(row)
            with pytest.raises(IntegrityError):
                world.session.flush()
            undone.rollback()


def test_tokens_are_thrown_away_once_they_are_over(world: World) -> None:
    token_of(world, client_of(world))
    number = next(number for number, sort in enumerate(ALL) if sort.name == "api_token")
    assert throw_batch(world.session, number, Retention(), now=world.now) == 0
    assert throw_batch(world.session, number, Retention(), now=world.now + timedelta(days=2)) == 1
    assert world.session.scalars(select(ApiToken)).all() == []


def test_an_unknown_client_revokes_nothing(world: World) -> None:
    token = token_of(world, client_of(world))
    assert not revoke_token(world.session, token, uuid.uuid4(), VAULT, now=world.now)


def test_somebody_reads_which_application_called_for_him_until_he_is_forgotten(world: World) -> None:
    token_of(world, client_of(world), user=User(world.maria.id, world.bakery.id, "sign-in-1"))
    told = [one.words for one in account_items(world.session, world.maria)]
    assert any(one.startswith("De toepassing Ondernemersloket werkte voor u, van ") for one in told)
    erase_person(world.session, world.maria, now=world.now)
    assert world.session.scalars(select(ApiToken)).all() == []
