"""A local administrator appoints colleagues and ends their rights, decides about no mandate, and makes nobody more."""

import pytest
from sqlalchemy import select

from app.core.acts.drafts import start_draft
from app.core.errors import Conflict, NotAllowed
from app.core.permits.sight import find_sight
from app.core.rights.changing import change_rights
from app.core.rights.ending import dismiss_rights, end_relation
from app.core.rights.matrix import list_givable, who_may_what
from app.core.rights.wishes import RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.function import Function
from app.models.journal import JournalEntry
from tests.acting import accept, renounce
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, colleague, kinds_of
from tests.world import OFFICE, TODAY, World

ADMIN = "local.admin"


@pytest.fixture
def els(world: World):
    """Els administers the office, and nothing more."""
    return colleague(world, "Els", ADMIN)


@pytest.fixture
def admin(world: World, els):
    return world.at_home(els, world.office)


def change(world: World, actor, who, *wishes: RightWish) -> None:
    frame = {"policy": world.policy, "now": world.now}
    change_rights(world.session, actor, world.office.id, who.id, wishes, **frame)


def test_he_appoints_and_ends_rights_to_work(world: World, admin) -> None:
    tom = colleague(world, "Tom")
    appoint(world, tom.id, RightWish("subsidies.executor"), actor=admin)
    invited = appoint(world, EVA, actor=admin)
    withdraw_invitation(world.session, admin, invited.id, policy=world.policy, now=world.now)
    change(world, admin, tom, RightWish("subsidies.executor"))
    assert kinds_of(world, tom) == ["subsidies.executor"]
    end_relation(world.session, admin, tom.id, policy=world.policy, now=world.now)
    assert kinds_of(world, tom) == []
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.person_id == admin.person_id))
    assert {one.ground for one in entries} == {"appointer_right"}


@pytest.mark.parametrize("kind", [MANAGER, ADMIN])
def test_he_gives_takes_and_changes_no_right_that_decides(world: World, admin, kind: str) -> None:
    tom = colleague(world, "Tom")
    for who in (tom.id, EVA):
        with pytest.raises(NotAllowed, match="right_above_own"):
            appoint(world, who, RightWish(kind), actor=admin)
    waits = appoint(world, EVA, RightWish(), RightWish(kind))
    above = colleague(world, "Rik", kind, last_day=None)
    session, now = world.session, world.now
    rights = [key for one in _rows(world, above) for key in one.rights]
    for act in (
        lambda: change(world, admin, tom, RightWish(), RightWish(kind)),
        lambda: change(world, admin, above, RightWish()),
        lambda: dismiss_rights(session, admin, above.id, rights, policy=world.policy, now=now),
        lambda: end_relation(session, admin, above.id, policy=world.policy, now=now),
        lambda: withdraw_invitation(session, admin, waits.id, policy=world.policy, now=now),
    ):
        with pytest.raises(NotAllowed, match="right_above_own"):
            act()


def _rows(world: World, who):
    view = who_may_what(world.session, world.holder, now=world.now)
    return next(one for one in view.colleagues if one.person_id == who.id).held


def test_who_leaves_with_an_invitation_that_waits_above_him_is_not_his(world: World, admin) -> None:
    tom = colleague(world, "Tom")
    waits = appoint(world, EVA, RightWish(MANAGER))
    waits.person_id = tom.id
    world.session.flush()
    with pytest.raises(NotAllowed, match="right_above_own"):
        end_relation(world.session, admin, tom.id, policy=world.policy, now=world.now)


def test_he_gives_himself_nothing_and_gives_up_his_own(world: World, els, admin) -> None:
    with pytest.raises(NotAllowed, match="own_right"):
        appoint(world, els.id, RightWish(EXECUTOR), actor=admin)
    end_relation(world.session, admin, els.id, policy=world.policy, now=world.now)
    assert kinds_of(world, els) == []
    with pytest.raises(NotAllowed, match="may_not_decide"):
        appoint(world, EVA, actor=admin)


def test_he_decides_about_no_mandate_and_sees_none(world: World, admin) -> None:
    mandate = accept(world, world.give())
    with pytest.raises(NotAllowed, match="may_not_decide"):
        renounce(world, mandate, admin)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        accept(world, world.give("subsidy.view"), admin)
    sight = find_sight(world.session, admin, TODAY)
    assert (sight.decides, sight.appoints, sight.only) == (False, True, frozenset())


def test_he_reads_who_may_what_and_begins_the_questions(world: World, admin) -> None:
    view = who_may_what(world.session, admin, now=world.now)
    assert (view.decides, view.may_change(decides=True), view.may_change(decides=False)) == (False, False, True)
    givable = [one.key for one in list_givable(world.session, admin, now=world.now)]
    assert EXECUTOR in givable
    assert not {MANAGER, ADMIN} & set(givable)
    assert {MANAGER, ADMIN} <= {one.key for one in list_givable(world.session, world.holder, now=world.now)}
    assert start_draft(world.session, admin, "colleague", now=world.now).wizard == "colleague"


def test_an_administrator_is_nobody_who_can_manage(world: World, admin) -> None:
    rows = world.session.scalars(select(Function).where(Function.enterprise_number == OFFICE))
    for row in rows:
        row.subject = None
    manager = colleague(world, "Rik", MANAGER)
    world.session.flush()
    himself = world.at_home(manager, world.office)
    with pytest.raises(Conflict, match="last_manager"):
        end_relation(world.session, himself, manager.id, policy=world.policy, now=world.now)
