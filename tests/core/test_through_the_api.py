"""Through an application somebody has the rights that he has at home; the application itself has next to none."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.acts.contesting import contest_by_number, contest_mandate
from app.core.acts.giving import give_mandate
from app.core.caller import Caller
from app.core.distant.alarms import Alarm, list_alarms
from app.core.errors import NotAllowed, NotFound
from app.core.journal import list_entries, record
from app.core.permits.sight import find_sight
from app.core.rights.matrix import own_rights
from app.core.views.timeline import list_happenings
from app.models.journal import Channel, Ground, JournalEntry
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from tests.acting import accept, contest, refuse, stop
from tests.core.test_alarms import KEYS
from tests.core.test_api_tokens import client_of
from tests.world import TODAY, World

DOMAINS = frozenset({"subsidies", "vergunningen"})


def through(client_id: uuid.UUID, person: Person | None = None, party: Party | None = None) -> Actor:
    who = person.id if person else None, party.id if party else None
    return Actor.through_api(Caller(client_id, None, DOMAINS, frozenset(), *who, occasion="sign-in-1"))


def give(world: World, actor: Actor) -> Mandate:
    return give_mandate(world.session, actor, world.wish(), policy=world.policy, now=world.now)


@pytest.fixture
def portal(world: World) -> uuid.UUID:
    return client_of(world).id


def test_a_representative_gives_and_stops_in_an_application_as_at_home(world: World, portal: uuid.UUID) -> None:
    maria, jan = through(portal, world.maria, world.bakery), world.holder
    mandate = accept(world, give(world, maria), replace(jan, channel=Channel.API, client_id=portal, domains=DOMAINS))
    stop(world, mandate, maria)
    acts = [one for one in list_entries(world.session, mandate.id) if one.person_id]
    how = (Channel.API, Ground.LEGAL_REPRESENTATIVE, portal)
    found = {one.kind: (one.channel, one.ground, one.client_id) for one in acts}
    assert found == dict.fromkeys(("given", "accepted", "stopped"), how)


def test_the_timeline_says_through_which_application(world: World, portal: uuid.UUID) -> None:
    mandate = give(world, through(portal, world.maria, world.bakery))
    given = next(one for one in list_happenings(world.session, mandate.id) if one.kind == "given")
    assert given.how == "Dat gebeurde via de toepassing Ondernemersloket."


def test_who_has_no_right_at_home_has_none_in_an_application(world: World, portal: uuid.UUID) -> None:
    mandate = world.give()
    with pytest.raises(NotAllowed, match="may_not_decide"):
        accept(world, mandate, through(portal, world.maria, world.office))
    with pytest.raises(NotAllowed, match="not_your_party"):
        give(world, through(portal, world.maria, world.office))
    with pytest.raises(NotAllowed, match="sign_in_first"):
        find_sight(world.session, through(portal, world.maria), TODAY)


@pytest.mark.parametrize("act", [accept, refuse, stop])
def test_an_application_without_a_user_decides_nothing(world: World, portal: uuid.UUID, act) -> None:
    mandate = world.give()
    nobody = replace(through(portal), party_id=world.office.id if act is not stop else world.bakery.id)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        act(world, mandate, nobody)


def test_nobody_comes_through_an_application_that_is_not_named(world: World) -> None:
    with pytest.raises(NotAllowed, match="may_not_decide"):
        give(world, replace(world.giver, channel=Channel.API))


def test_an_application_may_pause_what_it_can_name_and_many_pauses_sound_an_alarm(
    world: World, portal: uuid.UUID
) -> None:
    numbers = [world.give(key).dossier_number for key in KEYS[:4]]
    for number in numbers:
        contest_by_number(
            world.session, through(portal), number, reason="pressure", policy=world.policy, now=world.now
        )
    found = world.session.scalars(select(JournalEntry).where(JournalEntry.client_id == portal)).all()
    assert [one.kind for one in found if one.kind == "alarm"] == ["alarm"]
    assert {one.ground for one in found if one.kind == "contested"} == {Ground.API_CLIENT}
    clerk = Actor.at_the_counter(world.add_clerk().person_id)
    assert list_alarms(world.session, clerk, now=world.now) == [Alarm(None, TODAY, 4, application="Ondernemersloket")]
    with pytest.raises(NotFound, match="mandate_unknown"):
        contest_by_number(
            world.session, through(portal), "ZZZZ-ZZZZ", reason="pressure", policy=world.policy, now=world.now
        )


def test_so_do_many_pauses_of_mandates_that_it_may_see(world: World, portal: uuid.UUID) -> None:
    domains = frozenset({"subsidies", "vergunningen", "erkenningen"})
    entity = Actor.through_api(Caller(portal, "ondernemen", domains, frozenset(), None, None, "api:1"))
    for key in KEYS[:4]:
        contest(world, world.give(key), entity.for_party(world.bakery.id))
    clerk = Actor.at_the_counter(world.add_clerk().person_id)
    assert [one.pauses for one in list_alarms(world.session, clerk, now=world.now)] == [4]


def test_its_user_contests_in_his_own_name_only(world: World, portal: uuid.UUID) -> None:
    mandate, maria = world.give(), through(portal, world.maria, world.bakery)
    with pytest.raises(NotAllowed, match="clerks_only"):
        contest_by_number(
            world.session, maria, mandate.dossier_number, reason="pressure", policy=world.policy, now=world.now
        )
    contest_mandate(world.session, maria, mandate.id, reason="pressure", policy=world.policy, now=world.now)
    assert list_entries(world.session, mandate.id)[-1].kind in {"contested", "suspended"}


def test_the_pause_of_an_application_reads_as_that_of_somebody(world: World, portal: uuid.UUID) -> None:
    mandate = world.give()
    contest_by_number(
        world.session, through(portal), mandate.dossier_number, reason="pressure", policy=world.policy, now=world.now
    )
    told = {one.kind: one.sentence for one in list_happenings(world.session, mandate.id)}
    assert told["contested"] == "Iemand meldde dat dit mandaat niet klopt. Het mandaat staat stil."


def test_somebody_sees_his_own_rights_in_an_application(world: World, portal: uuid.UUID) -> None:
    found = own_rights(world.session, through(portal, world.maria, world.bakery), now=world.now)
    assert found.party.id == world.bakery.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": Channel.API, "client_id": None},
        {"channel": Channel.SELF},
        {"channel": Channel.API, "ground": Ground.API_CLIENT},
    ],
)
def test_the_journal_takes_no_call_without_its_application(world: World, portal: uuid.UUID, wrong: dict) -> None:
    values = {"client_id": portal, "ground": Ground.OWN_NAME} | wrong
    ground = values.pop("ground")
    with pytest.raises(IntegrityError):
        record(world.session, replace(world.giver, **values), "given", now=world.now, ground=ground)


def test_an_occasion_of_an_application_is_kept_with_the_act(world: World, portal: uuid.UUID) -> None:
    mandate = give(world, through(portal, world.maria, world.bakery))
    entry = list_entries(world.session, mandate.id)[0]
    assert entry.data["occasion"] == "sign-in-1"
