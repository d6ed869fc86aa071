"""What a sign-in says of the law: a row of the register becomes somebody's, or the word is kept, with its days."""

from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.counter.visits import find_open_visit, start_visit
from app.core.directory.colleagues import enter_colleague, shut_out_subject
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.people.provider_accounts import Arrival, enter_citizen
from app.core.people.said import is_said, said_enterprises
from app.core.people.standing import list_parties, list_parties_read_only
from app.core.people.web_sessions import find_session, start_session
from app.core.permits.managing import is_legal_representative, permit_person
from app.core.policy import Policy
from app.core.register.functions import find_functions_of
from app.core.rights.granting import grant_right
from app.models.journal import Ground
from app.models.party import Party
from app.models.person import Person
from app.models.staff import Staff
from app.models.user_right import RightKind
from tests.world import BAKERY, DUO, FARM, TODAY, World

ISSUER = "https://issuer.example"
DAY = timedelta(days=1)
GENT = ("Loket Gent", "Gent")


def arrival(first_name: str = "Maria", last_name: str = "Claes", sub: str = "s1") -> Arrival:
    return Arrival("citizen", f"{ISSUER} {sub}", first_name, last_name)


def enter(
    world: World, who: Arrival, represents: str | None = None, enterprise: str | None = None, **later: int
) -> Person:
    """Come in, and be found by what one is called."""
    now = world.now - timedelta(hours=1) + timedelta(**later)
    enterprise = enterprise or represents
    signed_in, _ = enter_citizen(world.session, who, enterprise=enterprise, represents=represents, now=now)
    return world.session.get_one(Person, signed_in.person_id)


def party_of(world: World, number: str) -> Party:
    return ensure_enterprise_party(world.session, number)


def may(world: World, person: Person, number: str, day=TODAY) -> bool:
    return number in {one.number for one in list_parties(world.session, person.id, day)}


def test_two_providers_may_call_two_people_the_same(world: World) -> None:
    one = enter(world, arrival(sub="s1"))
    other = enter(world, Arrival("citizen", "https://another.example s1", "Maria", "Claes"))
    assert one.id != other.id
    assert enter(world, arrival("Mia", sub="s1")).id == one.id
    assert one.first_name == "Mia"


def test_a_word_with_one_fitting_row_makes_that_row_his_for_good(world: World) -> None:
    world.add_function(FARM, "An", "Claes")
    an = enter(world, arrival("AN", "claes"), FARM)
    assert [one.enterprise_number for one in find_functions_of(world.session, str(an.subject), TODAY)] == [FARM]
    assert said_enterprises(world.session, an.id, TODAY) == []
    assert may(world, an, FARM, TODAY + 100 * DAY)
    assert permit_person(world.session, an.id, party_of(world, FARM), TODAY).function_id is not None


def test_a_name_alone_ties_nothing(world: World) -> None:
    world.add_function(FARM, "An", "Claes")
    an = enter(world, arrival("An", "Claes"), enterprise=FARM)
    assert list_parties(world.session, an.id, TODAY) == []
    with pytest.raises(NotAllowed, match="may_not_decide"):
        permit_person(world.session, an.id, party_of(world, FARM), TODAY)


@pytest.mark.parametrize("rows", ["none", "two of this name", "somebody else's", "another name"])
def test_without_one_fitting_row_the_word_is_kept_as_long_as_the_sign_in_lasts(world: World, rows: str) -> None:
    if rows == "two of this name":
        world.add_function(FARM, "An", "Claes").function = "zaakvoerder"
        world.session.flush()
        world.add_function(FARM, "An", "Claes")
    elif rows != "none":
        world.add_function(FARM, "An" if rows == "somebody else's" else "Bert", "Claes", subject="somebody-else")
    an = enter(world, arrival("An", "Claes"), FARM)
    assert find_functions_of(world.session, str(an.subject), TODAY) == []
    assert said_enterprises(world.session, an.id, TODAY) == [FARM]
    party = party_of(world, FARM)
    permit = permit_person(world.session, an.id, party, TODAY)
    assert (permit.ground, permit.function_id, permit.by_word) == (Ground.LEGAL_REPRESENTATIVE, None, True)
    assert is_legal_representative(world.session, an.id, party, TODAY)
    assert may(world, an, FARM)
    assert [one.number for one in list_parties_read_only(world.session, an.id, TODAY)] == [FARM]
    for day in (TODAY - DAY, TODAY + DAY):  # eleven o'clock: twelve hours later it is still today
        assert not is_legal_representative(world.session, an.id, party, day)
        assert not may(world, an, FARM, day)


def test_a_sign_in_in_the_evening_holds_on_the_next_day_too(world: World) -> None:
    an = enter(world, arrival(), FARM, hours=7)
    assert is_said(world.session, an.id, FARM, TODAY + DAY)
    assert not is_said(world.session, an.id, FARM, TODAY + 2 * DAY)


def test_saying_it_again_makes_it_last_longer_and_a_gap_stays_a_gap(world: World) -> None:
    an = enter(world, arrival(), FARM)
    for days in (1, 3):
        enter(world, arrival(), FARM, days=days)
    assert [is_said(world.session, an.id, FARM, TODAY + number * DAY) for number in range(5)] == [
        True, True, False, True, False
    ]  # fmt: skip


