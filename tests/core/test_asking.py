"""What an application may ask of the check: in its domains; of a user about him and his party; and nothing else."""

import uuid

import pytest

from app.core.actor import Actor
from app.core.caller import Caller
from app.core.errors import NotAllowed
from app.core.representation.asking import NO, Asked, Decision, Kind, check_many
from app.core.representation.finding import find_givers, find_subjects
from app.core.representation.searching import Page
from app.models.mandate_type import AccessLevel, MandateType
from app.models.party import Party
from app.models.person import Person
from tests.acting import accept, withdraw
from tests.colleagues import colleague
from tests.core.duo import Duo
from tests.core.test_searching import givers_of_office
from tests.world import BAKERY, DUO, OFFICE, TODAY, World

ABOUT_OFFICE = Asked(Kind.ORGANISATION, OFFICE, "hinderpremie", BAKERY, AccessLevel.MANAGE, TODAY)
SUBSIDIES = frozenset({"subsidies"})


def entity(domains: frozenset[str] = SUBSIDIES) -> Actor:
    return Actor.through_api(Caller(uuid.uuid4(), "ondernemen", domains, frozenset(), None, None, occasion="one"))


def user(person: Person, party: Party | None) -> Actor:
    party_id = party.id if party else None
    caller = Caller(uuid.uuid4(), None, SUBSIDIES, frozenset(), person.id, party_id, occasion="one")
    return Actor.through_api(caller)


def check(world: World, actor: Actor, asked: Asked) -> Decision:
    [decision] = check_many(world.session, actor, [asked], now=world.now)
    return decision


def test_an_application_asks_in_its_domains_and_nowhere_else(world: World) -> None:
    accept(world, world.give())
    assert check(world, entity(), ABOUT_OFFICE).allowed
    assert check(world, entity(frozenset({"werk"})), ABOUT_OFFICE) == NO
    # The law is told of no more than a mandate is.
    by_law = ABOUT_OFFICE._replace(kind=Kind.PERSON, who="subject-maria")
    assert check(world, entity(), by_law).allowed
    assert check(world, entity(), by_law._replace(service="niets")) == NO


def test_a_service_of_two_domains_is_for_who_has_both(world: World) -> None:
    accept(world, world.give())
    world.session.get_one(MandateType, "leave.manage").services = ["hinderpremie"]
    world.session.flush()
    assert check(world, entity(), ABOUT_OFFICE) == NO
    assert check(world, entity(SUBSIDIES | {"werk"}), ABOUT_OFFICE).allowed


def test_an_application_of_nobody_asks_nothing(world: World) -> None:
    caller = Caller(uuid.uuid4(), None, SUBSIDIES, frozenset(), None, None, occasion="one")
    with pytest.raises(NotAllowed, match="application_without_entity"):
        check(world, Actor.through_api(caller), ABOUT_OFFICE)


def test_a_user_asks_about_no_other_person_and_no_other_party(world: World) -> None:
    accept(world, world.give())
    els = colleague(world, "Els")
    about_els = ABOUT_OFFICE._replace(kind=Kind.PERSON, who=els.subject)
    assert check(world, user(els, world.office), about_els).allowed
    assert check(world, user(world.jan, world.office), about_els) == NO
    assert check(world, user(world.jan, world.office), ABOUT_OFFICE).allowed
    assert check(world, user(world.maria, world.bakery), ABOUT_OFFICE).allowed
    assert check(world, user(world.maria, None), ABOUT_OFFICE) == NO


def test_why_not_is_told_to_a_user_about_his_own_party_only(world: World) -> None:
    nils = colleague(world, "Nils", mandate_id=accept(world, world.give("leave.manage")).id)
    accept(world, world.give())
    about_nils = ABOUT_OFFICE._replace(kind=Kind.PERSON, who=nils.subject, organisation=OFFICE)
    assert code_of(world, entity(), about_nils) == "not_an_executor"
    # He sees one mandate of his organisation; a reason would speak of another.
    assert check(world, user(nils, world.office), about_nils).reasons == ()


def test_a_search_finds_for_a_user_what_a_check_would_say(world: World) -> None:
    givers = givers_of_office(world)
    jan, maria = user(world.jan, world.office), user(world.maria, world.bakery)
    assert find_givers(world.session, jan, ABOUT_OFFICE, Page(), now=world.now).total == len(givers)
    assert find_givers(world.session, maria, ABOUT_OFFICE, Page(), now=world.now).names == [BAKERY]
    people = ABOUT_OFFICE._replace(kind=Kind.PERSON)
    found = find_subjects(world.session, maria, people, Page(), now=world.now)
    assert (set(found.names), found.total) == ({"subject-maria", "subject-jan"}, 2)
    for one in found.names:
        assert check(world, maria, people._replace(who=one)).allowed
    # Nobody else hears a part of it, nor whether such a giver exists.
    for asked in (people, people._replace(giver="0200065765")):
        with pytest.raises(NotAllowed, match="search_people_of_own"):
            find_subjects(world.session, jan, asked, Page(), now=world.now)


def code_of(world: World, actor: Actor, asked: Asked) -> str:
    [reason] = check(world, actor, asked).reasons
    return reason.code


@pytest.mark.parametrize(("ends", "told"), [(False, "status_to_sign"), (True, "status_withdrawn")])
def test_no_reason_speaks_of_what_was_never_signed_by_two(world: World, ends: bool, told: str) -> None:
    duo, asked = Duo(world), ABOUT_OFFICE._replace(giver=DUO)
    mandate = duo.give()
    if ends:
        withdraw(world, mandate, duo.godelieve)
    own = user(world.session.get_one(Person, duo.godelieve.person_id), duo.party)
    assert code_of(world, own, asked) == told
    assert [code_of(world, one, asked) for one in (entity(), user(world.jan, world.office))] == ["no_mandate"] * 2


def test_no_reason_speaks_of_a_mandate_in_another_domain(world: World) -> None:
    accept(world, world.give("permit.manage"))
    world.set_situation(BAKERY, "bankrupt")
    assert code_of(world, entity(), ABOUT_OFFICE) == "no_mandate"
    both = entity(SUBSIDIES | {"vergunningen"})
    assert code_of(world, both, ABOUT_OFFICE) == "party_stopped"
