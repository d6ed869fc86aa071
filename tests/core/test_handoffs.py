"""Another application sends its user here: who may, what comes of the link, and how he goes back."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.core.actor import Actor
from app.core.acts.drafts import delete_draft
from app.core.acts.giving import give_mandate
from app.core.caller import Caller
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.handoffs.making import HandoffWish, make_handoff
from app.core.handoffs.opening import PartyNeeded, State, look_at, open_handoff
from app.core.handoffs.returning import find_way_back, return_from_draft, return_from_link
from app.core.mandates.wishes import Side
from app.core.people.parties import ensure_enterprise_party, ensure_person_party
from app.core.policy import Policy
from app.core.privacy.forgetting import erase_person
from app.core.privacy.over import DRAFTS
from app.core.privacy.throwing import ALL, throw_batch
from app.core.views.timeline import list_happenings
from app.models.api_client import ApiClient
from app.models.draft import Draft
from app.models.handoff import Handoff
from app.retention import Retention
from tests.acting import count
from tests.core.test_api_tokens import VAULT, client_of
from tests.world import BAKERY, OFFICE, OTHER, World

BACK = "https://portaal.voorbeeld.be/terug"
COLUMNS = [one.name for one in Handoff.__table__.columns]
DOMAINS = frozenset({"subsidies"})


@pytest.fixture
def portal(world: World) -> ApiClient:
    client = client_of(world)
    client.return_addresses = [BACK, BACK + "?a=1"]
    world.session.flush()
    return client


def make(world: World, portal: ApiClient, caller: dict[str, Any] | None = None, **known: Any) -> str:
    said = {"person_id": None, "party_id": None} | (caller or {})
    actor = Actor.through_api(Caller(portal.id, None, DOMAINS, frozenset(), occasion="one", **said))
    wish = HandoffWish(**({"return_address": BACK, "giver": BAKERY, "holder": OFFICE, "state": "a b&c"} | known))
    return make_handoff(world.session, actor, wish, VAULT, policy=world.policy, now=world.now).token


def begin(world: World, token: str, actor: Actor | None = None, **when: int) -> Draft:
    now = world.now + timedelta(**when)
    return open_handoff(world.session, actor or world.giver, token, VAULT, policy=world.policy, now=now)[0]


def state(world: World, token: str, person_id: uuid.UUID | None, **when: int) -> State:
    return look_at(world.session, person_id, token, VAULT, now=world.now + timedelta(**when)).state


def query(address: str) -> dict[str, str]:
    return {name: one for name, [one] in parse_qs(urlsplit(address).query).items()}


def given(world: World, draft: Draft) -> Any:
    return give_mandate(
        world.session, world.giver, world.wish(), policy=world.policy, now=world.now, draft_id=draft.id
    )


def test_only_a_registered_address_can_be_gone_back_to(world: World, portal: ApiClient) -> None:
    for other in ("https://elders.voorbeeld.be/", BACK + "/", BACK + "?b=1", BACK.upper()):
        with pytest.raises(Invalid, match="handoff_return_address"):
            make(world, portal, return_address=other)
    assert count(world, Handoff) == 0


def test_a_link_is_for_two_parties_and_for_its_own_domains(world: World, portal: ApiClient) -> None:
    with pytest.raises(Invalid, match="handoff_same_party"):
        make(world, portal, holder=BAKERY)
    for covers in ({"types": ["hinder.manage", "permit.view"]}, {"types": ["permit.view"]}):
        with pytest.raises(NotAllowed, match="outside_domains"):
            make(world, portal, covers=covers)
    make(world, portal, covers={"types": ["hinder.manage", "no-such"]})


def test_an_application_hands_its_user_over_for_his_party(world: World, portal: ApiClient) -> None:
    maria = {"person_id": world.maria.id, "party_id": world.bakery.id}
    make(world, portal, maria)
    make(world, portal, maria, giver=OTHER, holder=None)  # he may be the holder
    for sides in ({"giver": OTHER}, {"started_by": Side.HOLDER}):
        with pytest.raises(NotAllowed, match="not_your_party"):
            make(world, portal, maria, **sides)


def test_only_a_keyed_hash_of_the_link_is_kept(world: World, portal: ApiClient) -> None:
    token = make(world, portal)
    [row] = world.session.query(Handoff)
    assert token not in str({name: getattr(row, name) for name in COLUMNS})
    for other in (token[:-1], token + "A", "", "é" * 20, "A" * 200, row.digest):
        with pytest.raises(NotFound, match="handoff_unknown"):
            look_at(world.session, world.maria.id, other, VAULT, now=world.now)


def test_a_giver_begins_to_give_and_a_holder_to_ask(world: World, portal: ApiClient) -> None:
    gift, question = begin(world, make(world, portal)), begin(world, make(world, portal), world.holder)
    assert (gift.wizard, gift.party_id, gift.person_id) == ("give", world.bakery.id, world.maria.id)
    assert (question.wizard, question.party_id) == ("ask", world.office.id)
    assert gift.begun_client_id == question.begun_client_id == portal.id
    with pytest.raises(NotAllowed, match="handoff_not_for_you"):
        begin(world, make(world, portal, started_by=Side.GIVER), world.holder)


def test_who_decides_for_neither_begins_nothing_and_the_link_stays(world: World, portal: ApiClient) -> None:
    wim = world.add_representative(OTHER, "Wim", "Claes")
    token, stranger = make(world, portal), world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
    with pytest.raises(NotAllowed, match="handoff_not_for_you"):
        begin(world, token, stranger)
    assert count(world, Draft) == 0
    seen = look_at(world.session, wim.id, token, VAULT, now=world.now)
    assert query(return_from_link(world.session, stranger, seen, now=world.now))["outcome"] == "refused"
    assert begin(world, token).wizard == "give"


def test_where_the_own_side_is_not_named_he_works_for_the_party_he_chose(world: World, portal: ApiClient) -> None:
    token = make(world, portal, giver=None, started_by=Side.GIVER)
    with pytest.raises(PartyNeeded):
        begin(world, token, replace(world.giver, party_id=None))
    with pytest.raises(NotAllowed, match="handoff_not_for_you"):
        begin(world, token, replace(world.giver, party_id=world.office.id))
    own_name = ensure_person_party(world.session, world.maria.id)
    assert begin(world, token, world.giver.for_party(own_name.id)).party_id == own_name.id
    with pytest.raises(NotAllowed, match="handoff_not_for_you"):
        begin(world, make(world, portal, holder=None, giver=OTHER), world.giver.for_party(own_name.id))


def test_a_link_opens_for_half_an_hour_and_its_draft_for_as_long_as_it_is_kept(
    world: World, portal: ApiClient
) -> None:
    token, late = make(world, portal), make(world, portal)
    assert state(world, token, world.maria.id, minutes=29) is State.OPEN
    draft = begin(world, token, minutes=29)
    assert begin(world, token, minutes=600).id == draft.id
    assert state(world, token, world.maria.id, minutes=600) is State.RUNNING
    assert state(world, late, world.maria.id, minutes=30) is State.EXPIRED
    with pytest.raises(NotFound, match="handoff_unknown"):
        begin(world, late, minutes=30)
    world.policy = Policy(handoff_minutes=5)
    assert state(world, make(world, portal), world.maria.id, minutes=5) is State.EXPIRED


def test_a_link_is_for_who_opened_it_first_or_for_whom_it_was_asked(world: World, portal: ApiClient) -> None:
    opened = make(world, portal)
    begin(world, opened)
    asked = make(world, portal, {"person_id": world.maria.id, "party_id": world.bakery.id})
    for token in (opened, asked):
        with pytest.raises(NotFound, match="handoff_unknown"):
            look_at(world.session, world.jan.id, token, VAULT, now=world.now)
        with pytest.raises(NotFound, match="handoff_unknown"):
            begin(world, token, world.holder)
        seen = look_at(world.session, None, token, VAULT, now=world.now)
        assert (seen.state, seen.giver, seen.types) == (State.SIGN_IN, None, ())
        with pytest.raises(NotFound):
            return_from_link(world.session, None, seen, now=world.now)


def test_an_application_that_was_shut_out_sends_nobody(world: World, portal: ApiClient) -> None:
    token = make(world, portal)
    draft = begin(world, token)
    portal.revoked_at = world.now
    with pytest.raises(NotFound, match="handoff_unknown"):
        look_at(world.session, world.maria.id, token, VAULT, now=world.now)
    assert find_way_back(world.session, world.giver, draft.handoff_id) is None


def test_what_does_not_exist_is_said(world: World, portal: ApiClient) -> None:
    token = make(world, portal, holder="0123456749", covers={"types": ["hinder.manage", "no-such"]})
    seen = look_at(world.session, world.maria.id, token, VAULT, now=world.now)
    assert seen.giver is not None
    assert seen.holder is not None
    assert (seen.giver.name, seen.holder.name) == ("Bakkerij De Zoete Inval BV", None)
    assert ([one.key for one in seen.types], seen.unknown, seen.has_unknown) == (["hinder.manage"], 1, True)
    group = make(world, portal, covers={"group": "no-such"})
    assert look_at(world.session, world.maria.id, group, VAULT, now=world.now).unknown == 1


def test_he_goes_back_with_what_came_of_it(world: World, portal: ApiClient) -> None:
    draft = begin(world, make(world, portal, return_address=BACK + "?a=1"))
    mandate = given(world, draft)
    address = return_from_draft(world.session, world.giver, draft.handoff_id, now=world.now)
    assert address.startswith(BACK + "?a=1&")
    assert query(address) == {"a": "1", "outcome": "given", "mandate": str(mandate.id), "state": "a b&c"}
    with pytest.raises(NotFound):
        return_from_draft(world.session, world.holder, draft.handoff_id, now=world.now)
    portal.return_addresses = [BACK]
    with pytest.raises(NotFound):
        return_from_draft(world.session, world.giver, draft.handoff_id, now=world.now)


def test_who_throws_his_answers_away_goes_back_too(world: World, portal: ApiClient) -> None:
    token = make(world, portal, state=None)
    draft = begin(world, token)
    handoff_id = draft.handoff_id
    delete_draft(world.session, world.giver, draft.id, now=world.now)
    assert state(world, token, world.maria.id) is State.ENDED
    back = return_from_draft(world.session, world.giver, handoff_id, now=world.now)
    assert query(back) == {"outcome": "cancelled"}
    with pytest.raises(NotFound, match="handoff_unknown"):
        begin(world, token)


def test_who_did_not_begin_goes_back(world: World, portal: ApiClient) -> None:
    token = make(world, portal)
    for actor, minutes, outcome in ((world.giver, 0, "cancelled"), (None, 0, "cancelled"), (None, 31, "expired")):
        now = world.now + timedelta(minutes=minutes)
        seen = look_at(world.session, actor.person_id if actor else None, token, VAULT, now=now)
        assert query(return_from_link(world.session, actor, seen, now=now))["outcome"] == outcome


def test_the_timeline_says_from_which_application_it_came(world: World, portal: ApiClient) -> None:
    mandate = given(world, begin(world, make(world, portal)))
    first = next(one for one in list_happenings(world.session, mandate.id) if one.kind == "given")
    assert first.how == "Dat gebeurde online. Het begon in de toepassing Ondernemersloket."


def test_a_link_is_kept_until_a_day_after_its_draft(world: World, portal: ApiClient) -> None:
    begin(world, make(world, portal))
    make(world, portal)
    sorts = {one.name: number for number, one in enumerate(ALL)}

    def throw(days: int) -> None:
        for name in (DRAFTS.name, "handoff"):
            throw_batch(world.session, sorts[name], Retention(), now=world.now + timedelta(days=days))

    throw(1)
    assert count(world, Handoff) == 2
    throw(3)
    assert count(world, Handoff) == 1
    throw(40)
    assert (count(world, Draft), count(world, Handoff)) == (0, 0)


def test_who_is_forgotten_leaves_no_link(world: World, portal: ApiClient) -> None:
    begin(world, make(world, portal))
    erase_person(world.session, world.maria, now=world.now)
    assert (count(world, Draft), count(world, Handoff)) == (0, 0)