def test_a_sign_in_for_the_enterprise_that_no_longer_says_it_takes_it_back_at_once(world: World) -> None:
    an = enter(world, arrival(), FARM)
    enter(world, arrival(), enterprise=BAKERY)
    assert is_said(world.session, an.id, FARM, TODAY)
    enter(world, arrival(), enterprise=FARM)
    assert not is_said(world.session, an.id, FARM, TODAY)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        permit_person(world.session, an.id, party_of(world, FARM), TODAY)


def test_the_word_for_one_enterprise_says_nothing_of_another(world: World) -> None:
    an = enter(world, arrival(), FARM)
    assert not is_legal_representative(world.session, an.id, world.bakery, TODAY)
    other = ensure_person(world.session, f"{ISSUER} s2", "Maria", "Claes")
    assert not is_legal_representative(world.session, other.id, party_of(world, FARM), TODAY)


def test_who_signs_by_word_alone_signs_alone_only_where_everybody_does(world: World) -> None:
    an = enter(world, arrival(), BAKERY)
    assert permit_person(world.session, an.id, world.bakery, TODAY).signs_alone
    world.add_function(BAKERY, "Piet", "Maes", signs="two")
    assert not permit_person(world.session, an.id, world.bakery, TODAY).signs_alone


def test_by_word_alone_nobody_begins_what_two_must_sign(world: World) -> None:
    for name in ("An", "Bert"):
        world.add_function(DUO, name, "Claes", signs="two")
    an = enter(world, arrival("An", "Maes"), DUO)
    party = party_of(world, DUO)
    wish = world.wish(starter_id=party.id)
    with pytest.raises(Conflict, match="two_signatures_needed"):
        give_mandate(world.session, world.at_home(an, party), wish, policy=world.policy, now=world.now)


def test_a_manager_with_the_word_acts_as_legal_representative(world: World) -> None:
    an = enter(world, arrival(), FARM)
    grant_right(world.session, an.id, party_of(world, FARM).id, RightKind.MANAGER, first_day=TODAY)
    assert permit_person(world.session, an.id, party_of(world, FARM), TODAY).ground is Ground.LEGAL_REPRESENTATIVE
    later = permit_person(world.session, an.id, party_of(world, FARM), TODAY + 5 * DAY)
    assert later.ground is Ground.MANAGER_RIGHT


@pytest.mark.parametrize("number", ["OVO001833", "0199000251", "1"])
def test_what_is_no_enterprise_number_is_refused(world: World, number: str) -> None:
    with pytest.raises(Invalid, match="enterprise_number"):
        enter(world, arrival(), number)


def test_a_colleague_gets_the_desk_of_the_directory_and_leaves_the_old_one(world: World) -> None:
    karim = Arrival("staff", f"{ISSUER} karim", "Karim", "Bouazza")
    who = enter_colleague(world.session, karim, number="9001", office=GENT, policy=Policy(), now=world.now)
    assert who.is_clerk
    token, _ = start_session(world.session, "{}", who.person_id, now=world.now)
    again = enter_colleague(world.session, karim, number="9001", office=GENT, policy=Policy(), now=world.now)
    assert (again.account_id, again.person_id) == (who.account_id, who.person_id)
    assert find_session(world.session, token, idle=DAY, now=world.now) is not None
    back_office = enter_colleague(world.session, karim, number="9001", office=None, policy=Policy(), now=world.now)
    assert not back_office.is_clerk
    assert find_session(world.session, token, idle=DAY, now=world.now) is None


def test_no_visit_stays_open_at_the_desk_that_the_directory_took_away(world: World) -> None:
    karim = Arrival("staff", f"{ISSUER} karim", "Karim", "Bouazza")
    ways = {"number": "9001", "policy": Policy(), "now": world.now}
    for leave in (
        lambda: enter_colleague(world.session, karim, office=None, **ways),
        lambda: shut_out_subject(world.session, karim.subject, policy=Policy(), now=world.now),
    ):
        who = enter_colleague(world.session, karim, office=GENT, **ways)
        start_visit(world.session, Actor.at_the_counter(who.person_id), BAKERY, now=world.now)
        leave()
        assert find_open_visit(world.session, who.person_id) is None


def test_nobody_gets_the_number_of_somebody_else(world: World) -> None:
    karim = Arrival("staff", f"{ISSUER} karim", "Karim", "Bouazza")
    enter_colleague(world.session, karim, number="9001", office=None, policy=Policy(), now=world.now)
    lotte = Arrival("staff", f"{ISSUER} lotte", "Lotte", "Aerts")
    with pytest.raises(Conflict, match="staff_number_taken"):
        enter_colleague(world.session, lotte, number="9001", office=None, policy=Policy(), now=world.now)


def test_who_lost_every_group_loses_every_session_and_keeps_the_history(world: World) -> None:
    karim = Arrival("staff", f"{ISSUER} karim", "Karim", "Bouazza")
    who = enter_colleague(world.session, karim, number="9001", office=None, policy=Policy(), now=world.now)
    token, _ = start_session(world.session, "{}", who.person_id, now=world.now)
    shut_out_subject(world.session, karim.subject, policy=Policy(), now=world.now)
    shut_out_subject(world.session, "nobody", policy=Policy(), now=world.now)
    assert find_session(world.session, token, idle=DAY, now=world.now) is None
    assert world.session.get_one(Staff, who.person_id).number == "9001"
