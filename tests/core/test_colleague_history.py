"""The history of a colleague: what held from when to when, and who decided so, through which door."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from app.core.counter.visits import record_consent
from app.core.errors import NotAllowed, NotFound
from app.core.journal import record
from app.core.people.rights import list_rights_of
from app.core.register.functions import list_functions
from app.core.rights.accepting import accept_relation
from app.core.rights.ending import dismiss_about, dismiss_rights, end_relation
from app.core.rights.wishes import RightWish
from app.core.views.colleague_history import ColleagueHistory, read_history
from app.models.journal import JournalEntry
from app.models.person import Person
from app.models.staff import Staff
from tests.acting import accept, stop
from tests.colleagues import EVA, MANAGER, appoint, colleague, person, with_letter
from tests.world import OFFICE, TODAY, World

DAY = timedelta(days=1)


def history(world: World, who, actor=None) -> ColleagueHistory:
    return read_history(world.session, actor or world.holder, who.id, now=world.now)


def rows(view: ColleagueHistory) -> list[tuple]:
    return [(one.name, one.customers, one.first_day, one.last_day, one.state) for one in view.spells]


def test_what_held_is_read_with_its_days_after_it_ended(world: World) -> None:
    els = colleague(world, "Els")
    appoint(world, els.id, RightWish(MANAGER, last_day=TODAY + 30 * DAY))
    world.later(days=3)
    (right,) = [one.id for one in appoint(world, els.id).rights if one.kind == "executor"]
    dismiss_rights(world.session, world.holder, els.id, [right], policy=world.policy, now=world.now)
    assert rows(history(world, els)) == [
        ("Mandaatbeheerder", None, TODAY, TODAY + 30 * DAY, "holds"),
        ("Mandaatuitvoerder", None, TODAY, TODAY + 2 * DAY, "held"),
    ]
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    world.later(days=1)
    view = history(world, els)
    assert {one.state for one in view.spells} == {"held"}
    assert [one.sentence for one in view.happenings] == [
        "Jan Peeters gaf dit recht: mandaatbeheerder.",
        "Jan Peeters trok dit recht in: mandaatuitvoerder.",
        "Jan Peeters trok alle rechten in: mandaatbeheerder.",
    ]
    assert all(one.how for one in view.happenings)


def test_rights_for_several_customers_are_one_row_and_a_list_is_named(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    first, second = accept(world, world.give()), accept(world, world.give("subsidy.view"), executors=[els.id])
    appoint(world, els.id, RightWish(mandate_ids=(first.id,)))
    view = history(world, els)
    assert ("Mandaatuitvoerder", (world.bakery.name,), TODAY, None, "holds") in rows(view)
    assert len(view.spells) == 2
    told = [one.sentence for one in view.happenings]
    assert f"Jan Peeters koos deze medewerker om het mandaat van {second.giver.name} uit te voeren." in told
    assert len(told) == 2


def test_an_older_entry_that_repeats_an_appointment_is_told_once(world: World) -> None:
    els, mandate = colleague(world, "Els", MANAGER), accept(world, world.give())
    world.later(minutes=1)
    appoint(world, els.id, RightWish(mandate_ids=(mandate.id,)))
    told = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "appointed")).one()
    # As it was written before the echo named what it repeats.
    older = {name: value for name, value in told.data.items() if name != "told_by"}
    because = {"ground": told.ground, "capacity": told.capacity, "mandate": mandate}
    record(world.session, world.holder, "appointed", now=world.now, **because, **older)
    assert [one.kind for one in history(world, els).happenings] == ["colleague_appointed"]


def test_a_long_history_takes_no_more_statements(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    counted = []
    for number in ("4711", "4712"):
        named_and_dismissed(world, els, world.add_clerk(f"Karim {number}", number))
        world.session.expire_all()
        counted.append(statements(world, lambda: history(world, els)))
    assert counted[0] == counted[1]


def named_and_dismissed(world: World, els: Person, karim: Staff) -> None:
    """A client for whom she is named when it is accepted; at a counter that is taken back."""
    mandate = accept(world, world.give(), executors=[els.id])
    customer = world.visit(karim, OFFICE, list_functions(world.session, OFFICE, TODAY)[0])
    record_consent(world.session, customer, dismiss_about(world.office.id), now=world.now)
    (right,) = [one.id for one in list_rights_of(world.session, els.id, TODAY) if one.mandate_id == mandate.id]
    dismiss_rights(world.session, customer, els.id, [right], policy=world.policy, now=world.now)
    stop(world, mandate)


def statements(world: World, read: Callable[[], object]) -> int:
    asked: list[str] = []
    connection = world.session.connection()
    listener = lambda *values: asked.append(values[2])  # noqa: E731
    event.listen(connection, "before_cursor_execute", listener)
    read()
    event.remove(connection, "before_cursor_execute", listener)
    return len(asked)


def test_an_invitation_is_followed_until_it_is_answered(world: World) -> None:
    relation = appoint(world, EVA, RightWish(first_day=TODAY + 5 * DAY))
    assert [one.state for one in history(world, relation.person).spells] == ["waits"]
    eva = person(world, "Eva")
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    view = history(world, eva)
    assert [(one.first_day, one.state) for one in view.spells] == [(TODAY + 5 * DAY, "later")]
    assert [one.kind for one in view.happenings] == ["colleague_invited", "colleague_accepted"]
    other = appoint(world, EVA)
    world.later(days=40)
    assert [one.state for one in history(world, other.person).spells] == ["never"]


def test_what_somebody_gave_up_himself_is_told_as_that(world: World) -> None:
    els = colleague(world, "Els")
    end_relation(world.session, world.at_home(els, world.office), els.id, policy=world.policy, now=world.now)
    (last,) = history(world, els).happenings
    assert last.sentence == "Els Wouters gaf alle eigen rechten op: mandaatuitvoerder."


def test_a_right_that_was_taken_back_before_it_began_never_held(world: World) -> None:
    els = colleague(world, "Els")
    appoint(world, els.id, RightWish(MANAGER, first_day=TODAY + 2 * DAY))
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    assert rows(history(world, els)) == [
        ("Mandaatuitvoerder", None, TODAY, TODAY, "held"),
        ("Mandaatbeheerder", None, None, None, "never"),
    ]


def test_only_who_decides_about_rights_reads_it(world: World) -> None:
    els, admin = colleague(world, "Els"), colleague(world, "Lena", "local.admin")
    assert history(world, els, world.at_home(admin, world.office)).name == "Els Wouters"
    for actor in (world.at_home(els, world.office), world.at_home(colleague(world, "Tom"), world.office)):
        with pytest.raises(NotAllowed, match="may_not_decide"):
            history(world, els, actor)
    with pytest.raises(NotFound, match="colleague_not_here"):
        history(world, els, world.giver)
