"""Which applications may call: who decides that, what is refused, and keys that are really keys."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from sqlalchemy import select

from app.core.actor import Actor
from app.core.clients import keeping_keys, registering
from app.core.clients.keys import read_public_key
from app.core.clients.proving import find_client
from app.core.clients.registering import ClientPlan
from app.core.clients.scopes import SCOPES
from app.core.errors import Conflict, CoreError, FreshSignInNeeded, Invalid, NotAllowed, NotFound
from app.core.vault import Vault
from app.models.api_client import ApiClient
from app.models.journal import Channel, Ground, JournalEntry
from tests.core.test_administration import colleague, inge
from tests.world import World

__all__ = ["inge"]

VAULT = Vault(b"l" * 32, b"s" * 32)
PLAN = ClientPlan(
    "loket", "Loket", "ondernemen", ("subsidies",), ("checks", "mandates:read"), ("https://loket.example/terug",),
    ("loket-at-the-provider",),
)  # fmt: skip
JOB = Actor.job()


def add(world: World, plan: ClientPlan = PLAN, actor: Actor = JOB) -> ApiClient:
    return registering.add_client(world.session, actor, plan, now=world.now)


def public(kid: str | None = None) -> str:
    key = ECKey.generate_key("P-256", {"kid": kid} if kid else None, private=True)
    return json.dumps(key.as_dict(private=False))


def give_key(world: World, kid: str, **more: bool) -> None:
    keeping_keys.add_key(world.session, JOB, "loket", public(kid), now=world.now, **more)


def open_keys(world: World) -> set[str]:
    found = find_client(world.session, "loket", now=world.now)
    return {one.kid for one in found.keys} if found else set()


def test_an_administrator_decides_who_may_call_and_it_is_written_down(world: World, inge: Actor) -> None:
    client = add(world, actor=inge)
    keeping_keys.add_key(world.session, inge, "loket", public("one"), now=world.now)
    registering.change_client(world.session, inge, "loket", replace(PLAN, scopes=("checks",)), now=world.now)
    keeping_keys.revoke_key(world.session, inge, "loket", "one", now=world.now)
    registering.revoke_client(world.session, inge, "loket", now=world.now)
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind.like("client_%"))).all()
    kinds = ["client_added", "client_key_added", "client_changed", "client_key_revoked", "client_revoked"]
    assert [one.kind for one in entries] == kinds
    assert {(one.actor_id, one.ground, one.data["client"]) for one in entries} == {
        (inge.actor_id, Ground.STAFF_DUTY, client.key)
    }
    assert entries[2].data["scope"] == "checks domain:subsidies"


@pytest.mark.parametrize("entity_key", ["omgeving", None])
def test_an_application_stays_of_its_entity(world: World, entity_key: str | None) -> None:
    add(world)
    with pytest.raises(Conflict, match="client_entity_stays"):
        registering.change_client(world.session, JOB, "loket", replace(PLAN, entity_key=entity_key), now=world.now)


def test_a_command_does_so_too_and_names_nobody(world: World) -> None:
    add(world)
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "client_added")).one()
    assert (entry.channel, entry.ground, entry.actor_id) == (Channel.JOB, Ground.RULE, None)


def acts(world: World, actor: Actor) -> list[Callable[[], object]]:
    session, now = world.session, world.now
    return [
        lambda: registering.add_client(session, actor, replace(PLAN, key="other", name="Other"), now=now),
        lambda: registering.change_client(session, actor, "loket", PLAN, now=now),
        lambda: registering.revoke_client(session, actor, "loket", now=now),
        lambda: keeping_keys.add_key(session, actor, "loket", public(), now=now),
        lambda: keeping_keys.revoke_key(session, actor, "loket", "one", now=now),
        lambda: keeping_keys.add_secret(session, actor, "loket", VAULT, demo=True, now=now),
    ]


def test_nobody_else_does(world: World, inge: Actor) -> None:
    add(world)
    clerk = Actor.on_duty(colleague(world.session, "Karim", "4799"), "session:2", world.now)
    looks = [
        lambda: registering.list_clients(world.session, clerk),
        lambda: registering.view_client(world.session, clerk, "loket"),
    ]
    for act in acts(world, clerk) + looks:
        with pytest.raises(NotAllowed, match="administrator_only"):
            act()


def test_an_administrator_proves_first_who_he_is(world: World, inge: Actor) -> None:
    add(world)
    for act in acts(world, replace(inge, proven_at=world.now - timedelta(minutes=11))):
        with pytest.raises(FreshSignInNeeded):
            act()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"key": "Loket 1"}, "client_key_wrong"),
        ({"key": "x" * 61}, "client_key_wrong"),
        ({"name": " "}, "client_name"),
        ({"name": "x" * 101}, "client_name"),
        ({"entity_key": "nobody"}, "entity_unknown"),
        ({"domains": ()}, "client_domains"),
        ({"domains": ("subsidies", "werk")}, "client_domains"),
        ({"entity_key": None, "domains": ("nothing",)}, "client_domains"),
        ({"scopes": ()}, "client_scopes"),
        ({"scopes": ("checks", "everything")}, "client_scopes"),
        ({"return_addresses": ("https://a.example/",) * 21}, "client_addresses"),
        ({"audiences": ("x" * 256,)}, "client_audience"),
    ],
)
def test_what_cannot_be_is_refused(world: World, wrong: dict, code: str) -> None:
    with pytest.raises(CoreError, match=code):
        add(world, replace(PLAN, **wrong))


@pytest.mark.parametrize(
    "address",
    ["http://loket.example/", "//loket.example/", "/terug", "javascript:alert(1)", "https://", "https://a.example/#x",
     "https://me@a.example/", "https://a.example/ b", "https://a.example/\n", "https://[::1", "https://a.example:x/",
     "https://a.example\\@b.example/", "https://a.example/" + "x" * 500],
)  # fmt: skip
def test_nobody_is_sent_back_to_an_address_that_is_not_whole_and_safe(world: World, address: str) -> None:
    with pytest.raises(Invalid, match="client_return_address"):
        add(world, replace(PLAN, return_addresses=(address,)))


def test_two_are_never_called_the_same(world: World) -> None:
    add(world)
    with pytest.raises(Conflict, match="client_key_taken"):
        add(world, replace(PLAN, name="Other"))
    with pytest.raises(Conflict, match="client_name_taken"):
        add(world, replace(PLAN, key="other"))


def test_a_key_may_be_pasted_as_jwk_or_pem_and_only_the_public_part_is_kept() -> None:
    for key in (RSAKey.generate_key(2048, private=True), ECKey.generate_key("P-256", private=True)):
        texts = [json.dumps(key.as_dict(private=False)), key.as_pem(private=False).decode()]
        found = [read_public_key(text) for text in texts]
        assert found[0] == found[1]
        assert found[0]["kid"] == key.thumbprint()
        assert set(found[0]) <= {"kty", "n", "e", "crv", "x", "y", "kid"}


@pytest.mark.filterwarnings("ignore:Key size")
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: RSAKey.generate_key(2048, private=True).as_pem(private=True).decode(), "client_key_private"),
        (lambda: json.dumps(ECKey.generate_key("P-256", private=True).as_dict(private=True)), "client_key_private"),
        (lambda: RSAKey.generate_key(1024, private=True).as_pem(private=False).decode(), "client_key_weak"),
        (lambda: ECKey.generate_key("P-384", private=True).as_pem(private=False).decode(), "client_key_weak"),
        (lambda: json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=False)), "client_key_unreadable"),
        (lambda: json.dumps({"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0"}), "client_key_unreadable"),
        (lambda: json.dumps(json.loads(public()) | {"use": "enc"}), "client_key_unreadable"),
        (lambda: json.dumps(json.loads(public()) | {"kid": "x" * 101}), "client_key_name"),
        (lambda: json.dumps(json.loads(public()) | {"kid": " "}), "client_key_name"),
        (lambda: "{" * 1_000, "client_key_unreadable"),
        (lambda: "[]", "client_key_unreadable"),
        (lambda: "", "client_key_unreadable"),
        (lambda: "x" * 20_001, "client_key_unreadable"),
    ],
)
def test_what_is_no_good_key_is_refused(make: Callable[[], str], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        read_public_key(make())


def test_two_keys_at_most_are_open_and_one_replaces_the_other_after_a_day(world: World) -> None:
    add(world)
    give_key(world, "one")
    with pytest.raises(Conflict, match="client_key_known"):
        give_key(world, "one")
    give_key(world, "two", replaces=True)
    with pytest.raises(Conflict, match="client_keys_full"):
        give_key(world, "three")
    assert open_keys(world) == {"one", "two"}
    world.later(days=1)
    assert open_keys(world) == {"two"}
    give_key(world, "three", replaces=True)
    assert open_keys(world) == {"two", "three"}


def test_a_key_that_was_revoked_never_comes_back(world: World) -> None:
    add(world)
    give_key(world, "one")
    keeping_keys.revoke_key(world.session, JOB, "loket", "one", now=world.now)
    assert open_keys(world) == set()
    with pytest.raises(NotFound, match="client_key_unknown"):
        keeping_keys.revoke_key(world.session, JOB, "loket", "one", now=world.now)
    with pytest.raises(Conflict, match="client_key_known"):
        give_key(world, "one")


def test_who_was_shut_out_stays_out(world: World) -> None:
    add(world)
    give_key(world, "one")
    registering.revoke_client(world.session, JOB, "loket", now=world.now)
    assert find_client(world.session, "loket", now=world.now) is None
    for act in acts(world, JOB)[1:]:
        with pytest.raises(NotFound, match="client_unknown"):
            act()
    assert registering.view_client(world.session, JOB, "loket").revoked_at == world.now


def test_a_secret_is_for_a_demo_and_long_enough(world: World) -> None:
    add(world)
    with pytest.raises(NotAllowed, match="client_secret_demo_only"):
        keeping_keys.add_secret(world.session, JOB, "loket", VAULT, demo=False, now=world.now)
    with pytest.raises(Invalid, match="client_secret_weak"):
        keeping_keys.add_secret(world.session, JOB, "loket", VAULT, demo=True, secret="short", now=world.now)
    secret = keeping_keys.add_secret(world.session, JOB, "loket", VAULT, demo=True, now=world.now)
    known = find_client(world.session, "loket", now=world.now)
    assert known is not None
    assert known.key_of_secret(secret, VAULT) is not None
    assert known.key_of_secret(secret + "x", VAULT) is None
    assert known.key_named(known.keys[0].kid) is None


def test_scopes_are_kept_in_one_order(world: World) -> None:
    client = add(world, replace(PLAN, scopes=tuple(reversed(SCOPES))))
    assert client.scopes == list(SCOPES)
