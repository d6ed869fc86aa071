"""Groups of rights: one list in one go, kept in its version, and what a longer list has is offered and never added."""

from datetime import date
from typing import Any

import pytest

from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.mandates.catalogue import list_right_groups
from app.core.mandates.catalogue_file import load_catalogue
from app.core.rights.groups import GrownList, decline_grown, find_grown, give_grown
from app.core.rights.matrix import list_givable_groups, who_may_what
from app.core.rights.wishes import RightWish
from app.core.views.colleague_history import read_history
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.right_type import RightType
from tests.acting import accept, stop
from tests.colleagues import EXECUTOR, MANAGER, appoint, colleague, kinds_of
from tests.core.duo import Duo
from tests.world import TODAY, World

LIST: dict[str, Any] = {
    "key": "team", "name": "Team", "version": 1, "from": date(2026, 1, 1), "hint": "Wie meewerkt",
    "rights": ["subsidies.executor"], "sentences": ["{medewerker} mag werken voor subsidies."],
}  # fmt: skip
LONGER = LIST | {"version": 2, "rights": ["subsidies.executor", "permits.executor"]}


def load(world: World, **change: Any) -> None:
    load_catalogue(world.session, {"right_groups": [LIST | change]})


def newest(world: World, key: str = "team"):
    return next(one for one in list_right_groups(world.session, TODAY) if one.group_key == key)


def in_list(world: World, kind: str = "subsidies.executor", **more: Any) -> RightWish:
    return RightWish(kind, group_version_id=newest(world).id, **more)


def grown(world: World) -> list[GrownList]:
    return list(who_may_what(world.session, world.holder, now=world.now).grown)


@pytest.fixture
def els(world: World) -> Person:
    """Els manages, and was given the list as it was at first."""
    load(world)
    found = colleague(world, "Els", EXECUTOR, mandate_id=accept(world, world.give()).id)
    appoint(world, found.id, in_list(world))
    return found


def test_a_file_brings_a_list_and_a_changed_one_needs_a_new_number(world: World) -> None:
    for _ in range(2):
        load(world)
    load(world, hint="Wie helpt")
    assert (newest(world).number, newest(world).hint, newest(world).group.name) == (1, "Wie helpt", "Team")
    with pytest.raises(Invalid) as caught:
        load(world, rights=["reader"])
    assert "rechtengroep team niet: de lijst is veranderd" in caught.value.sentence
    for change, what in (({"rights": ["nobody"]}, "nobody kennen wij niet"), ({"key": "a", "rights": None}, "")):
        wrong = {key: value for key, value in (LIST | {"version": 9} | change).items() if value is not None}
        with pytest.raises(Invalid) as caught:
            load_catalogue(world.session, {"right_groups": [wrong]})
        assert (what or "rights ontbreekt") in caught.value.sentence


def test_only_the_list_of_today_is_given_and_only_what_stands_in_it(world: World) -> None:
    load(world)
    tom, older = colleague(world, "Tom"), in_list(world)
    for wish in (in_list(world, "permits.executor"), RightWish("reader", AccessLevel.VIEW, group_version_id=tom.id)):
        with pytest.raises(Invalid, match="right_group_unknown"):
            appoint(world, tom.id, wish)
    load_catalogue(world.session, {"right_groups": [LONGER]})
    with pytest.raises(Invalid, match="right_group_unknown"):
        appoint(world, tom.id, older)


def test_a_list_that_grows_gives_nobody_more_and_says_what_is_new(world: World, els: Person) -> None:
    before = kinds_of(world, els)
    assert grown(world) == []
    load_catalogue(world.session, {"right_groups": [LONGER]})
    assert kinds_of(world, els) == before
    (one,) = grown(world)
    assert (one.person_id, [kind.key for kind in one.types]) == (els.id, ["permits.executor"])
    give_grown(world.session, world.holder, els.id, one.version.id, policy=world.policy, now=world.now)
    assert kinds_of(world, els) == sorted([*before, "permits.executor"])
    assert grown(world) == []
    with pytest.raises(NotFound):
        give_grown(world.session, world.holder, els.id, one.version.id, policy=world.policy, now=world.now)


def test_who_says_no_is_asked_again_only_when_the_list_grows_again(world: World, els: Person) -> None:
    before = kinds_of(world, els)
    load_catalogue(world.session, {"right_groups": [LONGER]})
    (one,) = grown(world)
    for _ in range(2):
        decline_grown(world.session, world.holder, els.id, one.version.id, now=world.now)
    assert (grown(world), kinds_of(world, els)) == ([], before)
    history = read_history(world.session, world.holder, els.id, now=world.now)
    assert history.happenings[-1].sentence == "Jan Peeters koos om niets bij te geven uit de lijst “Team”."
    assert [one.kind for one in history.happenings].count("right_list_kept") == 1
    load_catalogue(world.session, {"right_groups": [LONGER | {"version": 3, "rights": [*LONGER["rights"], MANAGER]}]})
    assert [kind.key for found in grown(world) for kind in found.types] == [MANAGER]


