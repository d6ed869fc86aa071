"""What the directory of staff says, on both engines: who is taken in, who is shut out, and what stays of him."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.config_sign_in import DeskOfGroup, RoleOfGroup
from app.core.actor import Actor
from app.core.counter.visits import find_open_visit, start_visit
from app.core.directory import groups, users
from app.core.directory.arrivals import enter_known
from app.core.directory.groups import GroupFacts
from app.core.directory.rules import DirectoryRules
from app.core.directory.tokens import find_token, make_token, revoke_token
from app.core.directory.users import Keeper, UserFacts
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.mandates.mandate_texts import channel_text
from app.core.people.accounts import find_signed_in
from app.core.people.persons import find_person_of
from app.core.people.provider_accounts import Arrival
from app.core.people.roles import ADMINISTRATOR, Role, give_first_role, roles_of
from app.core.people.web_sessions import find_session, start_session
from app.core.policy import Policy
from app.core.vault import Vault
from app.core.views.timeline import how_of
from app.models.account import Account
from app.models.directory import DirectoryUser
from app.models.journal import Channel, Ground, JournalEntry
from app.models.person import Person
from app.models.staff import Staff
from app.models.visit import Visit
from tests.world import BAKERY, World

ISSUER = "https://entra.example/tenant/v2.0"
CLERKS, OFFICE, BOSSES = "clerks", "office", "bosses"
RULES = DirectoryRules(
    ISSUER, desks=(DeskOfGroup(CLERKS, "Loket Gent", "Gent"), DeskOfGroup(OFFICE)),
    roles=(RoleOfGroup(BOSSES, "administrator"), RoleOfGroup(BOSSES, "domain_manager", "nowhere")),
)  # fmt: skip
KARIM = UserFacts("karim@loket.example", True, "oid-1", "Karim", "Bouazza", None, "4790")


def keeper(world: World, **later: int) -> Keeper:
    return Keeper(RULES, Policy(), world.later(**later))


def taken_in(world: World, facts: UserFacts = KARIM, group: str = CLERKS) -> DirectoryUser:
    """Somebody whom the directory made, in a group."""
    user = users.create_user(world.session, facts, keeper(world))
    groups.create_group(world.session, GroupFacts(group, group, frozenset({str(user.id)})), keeper(world))
    return user


def person_of(world: World, facts: UserFacts = KARIM) -> Person | None:
    return find_person_of(world.session, f"{ISSUER} {facts.external_id}")


def is_open(world: World, person: Person) -> bool:
    account = world.session.scalars(select(Account).where(Account.person_id == person.id)).one()
    return find_signed_in(world.session, account.id) is not None


def kinds(world: World, person: Person) -> list[str]:
    query = select(JournalEntry.kind).where(JournalEntry.person_id == person.id, JournalEntry.channel == Channel.JOB)
    return list(world.session.scalars(query.order_by(JournalEntry.id)))


def disable(world: World, user: DirectoryUser) -> None:
    users.change_user(world.session, str(user.id), replace(KARIM, active=False), keeper(world, minutes=1), seen=None)


def enter(world: World, said: str = "oid-1", rules: DirectoryRules = RULES) -> object:
    arrival = Arrival("staff", f"{ISSUER} {said}", "Karim", "Bouazza")
    return enter_known(world.session, arrival, said, rules, policy=Policy(), now=world.later(minutes=2))


def test_who_is_in_a_group_is_staff_before_he_ever_signed_in(world: World) -> None:
    user = users.create_user(world.session, KARIM, keeper(world))
    assert (user.person_id, person_of(world)) == (None, None)  # no group yet, so nobody to us
    groups.create_group(world.session, GroupFacts("Clerks", CLERKS, frozenset({str(user.id)})), keeper(world))
    person = person_of(world)
    assert person is not None
    staff = world.session.get_one(Staff, person.id)
    assert (person.name, staff.number, user.person_id) == ("Karim Bouazza", "4790", person.id)
    assert staff.office_id is not None
    assert (is_open(world, person), kinds(world, person)) == (True, ["staff_placed"])


def leave(world: World, user: DirectoryUser, way: str, later: Keeper) -> None:
    """The directory says in one of its ways that somebody left."""
    group = groups.find_groups(world.session)[0]
    known = str(user.id)
    facts = GroupFacts(CLERKS, CLERKS, frozenset({known}))
    {
        "disabled": lambda: users.change_user(world.session, known, replace(KARIM, active=False), later, seen=None),
        "removed": lambda: users.delete_user(world.session, known, later, seen=None),
        "out of the group": lambda: groups.change_group(
            world.session, str(group.id), replace(facts, members=frozenset()), later, seen=None
        ),
        "renamed group": lambda: groups.change_group(
            world.session, str(group.id), replace(facts, external_id="other"), later, seen=None
        ),
        "another subject": lambda: users.change_user(
            world.session, known, replace(KARIM, external_id="oid-2", number="4791"), later, seen=None
        ),
        "no number": lambda: users.change_user(world.session, known, replace(KARIM, number=None), later, seen=None),
    }[way]()


@pytest.mark.parametrize(
    "way", ["disabled", "removed", "out of the group", "renamed group", "another subject", "no number"]
)
def test_who_leaves_loses_everything_in_the_same_transaction(world: World, way: str) -> None:
    user = taken_in(world)
    person = person_of(world)
    assert person is not None
    give_first_role(world.session, "4790", Role(ADMINISTRATOR), now=world.now)
    token, _ = start_session(world.session, "{}", person.id, now=world.now)
    visit = start_visit(world.session, Actor.at_the_counter(person.id), BAKERY, now=world.now)
    later = keeper(world, minutes=1)
    leave(world, user, way, later)
    world.session.expire_all()
    assert find_session(world.session, token, idle=timedelta(hours=1), now=later.now) is None
    assert not is_open(world, person)
    assert roles_of(world.session, person.id) == ()
    assert world.session.get_one(Staff, person.id).office_id is None
    assert find_open_visit(world.session, person.id) is None
    found = world.session.get_one(Visit, visit.id)
    assert (found.ended_at, found.exit_reason) == (later.now, "clerk_left")
    assert kinds(world, person)[-2:] == ["visit_ended", "staff_left"]
    with pytest.raises(NotAllowed):
        enter(world)
    # A sign-in that was under way began a session after all; nobody is signed in with it.
    late, _ = start_session(world.session, "{}", person.id, now=later.now)
    found_late = find_session(world.session, late, idle=timedelta(hours=1), now=later.now)
    assert found_late is not None
    assert found_late.people == ()


def test_who_comes_back_has_his_desk_again_and_not_what_was_given_here(world: World) -> None:
    user = taken_in(world)
    person = person_of(world)
    assert person is not None
    give_first_role(world.session, "4790", Role(ADMINISTRATOR), now=world.now)
    disable(world, user)
    disable(world, user)  # said twice, done once
    users.change_user(world.session, str(user.id), KARIM, keeper(world, minutes=2), seen=None)
    assert is_open(world, person)
    assert world.session.get_one(Staff, person.id).office_id is not None
    assert roles_of(world.session, person.id) == ()
    assert kinds(world, person).count("staff_left") == 1
    assert kinds(world, person)[-1] == "staff_placed"


def test_what_he_did_without_a_visit_still_reads_well(world: World) -> None:
    user = taken_in(world)
    person = person_of(world)
    assert person is not None
    record(world.session, Actor.at_the_counter(person.id), "contested", now=world.now, ground=Ground.NAMED_DOSSIER)
    [entry] = world.session.scalars(select(JournalEntry).where(JournalEntry.actor_id == person.id))
    assert "aan het loket in Gent" in how_of(world.session, entry)
    assert "aan het loket in Gent" in channel_text(world.session, entry)
    disable(world, user)
    assert how_of(world.session, entry) == "Dat gebeurde aan het loket, met hulp van medewerker 4790."
    assert channel_text(world.session, entry) == "aan het loket, met hulp van medewerker 4790"


def test_a_group_gives_a_role_and_an_entity_that_nobody_knows_gives_nothing(world: World) -> None:
    taken_in(world, group=BOSSES)
    person = person_of(world)
    assert person is not None
    assert [(one.kind, one.from_directory) for one in roles_of(world.session, person.id)] == [(ADMINISTRATOR, True)]
    assert world.session.get_one(Staff, person.id).office_id is None


def test_two_people_under_one_number_are_not_both_let_in(world: World) -> None:
    taken_in(world)
    other = users.create_user(
        world.session, replace(KARIM, user_name="lotte", external_id="oid-2", given_name="Lotte"), keeper(world)
    )
    group = groups.find_groups(world.session)[0]
    both = frozenset({str(other.id), *map(str, groups.members_of_all(world.session, [group.id])[group.id])})
    groups.change_group(world.session, str(group.id), GroupFacts(CLERKS, CLERKS, both), keeper(world), seen=None)
    lotte = find_person_of(world.session, f"{ISSUER} oid-2")
    assert lotte is not None
    assert world.session.get(Staff, lotte.id) is None
    with pytest.raises(Conflict, match="staff_number_taken"):
        enter(world, "oid-2")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(KARIM, active=False), "directory_not_active"),
        (replace(KARIM, number="1" * 11), "directory_no_number"),
        (replace(KARIM, external_id="other"), "directory_unknown"),
    ],
)  # fmt: skip
def test_whom_the_directory_does_not_want_is_refused_at_signing_in(world: World, facts: UserFacts, code: str) -> None:
    taken_in(world, facts)
    with pytest.raises(NotAllowed, match=code):
        enter(world)


def test_who_was_known_by_his_sign_in_only_leaves_under_the_old_name_too(world: World) -> None:
    nameless = replace(KARIM, given_name=None, family_name=None)
    user = taken_in(world, nameless)
    assert person_of(world) is None
    enter(world)
    person = person_of(world)
    assert person is not None
    other = replace(nameless, external_id="oid-2")
    users.change_user(world.session, str(user.id), other, keeper(world, minutes=3), seen=None)
    assert not is_open(world, person)


def test_other_settings_hold_for_everybody_once_they_are_settled(world: World) -> None:
    taken_in(world)
    person = person_of(world)
    assert person is not None
    assert users.settle_all(world.session, keeper(world)) == 1
    assert is_open(world, person)
    assert users.settle_all(world.session, replace(keeper(world), rules=replace(RULES, desks=()))) == 1
    assert not is_open(world, person)


def test_a_stranger_may_come_in_where_that_is_set(world: World) -> None:
    taken_in(world)
    assert enter(world, "unknown", replace(RULES, known_only=False)) is None
    assert enter(world) is not None


def test_a_token_opens_until_its_end_or_until_it_is_revoked(world: World) -> None:
    vault = Vault(b"l" * 32, b"s" * 32)
    now = world.now
    for name in ("one", "two"):
        token = make_token(world.session, name, vault, now=now, days=1)
        assert find_token(world.session, token, vault, now=now) is not None
    assert find_token(world.session, token, vault, now=now + timedelta(days=1)) is None
    revoke_token(world.session, "two", now=now)
    assert find_token(world.session, token, vault, now=now) is None
    with pytest.raises(NotFound, match="directory_token_unknown"):
        revoke_token(world.session, "two", now=now)


def test_what_is_taken_unreadable_or_no_longer_so_is_refused(world: World) -> None:
    user = taken_in(world)
    at, known = keeper(world), str(user.id)
    with pytest.raises(Conflict, match="directory_taken"):
        users.create_user(world.session, replace(KARIM, user_name="KARIM@loket.example", external_id="x"), at)
    with pytest.raises(Conflict, match="directory_taken"):
        users.create_user(world.session, replace(KARIM, user_name="x"), at)
    with pytest.raises(Conflict, match="directory_taken"):
        groups.create_group(world.session, GroupFacts("x", CLERKS), at)
    with pytest.raises(Invalid, match="directory_text_wrong"):
        users.create_user(world.session, replace(KARIM, user_name="a\u0000b", external_id="x"), at)
    with pytest.raises(Invalid, match="directory_member_unknown"):
        groups.create_group(world.session, GroupFacts("x", "x", frozenset({"nobody"})), at)
    with pytest.raises(Conflict, match="directory_changed"):
        users.change_user(world.session, known, KARIM, at, seen=7)
    with pytest.raises(NotFound, match="directory_user_unknown"):
        users.get_user(world.session, "no id")
    assert users.find_users(world.session, "external_id", "\u0000") == []
    assert [one.id for one in users.find_users(world.session, "id", known)] == [user.id]
