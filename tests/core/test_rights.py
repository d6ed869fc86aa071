"""Rights inside an organisation: appointed, changed and taken back, and always somebody who can manage it."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.people.parties import ensure_person_party
from app.core.people.rights import list_relations_of
from app.core.rights.changing import change_rights
from app.core.rights.ending import Ending, dismiss_rights, end_relation
from app.core.rights.granting import grant_right
from app.core.rights.matrix import who_may_what
from app.core.rights.wishes import RightWish
from app.core.views.timeline import list_happenings
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.right_type import RightType
from app.models.user_right import UserRight
from tests.acting import accept, kinds
from tests.colleagues import EXECUTOR, MANAGER, appoint, colleague, kinds_of, person
from tests.core.duo import Duo
from tests.world import OFFICE, TODAY, World

MANAGES = RightWish(MANAGER)


def rows_of(world: World, who, party=None) -> list[UserRight]:
    """Every row of somebody at the office, over or not."""
    relations = list_relations_of(world.session, who.id, (party or world.office).id)
    return [right for relation in relations for right in relation.rights]


def dismiss(world: World, actor: Actor, who: Person, right: UserRight) -> Ending:
    """Take one right of somebody back."""
    return dismiss_rights(world.session, actor, who.id, [right.id], policy=world.policy, now=world.now)


def journal(world: World) -> list[str]:
    """What was written in the journal about rights."""
    entries = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [one.kind for one in entries if "relation" in one.data]


def test_who_works_there_already_has_a_new_right_at_once(world: World) -> None:
    els = colleague(world, "Els")
    relation = appoint(world, els.id, MANAGES)
    assert kinds_of(world, els) == ["executor", "manager"]
    assert (journal(world), len(relation.rights)) == (["colleague_appointed"], 2)


def test_who_represents_the_party_can_be_appointed_without_accepting(world: World) -> None:
    rik = world.add_representative(OFFICE, "Rik", "Peeters")
    appoint(world, rik.id)
    assert kinds_of(world, rik) == ["executor"]


def test_what_somebody_has_already_is_not_given_twice(world: World) -> None:
    els = colleague(world, "Els")
    appoint(world, els.id)
    appoint(world, els.id, RightWish(level=AccessLevel.VIEW))
    assert (len(rows_of(world, els)), journal(world)) == (1, [])


def test_a_stranger_is_not_appointed_without_his_yes(world: World) -> None:
    wim = person(world, "Wim")
    with pytest.raises(Invalid, match="colleague_unknown"):
        appoint(world, wim.id)


def test_chosen_mandates_get_a_row_each_and_their_pages_say_so(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    first, second = accept(world, world.give("hinder.manage")), accept(world, world.give("permit.view"))
    appoint(world, els.id, RightWish(mandate_ids=(first.id, second.id)))
    assert {one.mandate_id for one in rows_of(world, els)} == {None, first.id, second.id}
    assert kinds(world, first)[-1] == kinds(world, second)[-1] == "appointed"


def test_a_mandate_of_another_holder_or_that_is_over_cannot_be_chosen(world: World) -> None:
    els = colleague(world, "Els")
    given = accept(world, world.give())
    for mandate_id, actor in ((uuid.uuid4(), world.holder), (given.id, world.giver)):
        who = els.id if actor is world.holder else world.maria.id
        with pytest.raises(Invalid, match="right_mandate_unknown"):
            appoint(world, who, RightWish(mandate_ids=(mandate_id,)), actor=actor)
    with pytest.raises(Invalid, match="right_mandates_missing"):
        appoint(world, els.id, RightWish(mandate_ids=()))
    with pytest.raises(Invalid, match="manager_of_all"):
        appoint(world, els.id, RightWish(MANAGER, mandate_ids=(given.id,)))


def test_a_right_that_only_views_is_not_given_at_a_higher_level(world: World) -> None:
    reader = {"key": "looker", "name": "Lezer", "short": "kijken", "manages": False, "access_level": "view"}
    policy = {"risk": "low", "signatures": "1", "position": 9, "may": [], "may_not": []}
    world.session.add(RightType(**reader, **policy))
    els = colleague(world, "Els")
    with pytest.raises(Invalid, match="right_only_views") as caught:
        appoint(world, els.id, RightWish("looker"))
    assert caught.value.sentence
    appoint(world, els.id, RightWish("looker", level=AccessLevel.VIEW))
    assert kinds_of(world, els) == ["executor", "looker"]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_right_that_is_not_given_any_more_is_refused(world: World, withdrawn: bool) -> None:
    els = colleague(world, "Els")
    if withdrawn:
        world.session.get_one(RightType, "manager").withdrawn_from = TODAY
    with pytest.raises(Invalid, match="right_unknown"):
        appoint(world, els.id, MANAGES if withdrawn else RightWish("nothing"))


def test_a_right_holds_on_its_days(world: World) -> None:
    els = colleague(world, "Els")
    begin = TODAY + timedelta(days=3)
    appoint(world, els.id, RightWish(MANAGER, first_day=begin, last_day=begin + timedelta(days=1)))
    held = [kinds_of(world, els, days) for days in range(2, 6)]
    assert held == [["executor"], ["executor", "manager"], ["executor", "manager"], ["executor"]]


def test_days_that_cannot_be_are_refused(world: World) -> None:
    els = colleague(world, "Els")
    with pytest.raises(Invalid, match="first_day_past"):
        appoint(world, els.id, RightWish(first_day=TODAY - timedelta(days=1)))


def test_who_does_not_decide_appoints_nobody(world: World) -> None:
    els, eva = colleague(world, "Els"), colleague(world, "Eva")
    with pytest.raises(NotAllowed, match="may_not_decide"):
        appoint(world, eva.id, MANAGES, actor=world.at_home(els, world.office))


def test_a_manager_gives_himself_nothing_that_he_lacks(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    with pytest.raises(NotAllowed, match="own_right"):
        appoint(world, els.id, actor=world.at_home(els, world.office))
    appoint(world, els.id, MANAGES, actor=world.at_home(els, world.office))
    assert kinds_of(world, els) == ["manager"]


def test_a_legal_representative_may_appoint_himself(world: World) -> None:
    appoint(world, world.jan.id)
    assert kinds_of(world, world.jan) == ["executor"]


def test_a_person_has_no_colleagues_and_who_stopped_appoints_nobody(world: World) -> None:
    party = ensure_person_party(world.session, world.maria.id)
    with pytest.raises(Conflict, match="person_has_no_colleagues"):
        appoint(world, world.maria.id, actor=world.at_home(world.maria, party))
    world.set_situation(OFFICE, "bankrupt")
    els = colleague(world, "Els")
    with pytest.raises(Conflict, match="appoint_party_stopped"):
        appoint(world, els.id, MANAGES)


def test_a_right_taken_back_holds_no_longer_that_day(world: World) -> None:
    els = colleague(world, "Els")
    mandate = accept(world, world.give())
    ending = dismiss(world, world.holder, els, rows_of(world, els)[0])
    assert (kinds_of(world, els), kinds_of(world, els, -0)) == ([], [])
    assert [one.id for one in ending.alone] == [mandate.id]
    assert journal(world) == ["right_dismissed"]
    assert dismiss(world, world.holder, els, rows_of(world, els)[0]).rights == []


def test_a_mandate_with_another_executor_is_not_left_alone(world: World) -> None:
    els, _ = colleague(world, "Els"), colleague(world, "Eva")
    accept(world, world.give())
    assert end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now).alone == []


def test_the_right_of_somebody_else_is_not_found(world: World) -> None:
    els, eva = colleague(world, "Els"), colleague(world, "Eva")
    with pytest.raises(NotFound, match="right_unknown_here"):
        dismiss(world, world.holder, els, rows_of(world, eva)[0])
    with pytest.raises(NotFound, match="colleague_not_here"):
        end_relation(world.session, world.holder, world.maria.id, policy=world.policy, now=world.now)


def test_who_leaves_loses_everything_at_once_and_may_come_back(world: World) -> None:
    els = colleague(world, "Els")
    mandate = accept(world, world.give())
    appoint(world, els.id, MANAGES, RightWish(mandate_ids=(mandate.id,), first_day=TODAY + timedelta(days=5)))
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    assert [kinds_of(world, els, days) for days in (0, 1, 6)] == [[], [], []]
    with pytest.raises(Invalid, match="colleague_unknown"):
        appoint(world, els.id)


def test_an_executor_may_give_up_his_own_right(world: World) -> None:
    els = colleague(world, "Els")
    end_relation(world.session, world.at_home(els, world.office), els.id, policy=world.policy, now=world.now)
    entry = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (kinds_of(world, els), entry.kind, entry.ground) == ([], "colleague_left", "own_name")


def untie(world: World) -> None:
    """Nobody can sign in any more as the representative whom the register names."""
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().subject = None


def test_the_last_manager_cannot_go_without_a_successor(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    untie(world)
    actor = world.at_home(els, world.office)
    for act in (
        lambda: end_relation(world.session, actor, els.id, policy=world.policy, now=world.now),
        lambda: dismiss(world, actor, els, rows_of(world, els)[0]),
        lambda: change(world, els, RightWish(EXECUTOR), actor=actor),
    ):
        with pytest.raises((Conflict, NotAllowed), match=r"last_manager|own_right"):
            act()
    with pytest.raises(Conflict) as caught:
        end_relation(world.session, actor, els.id, policy=world.policy, now=world.now)
    assert caught.value.sentence == "Els Wouters is de laatste mandaatbeheerder. Duid eerst iemand anders aan."
    grant_right(world.session, person(world, "Eva").id, world.office.id, MANAGER, first_day=TODAY)
    end_relation(world.session, actor, els.id, policy=world.policy, now=world.now)
    assert kinds_of(world, els) == []


def test_a_successor_who_begins_tomorrow_is_none_today(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    colleague(world, "Eva", MANAGER, first_day=TODAY + timedelta(days=1))
    untie(world)
    with pytest.raises(Conflict, match="last_manager"):
        end_relation(world.session, world.at_home(els, world.office), els.id, policy=world.policy, now=world.now)


def test_who_manages_a_shorter_time_takes_nobodys_place(world: World) -> None:
    els, eva = colleague(world, "Els", MANAGER), colleague(world, "Eva", MANAGER, last_day=TODAY)
    untie(world)
    actor = world.at_home(eva, world.office)
    for act in (
        lambda: end_relation(world.session, actor, els.id, policy=world.policy, now=world.now),
        lambda: dismiss(world, actor, els, rows_of(world, els)[0]),
        lambda: change(world, els, RightWish(MANAGER, last_day=TODAY), actor=actor),
    ):
        with pytest.raises(Conflict, match="manager_ends_sooner"), world.session.begin_nested():
            act()
    end_relation(world.session, world.at_home(els, world.office), eva.id, policy=world.policy, now=world.now)
    assert (kinds_of(world, els), kinds_of(world, eva)) == (["manager"], [])


def test_who_manages_as_long_takes_the_place(world: World) -> None:
    day = TODAY + timedelta(days=30)
    els = colleague(world, "Els", MANAGER, last_day=day)
    colleague(world, "Eva", MANAGER, last_day=day)
    untie(world)
    end_relation(world.session, world.at_home(els, world.office), els.id, policy=world.policy, now=world.now)
    assert kinds_of(world, els) == []


def test_a_legal_representative_stays_behind(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    end_relation(world.session, world.at_home(els, world.office), els.id, policy=world.policy, now=world.now)
    assert kinds_of(world, els) == []


def change(world: World, who, *wishes: RightWish, actor: Actor | None = None):
    by, frame = actor or world.holder, {"policy": world.policy, "now": world.now}
    return change_rights(world.session, by, world.office.id, who.id, wishes, **frame)


def test_a_change_gives_what_is_new_and_ends_what_is_not_wanted(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    mandate = accept(world, world.give())
    ending = change(world, els, RightWish(mandate_ids=(mandate.id,))).ending
    assert (kinds_of(world, els), [one.kind for one in ending.rights]) == (["executor"], ["manager"])
    assert change(world, els, RightWish(mandate_ids=(mandate.id,))).ending.rights == []


def test_a_change_to_less_leaves_that_less(world: World) -> None:
    els = colleague(world, "Els")
    change(world, els, RightWish(level=AccessLevel.VIEW))
    held = [(one.level, one.is_over(TODAY)) for one in rows_of(world, els)]
    assert sorted(held) == [("manage", True), ("view", False)]
    assert journal(world) == ["right_narrowed", "right_dismissed"]


def test_a_change_that_begins_sooner_or_later_is_one(world: World) -> None:
    els, later = person(world, "Els"), TODAY + timedelta(days=30)
    grant_right(world.session, els.id, world.office.id, EXECUTOR, first_day=TODAY - timedelta(days=1))
    begun = TODAY - timedelta(days=1)
    expected = {
        None: [(begun, False)],  # it began already, which takes nothing away
        later: [(begun, True), (later, False)],
        TODAY: [(begun, True), (TODAY, False), (later, True)],
    }
    for first_day, rows in expected.items():
        change(world, els, RightWish(first_day=first_day))
        assert sorted((one.first_day, one.is_over(TODAY)) for one in rows_of(world, els)) == rows


def test_where_two_sign_a_manager_waits_for_the_second_and_an_executor_does_not(world: World) -> None:
    duo = Duo(world)
    els = person(world, "Els")
    grant_right(world.session, els.id, duo.party.id, EXECUTOR, first_day=TODAY)
    relation = appoint(world, els.id, MANAGES, actor=duo.godelieve)
    assert relation.status_on(TODAY) == "to_sign"
    assert who_may_what(world.session, duo.johan, now=world.now).waiting[0].to_sign
    godelieve = duo.godelieve.person_id
    appoint(world, godelieve, actor=duo.godelieve)
    assert {one.kind: one.relation.status_on(TODAY) for one in rows_of(world, els, duo.party)} == {
        "executor": "active", "manager": "to_sign"
    }


def test_the_matrix_shows_who_may_what(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    mandate = accept(world, world.give())
    appoint(world, els.id, RightWish(mandate_ids=(mandate.id,), level=AccessLevel.VIEW))
    appoint(world, world.jan.id)
    found = who_may_what(world.session, world.holder, now=world.now)
    assert [one.key for one in found.kinds] == ["executor", "manager"]
    rows = {one.name: one for one in found.colleagues}
    assert (rows["Jan Peeters"].by_law, rows["Els Wouters"].by_law) == (True, False)
    (held,) = rows["Els Wouters"].of_kind("executor")
    assert (held.customers, held.level) == (["Bakkerij De Zoete Inval BV"], "view")
    assert rows["Jan Peeters"].of_kind("executor")[0].customers is None
    with pytest.raises(NotAllowed):
        who_may_what(world.session, world.at_home(colleague(world, "Eva"), world.office), now=world.now)


def test_taking_back_is_told_on_the_page_of_the_mandate(world: World) -> None:
    els = colleague(world, "Els")
    mandate = accept(world, world.give())
    change(world, els, RightWish(mandate_ids=(mandate.id,)))
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    assert list_entries(world.session, mandate.id)[-1].data["appointed"] == str(els.id)
    assert kinds(world, mandate)[-1] == "dismissed"
    assert list_happenings(world.session, mandate.id)[-1].sentence == "Jan Peeters trok het recht van Els Wouters in."


def test_who_gives_up_his_own_right_is_named_once_on_the_page_of_the_mandate(world: World) -> None:
    els = colleague(world, "Els")
    mandate = accept(world, world.give())
    change(world, els, RightWish(mandate_ids=(mandate.id,)))
    end_relation(world.session, world.at_home(els, world.office), els.id, policy=world.policy, now=world.now)
    assert list_happenings(world.session, mandate.id)[-1].sentence == "Els Wouters gaf het eigen recht op."