def test_nobody_says_no_to_a_list_that_he_may_not_give_or_that_nobody_has(world: World, els: Person) -> None:
    load_catalogue(world.session, {"right_groups": [LIST | {"version": 2, "rights": ["subsidies.executor", MANAGER]}]})
    (one,) = grown(world)
    own, tom = world.at_home(els, world.office), colleague(world, "Tom")
    admin = world.at_home(colleague(world, "Lena", "local.admin"), world.office)
    for actor, refusal in ((own, "may_not_decide"), (admin, "right_above_own")):
        with pytest.raises(NotAllowed, match=refusal):
            decline_grown(world.session, actor, els.id, one.version.id, now=world.now)
    with pytest.raises(NotFound, match="right_group_unknown"):
        decline_grown(world.session, world.holder, tom.id, one.version.id, now=world.now)
    assert len(grown(world)) == 1


def test_what_is_new_is_for_the_same_customers_and_the_same_time(world: World) -> None:
    load(world)
    mandate, last = accept(world, world.give("hinder.manage", "permit.view")), date(2026, 12, 24)
    tom = colleague(world, "Tom")
    appoint(world, tom.id, in_list(world, mandate_ids=(mandate.id,), last_day=last))
    load_catalogue(world.session, {"right_groups": [LONGER | {"rights": [*LONGER["rights"], MANAGER]}]})
    (one,) = grown(world)
    wishes = {wish.kind: wish for wish in one.wishes}
    assert (wishes["permits.executor"].mandate_ids, wishes["permits.executor"].last_day) == ((mandate.id,), last)
    assert (wishes[MANAGER].mandate_ids, wishes[MANAGER].last_day, one.decides) == (None, last, True)


def test_without_work_left_only_what_decides_is_offered(world: World) -> None:
    load(world, rights=["subsidies.executor", "local.admin"])
    tom = colleague(world, "Tom", first_day=TODAY, last_day=TODAY)
    appoint(world, tom.id, in_list(world, "local.admin"))
    load_catalogue(world.session, {"right_groups": [LONGER | {"rights": [*LONGER["rights"], "local.admin"]}]})
    assert grown(world) == []
    more = [*LONGER["rights"], "local.admin", MANAGER]
    load_catalogue(world.session, {"right_groups": [LONGER | {"version": 3, "rights": more}]})
    (one,) = grown(world)
    assert [kind.key for kind in one.types] == [MANAGER]


def test_the_end_is_that_of_the_work_and_not_of_what_decides(world: World) -> None:
    load(world, rights=["subsidies.executor", "local.admin"])
    tom, last = colleague(world, "Tom"), date(2026, 12, 24)
    appoint(world, tom.id, in_list(world, last_day=last), in_list(world, "local.admin"))
    load_catalogue(world.session, {"right_groups": [LONGER | {"rights": [*LONGER["rights"], "local.admin"]}]})
    (one,) = grown(world)
    assert (one.wishes[0].mandate_ids, one.last_day) == (None, last)


def test_what_is_over_is_left_out_of_what_is_new(world: World) -> None:
    load(world)
    first, second = (accept(world, world.give(key)) for key in ("subsidy.view", "permit.view"))
    tom = colleague(world, "Tom")
    appoint(world, tom.id, in_list(world, mandate_ids=(first.id, second.id)))
    load_catalogue(world.session, {"right_groups": [LONGER]})
    stop(world, first)
    (one,) = grown(world)
    assert one.wishes[0].mandate_ids == (second.id,)
    stop(world, second)
    assert grown(world) == []


def test_a_list_that_got_shorter_and_what_somebody_has_anyway_are_nothing_new(world: World, els: Person) -> None:
    appoint(world, els.id, RightWish("permits.executor"))
    load_catalogue(world.session, {"right_groups": [LONGER]})
    assert grown(world) == []
    load_catalogue(world.session, {"right_groups": [LIST | {"version": 3, "rights": ["permits.executor"]}]})
    assert grown(world) == []


def test_who_may_only_appoint_gives_no_list_that_decides(world: World, els: Person) -> None:
    admin = world.at_home(colleague(world, "Lena", "local.admin"), world.office)
    offered = [one.group_key for one in list_givable_groups(world.session, admin, now=world.now)]
    assert "team" in offered
    assert "onthaal" not in offered
    assert "onthaal" in [one.group_key for one in list_givable_groups(world.session, world.holder, now=world.now)]
    load_catalogue(world.session, {"right_groups": [LIST | {"version": 2, "rights": ["subsidies.executor", MANAGER]}]})
    (one,) = grown(world)
    with pytest.raises(NotAllowed, match="right_above_own"):
        give_grown(world.session, admin, els.id, one.version.id, policy=world.policy, now=world.now)


def test_a_right_that_was_withdrawn_is_in_no_list(world: World, els: Person) -> None:
    load_catalogue(world.session, {"right_groups": [LONGER]})
    world.session.get_one(RightType, "permits.executor").withdrawn_from = TODAY
    world.session.flush()
    assert grown(world) == []
    assert "team" in [one.group_key for one in list_givable_groups(world.session, world.holder, now=world.now)]


def test_what_waits_for_the_second_is_not_offered_again(world: World) -> None:
    load(world)
    first = Duo(world).godelieve
    relation = appoint(world, first.person_id, in_list(world), actor=first)
    load_catalogue(world.session, {"right_groups": [LIST | {"version": 2, "rights": ["subsidies.executor", MANAGER]}]})
    (one,) = find_grown(world.session, [relation], TODAY)
    give_grown(world.session, first, first.person_id, one.version.id, policy=world.policy, now=world.now)
    view = who_may_what(world.session, first, now=world.now)
    assert (len(view.waiting), list(view.grown)) == (1, [])
    with pytest.raises(NotFound):
        give_grown(world.session, first, first.person_id, one.version.id, policy=world.policy, now=world.now)
