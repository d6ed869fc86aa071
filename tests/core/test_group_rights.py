"""A right for a mandate group: it carries out what the version of that day lists, however the giver ticked it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.letters.party_overviews import order_overview
from app.core.mandates.catalogue import list_groups, list_right_groups
from app.core.mandates.catalogue_file import load_catalogue
from app.core.people.rights import list_executors, list_rights_of
from app.core.representation.checking import Question, may_represent
from app.core.representation.many import may_represent_many
from app.core.representation.searching import Page, Wanted, list_givers, list_people
from app.core.representation.telling import tell
from app.core.rights.changing import change_rights
from app.core.rights.ending import end_relation, foresee_ending
from app.core.rights.groups import give_grown
from app.core.rights.longer_groups import decline_longer
from app.core.rights.matrix import find_colleague, list_to_begin, who_may_what
from app.core.rights.wishes import RightWish
from app.core.views.colleague_history import read_history
from app.core.views.customers import list_unattended
from app.core.views.mandate import find_mandate
from app.core.views.overview import read_overview
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.right_group import RightGroupVersion
from app.translations import say
from tests.acting import accept, kinds, stop
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, colleague, kinds_of
from tests.core.test_right_groups import LIST
from tests.growing import NEW, OLD, given_with, version
from tests.world import TODAY, World

MANAGE, VIEW = AccessLevel.MANAGE, AccessLevel.VIEW
SUBSIDIES, PERMITS = "subsidies.executor", "permits.executor"


@pytest.fixture
def group(world: World) -> MandateGroupVersion:
    """A list that names looking at subsidies and at permits."""
    return version(world, 1, *OLD)


def for_group(*versions: MandateGroupVersion, kind: str = EXECUTOR, **more: object) -> RightWish:
    return RightWish(kind, mandate_group_ids=tuple(one.id for one in versions), **more)


def question(world: World, who: Person, service: str, **more: object) -> Question:
    asked = {"level": VIEW, "day": TODAY, "holder_id": world.office.id} | more
    return Question(world.bakery.id, service, person_id=who.id, **asked)


def codes(world: World, who: Person, service: str, **more: object) -> list[str]:
    """Asked with and without reasons, alone and together: the same yes or no."""
    asked = question(world, who, service, **more)
    answer = may_represent(world.session, asked)
    brief = question(world, who, service, brief=True, **more)
    assert may_represent(world.session, brief).allowed == answer.allowed
    assert [one.allowed for one in may_represent_many(world.session, [asked, brief])] == [answer.allowed] * 2
    wanted = Wanted(service, asked.level, asked.day)
    assert (world.bakery.id in list_givers(world.session, wanted, Page(), person_id=who.id).ids) == answer.allowed
    assert (who.id in list_people(world.session, world.bakery.id, wanted, Page()).ids) == answer.allowed
    return [one.code for one in answer.reasons]


CARRIES = ["executes_group_for_holder", "has_mandate"]


def test_it_carries_out_what_the_list_names_however_it_was_given(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", MANAGER)
    appoint(world, els.id, for_group(group))
    accept(world, world.give("hinder.manage", "permit.view"))
    given_with(world, group, ["subsidy.view"])
    assert codes(world, els, "omgevingsvergunning") == CARRIES
    assert codes(world, els, "subsidy.view") == CARRIES
    assert codes(world, els, "hinder.manage") == ["right_other_group"]


def test_the_chain_names_the_group(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    accept(world, world.give("permit.view"))
    asked = question(world, els, "omgevingsvergunning")
    ((link, _),) = tell(world.session, [(asked, may_represent(world.session, asked).reasons)])
    assert say(f"reasons.{link.code}", **link.values) == (
        "Els Wouters is mandaatuitvoerder van Boekhoudkantoor Peeters BV voor de mandaatgroep “Mijn proef”."
    )


def test_a_longer_list_widens_no_right(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    accept(world, world.give(*NEW))
    longer = version(world, 2, *NEW)
    assert codes(world, els, "hinder.manage") == ["right_other_group"]
    assert codes(world, els, "omgevingsvergunning") == CARRIES
    with pytest.raises(Invalid, match="right_mandate_group_unknown"):
        appoint(world, els.id, for_group(group))
    frame = {"policy": world.policy, "now": world.now}
    change_rights(world.session, world.holder, world.office.id, els.id, [for_group(longer)], **frame)
    assert codes(world, els, "hinder.manage") == CARRIES
    assert [one.listed for one in list_rights_of(world.session, els.id, TODAY)] == [list(NEW)]


def test_who_decides_reads_that_the_list_is_longer_now(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    assert who_may_what(world.session, world.holder, now=world.now).longer == {}
    version(world, 2, *NEW)
    (held,) = find_colleague(world.session, world.holder, els.id, now=world.now).held
    assert held.words.endswith("alleen voor wat in de mandaatgroep “Mijn proef” staat")
    longer = who_may_what(world.session, world.holder, now=world.now).longer
    assert longer[held.rights[0]].names == ["Hinderpremie aanvragen"]
    assert longer[held.rights[0]].given_from == group.from_day
    version(world, 3, *OLD)
    assert who_may_what(world.session, world.holder, now=world.now).longer == {}


def test_a_change_to_the_longer_list_lets_him_do_more(world: World, group: MandateGroupVersion) -> None:
    """So who may not give himself a right cannot get it by choosing the same list again."""
    els = colleague(world, "Els", MANAGER)
    appoint(world, els.id, for_group(group))
    longer = version(world, 2, *NEW)
    actor, frame = world.at_home(els, world.office), {"policy": world.policy, "now": world.now}
    with pytest.raises(NotAllowed, match="own_right"):
        change_rights(world.session, actor, world.office.id, els.id, [RightWish(MANAGER), for_group(longer)], **frame)
    shorter = version(world, 3, "permit.view")
    change_rights(world.session, actor, world.office.id, els.id, [RightWish(MANAGER), for_group(shorter)], **frame)
    assert [one.listed for one in list_rights_of(world.session, els.id, TODAY) if one.works] == [["permit.view"]]


def test_what_is_within_the_list_is_not_given_twice(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    inside, outside = accept(world, world.give("permit.view")), accept(world, world.give("subsidy.view", "recog.view"))
    appoint(world, els.id, for_group(group))
    appoint(world, els.id, RightWish(mandate_ids=(inside.id,)))
    assert kinds_of(world, els) == [EXECUTOR]
    appoint(world, els.id, RightWish(mandate_ids=(outside.id,)))
    appoint(world, els.id, RightWish())
    assert kinds_of(world, els) == [EXECUTOR] * 3
    appoint(world, els.id, for_group(version(world, 2, *NEW)))
    assert kinds_of(world, els) == [EXECUTOR] * 3


def test_it_shows_the_mandates_that_have_something_of_it(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    mandate, other = accept(world, world.give("hinder.manage", "permit.view")), accept(world, world.give("recog.view"))
    actor = world.at_home(els, world.office)
    assert read_overview(world.session, actor, now=world.now).total == 1
    assert find_mandate(world.session, actor, mandate.id, TODAY)[0].id == mandate.id
    with pytest.raises(NotFound):
        find_mandate(world.session, actor, other.id, TODAY)


def test_the_part_outside_the_list_has_nobody(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    mandate = accept(world, world.give("hinder.manage", "permit.view"))
    (alone,) = list_unattended(world.session, world.office, TODAY).customers
    assert (alone.mandate.id, alone.parts) == (mandate.id, ["een hinderpremie aanvragen"])
    assert list_executors(world.session, mandate, TODAY) == [els]
    assert [one.id for one in foresee_ending(world.session, world.office.id, els.id, TODAY).alone] == [mandate.id]
    colleague(world, "Tom", mandate_group=group)
    assert foresee_ending(world.session, world.office.id, els.id, TODAY).alone == []
    stop(world, mandate, type_keys=("permit.view",))
    assert list_executors(world.session, mandate, TODAY) == []
    assert end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now).alone == []


def test_who_is_named_for_a_mandate_gets_what_the_list_lacks(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    both, one = world.give("hinder.manage", "permit.view"), world.give("subsidy.view")
    accept(world, both, executors=[els.id])
    assert (kinds_of(world, els), kinds(world, both)[-1]) == ([EXECUTOR, EXECUTOR], "appointed")
    accept(world, one, executors=[els.id])
    assert kinds(world, one)[-1] == "accepted"


def test_who_waits_with_it_is_to_begin_with_what_it_lists(world: World, group: MandateGroupVersion) -> None:
    inside, outside = accept(world, world.give("permit.view")), accept(world, world.give("recog.view"))
    appoint(world, EVA, for_group(group))
    assert list_to_begin(world.session, inside, TODAY) == ["Eva Claes"]
    assert list_to_begin(world.session, outside, TODAY) == []


def test_in_one_domain_it_is_for_what_lies_there(world: World, group: MandateGroupVersion) -> None:
    els, tom = colleague(world, "Els", MANAGER), colleague(world, "Tom", MANAGER)
    accept(world, world.give("subsidy.view", "permit.view"))
    appoint(world, els.id, for_group(group, kind=PERMITS))
    assert codes(world, els, "omgevingsvergunning") == CARRIES
    assert codes(world, els, "subsidy.view") == ["right_other_domain"]
    farm = version(world, 2, "farm.view")
    with pytest.raises(Invalid, match="right_mandate_group_elsewhere"):
        appoint(world, tom.id, for_group(farm, kind=PERMITS))


def test_more_groups_are_more_rows_and_each_ends_by_itself(world: World, group: MandateGroupVersion) -> None:
    els, mandate = colleague(world, "Els", MANAGER), accept(world, world.give(*NEW))
    other = next(one for one in list_groups(world.session, TODAY) if one.group_key == "boekhouder")
    appoint(world, els.id, for_group(group, other, last_day=TODAY + timedelta(days=9)))
    assert codes(world, els, "hinder.manage", level=MANAGE) == CARRIES
    asked = question(world, els, "hinder.manage")
    assert may_represent(world.session, asked).until == TODAY + timedelta(days=9)
    held = find_colleague(world.session, world.holder, els.id, now=world.now).of_kind(EXECUTOR)
    assert sorted(one.mandate_group for one in held) == ["Mijn boekhouder", "Mijn proef"]
    assert mandate.holder_id == world.office.id


def test_a_right_that_decides_is_for_no_group_and_none_is_for_both(world: World, group: MandateGroupVersion) -> None:
    els, mandate = colleague(world, "Els"), accept(world, world.give())
    for wish, code in (
        (for_group(group, kind=MANAGER), "manager_of_all"),
        (for_group(), "right_mandate_groups_missing"),
        (RightWish(mandate_ids=(mandate.id,), mandate_group_ids=(group.id,)), "right_mandates_or_groups"),
    ):
        with pytest.raises(Invalid, match=code):
            appoint(world, els.id, wish)
    with pytest.raises(IntegrityError), world.session.begin_nested():
        colleague(world, "Tom", mandate_group=group, mandate_id=mandate.id)


def test_a_withdrawn_group_is_given_no_more_and_what_was_given_stays(world: World, group: MandateGroupVersion) -> None:
    els = colleague(world, "Els", mandate_group=group)
    accept(world, world.give("permit.view"))
    group.group.withdrawn_from = TODAY
    world.session.flush()
    assert codes(world, els, "omgevingsvergunning") == CARRIES
    with pytest.raises(Invalid, match="right_mandate_group_unknown"):
        appoint(world, colleague(world, "Tom", MANAGER).id, for_group(group))


def test_a_local_administrator_gives_it(world: World, group: MandateGroupVersion) -> None:
    els, tom = colleague(world, "Els", "local.admin"), colleague(world, "Tom", MANAGER)
    appoint(world, tom.id, for_group(group), actor=world.at_home(els, world.office))
    assert kinds_of(world, tom) == [EXECUTOR, MANAGER]


def test_a_longer_list_of_rights_is_for_the_same_mandate_group(world: World, group: MandateGroupVersion) -> None:
    """And for what that lists today: nobody is offered a right that would be for nothing."""
    def load(number: int, *rights: str) -> RightGroupVersion:
        load_catalogue(world.session, {"right_groups": [LIST | {"version": number, "rights": list(rights)}]})
        return next(one for one in list_right_groups(world.session, TODAY) if one.group_key == LIST["key"])

    els, given = colleague(world, "Els", MANAGER), load(1, SUBSIDIES)
    appoint(world, els.id, for_group(group, kind=SUBSIDIES, group_version_id=given.id))
    longer = load(2, SUBSIDIES, PERMITS)
    newest = version(world, 2, *NEW)
    give_grown(world.session, world.holder, els.id, longer.id, policy=world.policy, now=world.now)
    held = {one.kind: one.mandate_group for one in list_rights_of(world.session, els.id, TODAY)}
    assert held == {MANAGER: None, SUBSIDIES: group, PERMITS: newest}
    version(world, 3, "farm.view")
    load(3, SUBSIDIES, "reader")
    (one,) = who_may_what(world.session, world.holder, now=world.now).grown
    assert [(wish.kind, len(wish.mandate_group_ids or ())) for wish in one.wishes] == [("reader", 1)]
    load(4, PERMITS, "local.admin")
    (one,) = who_may_what(world.session, world.holder, now=world.now).grown
    assert [(wish.kind, wish.mandate_group_ids) for wish in one.wishes] == [("local.admin", None)]


def test_the_history_and_the_overview_letter_say_for_which_list(world: World, group: MandateGroupVersion) -> None:
    els, tom = colleague(world, "Els", mandate_group=group), colleague(world, "Tom", mandate_group=group)
    appoint(world, tom.id, RightWish(mandate_ids=(accept(world, world.give()).id,)))
    version(world, 2, *NEW)
    (spell,) = read_history(world.session, world.holder, els.id, now=world.now).spells
    assert (spell.mandate_group, spell.customers) == (("Mijn proef", group.from_day), None)
    frame = {"policy": world.policy, "now": world.now}
    listed = order_overview(world.session, world.holder, world.office.id, **frame).data["colleagues"]
    told = [(one["name"], one["only"], one["groups"]) for one in listed]
    assert told == [("Els Wouters", None, 1), ("Tom Wouters", 1, 1)]


def longer(world: World) -> list[str]:
    """The names of what is said to be new, for whoever reads who may what."""
    view = who_may_what(world.session, world.holder, now=world.now)
    return [name for _, _, one in view.shorter for name in one.asked]


def test_who_says_no_to_a_longer_mandate_group_is_asked_again_only_when_it_grows_again(
    world: World, group: MandateGroupVersion
) -> None:
    els = colleague(world, "Els", mandate_group=group)
    newer = version(world, 2, *NEW)
    assert longer(world) == ["Hinderpremie aanvragen"]
    before = kinds_of(world, els)
    for _ in range(2):
        decline_longer(world.session, world.holder, els.id, newer.id, now=world.now)
    assert (longer(world), kinds_of(world, els)) == ([], before)
    history = read_history(world.session, world.holder, els.id, now=world.now)
    assert history.happenings[-1].sentence == "Jan Peeters koos om niets bij te geven uit de lijst “Mijn proef”."
    assert [one.kind for one in history.happenings].count("right_list_kept") == 1
    version(world, 3, *NEW, "permit.manage")
    assert len(longer(world)) == 1
    assert "Hinderpremie aanvragen" not in longer(world)


def test_only_who_may_give_it_says_no_to_a_longer_mandate_group(world: World, group: MandateGroupVersion) -> None:
    els, tom = colleague(world, "Els", mandate_group=group), colleague(world, "Tom")
    newer = version(world, 2, *NEW)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        decline_longer(world.session, world.at_home(els, world.office), els.id, newer.id, now=world.now)
    for who, which in ((tom, newer), (els, group)):
        with pytest.raises(NotFound, match="right_mandate_group_unknown"):
            decline_longer(world.session, world.holder, who.id, which.id, now=world.now)
    assert longer(world) == ["Hinderpremie aanvragen"]
