"""The form of an invitation that comes back on paper: keyed, looked at again, and then it is accepted or refused."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant import paper_sheets
from app.core.distant.invitation_sheets import do_invitation_sheet, find_invitation_letter, view_invitation_sheet
from app.core.distant.paper_sheets import SheetAnswers
from app.core.distant.sheet_acts import put_aside
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.possible_acts import Act
from app.core.register.functions import list_functions
from app.core.rights.granting import grant_right
from app.core.rights.newcomers import accept_newcomer, tie_sign_in
from app.core.rights.sights import appoint_about
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.paper_sheet import Missing, PaperSheet
from app.models.person import Person
from app.models.visit import Capacity
from app.models.work_relation import WorkRelation
from tests.acting import consent, today
from tests.colleagues import EVA, MANAGER, appoint, kinds_of
from tests.core.doors import VAULT, clerk_of
from tests.core.test_newcomers import eva_at_home
from tests.world import OFFICE, TODAY, World


def key_form(
    world: World, relation: WorkRelation, act: Act | None = Act.ACCEPT, name: tuple[str, str] = ("Eva", "Claes"),
    **changes: object,
) -> PaperSheet:  # fmt: skip
    """What stands on the form, as a clerk keys it."""
    query = select(Letter).where(Letter.dossier_number == relation.dossier_number)
    letter = world.session.scalars(query).one()
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    stands = {"capacity": Capacity.NONE, "signed": True, "received_on": world.now.date()} | changes
    answers = SheetAnswers(act, *name, **stands)  # type: ignore[arg-type]
    clerk = Actor.at_the_counter(clerk_of(world).person_id)
    return paper_sheets.key_sheet(world.session, clerk, letter.id, answers, vault=VAULT, now=world.now)


def do(world: World, sheet: PaperSheet) -> PaperSheet:
    actor = paper_sheets.actor_of(sheet)
    return do_invitation_sheet(world.session, actor, policy=world.policy, now=world.now)


def refused(kind: type[CoreError], code: str, act: Callable[[], object]) -> None:
    with pytest.raises(kind, match=code) as caught:
        act()
    assert caught.value.sentence


def test_a_signed_form_begins_after_the_clerk_looked_again_and_a_copy_changes_nothing(world: World) -> None:
    relation = appoint(world, EVA)
    first, copy = key_form(world, relation), key_form(world, relation)
    assert relation.accepted_on is None
    view = view_invitation_sheet(world.session, first, now=world.now)
    assert (view.accepts, view.fits, view.refusal, view.was_done, view.late) == (True, True, None, False, None)
    assert (do(world, first).outcome, do(world, copy).outcome) == ("done", "already_done")
    assert kinds_of(world, world.session.get_one(Person, first.person_id)) == ["executor"]
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "colleague_accepted")).all()
    assert [(one.channel, one.ground) for one in entries] == [("paper", "signed_sheet")]
    assert find_invitation_letter(world.session, relation.dossier_number) is not None


def test_the_first_sign_in_is_tied_by_the_letter_after_a_form_too(world: World) -> None:
    relation = appoint(world, EVA)
    do(world, key_form(world, relation))
    eva, home = eva_at_home(world, relation)
    tie_sign_in(world.session, home, relation.id, now=world.now)
    assert kinds_of(world, eva) == ["executor"]


def test_a_form_that_refuses_ends_it_under_whatever_name(world: World) -> None:
    relation = appoint(world, EVA)
    do(world, key_form(world, relation, Act.REFUSE, ("Tom", "Maes")))
    assert relation.refused_on == TODAY
    refused(Conflict, "appointment_refused", partial(do, world, key_form(world, relation)))


def test_a_form_with_another_name_begins_nothing(world: World) -> None:
    relation, sheet_of = appoint(world, EVA), partial(key_form, world)
    other = sheet_of(relation, name=("Tom", "Maes"))
    assert not view_invitation_sheet(world.session, other, now=world.now).fits
    refused(NotAllowed, "not_the_invited", partial(do, world, other))
    put_aside(world.session, paper_sheets.actor_of(other), now=world.now)
    mine = appoint(world, Newcomer("Jan", "Peeters"))
    refused(NotAllowed, "own_invitation", partial(do, world, sheet_of(mine, name=("Jan", "Peeters"))))


def test_what_is_not_on_the_form_or_not_signed_is_not_keyed(world: World) -> None:
    relation = appoint(world, EVA)
    for act in (Act.STOP, None):
        refused(Invalid, "act_missing", partial(key_form, world, relation, act))
    refused(Invalid, "act_missing", partial(key_form, world, relation, missing=frozenset({Missing.SIGNATURE})))
    refused(NotAllowed, "signature_missing", partial(key_form, world, relation, signed=False))
    refused(Invalid, "name_missing", partial(key_form, world, relation, name=("", "")))


def test_a_form_does_only_what_is_ticked_on_it_for_that_invitation(world: World) -> None:
    relation, other = appoint(world, EVA), appoint(world, Newcomer("Tom", "Maes"))
    actor = paper_sheets.actor_of(key_form(world, relation, Act.REFUSE))
    for wrong in (relation, other):
        act = partial(accept_newcomer, world.session, actor, wrong.id, policy=world.policy, now=world.now)
        refused(NotAllowed, "sheet_is_about_another", act)


def test_who_let_it_leave_does_not_key_the_yes(world: World) -> None:
    jan = world.visit(clerk_of(world), OFFICE, list_functions(world.session, OFFICE, TODAY)[0])
    relation = appoint(world, EVA, actor=consent(world, jan, appoint_about(world.office.id, EVA, [RightWish()])))
    refused(NotAllowed, "invitation_sent_by_you", partial(do, world, key_form(world, relation)))
    do(world, key_form(world, relation, Act.REFUSE))
    assert relation.refused_on == TODAY


def test_a_clerk_keys_nothing_where_he_works_himself(world: World) -> None:
    relation = appoint(world, EVA)
    sheet = key_form(world, relation)
    grant_right(world.session, sheet.clerk_id, world.office.id, MANAGER, first_day=TODAY)
    refused(NotAllowed, "clerk_own_affairs", partial(do, world, sheet))


def test_too_late_is_too_late(world: World) -> None:
    relation = appoint(world, EVA)
    world.later(days=31)
    assert relation.lapses_after == TODAY + timedelta(days=30)
    refused(Conflict, "appointment_lapsed", lambda: do(world, key_form(world, relation)))


def test_a_form_that_came_by_the_last_day_counts_when_it_is_keyed_later(world: World) -> None:
    relation, other = appoint(world, EVA), appoint(world, Newcomer("Tom", "Maes"))
    last_day = relation.answer_by
    world.later(days=33)
    sheet = key_form(world, relation, received_on=last_day)
    view = view_invitation_sheet(world.session, sheet, now=world.now)
    assert (view.late, view.refusal) == (last_day, None)
    do(world, sheet)
    assert (relation.accepted_on, relation.status_on(today(world))) == (today(world), Status.ACTIVE)
    assert relation.status_on(last_day + timedelta(days=1)) is Status.LAPSED
    do(world, key_form(world, other, Act.REFUSE, ("Tom", "Maes"), received_on=last_day))
    assert other.refused_on == today(world)


@pytest.mark.parametrize(("received", "keyed_after", "code"), [(31, 32, "appointment_lapsed"), (30, 40, ""), (
    30, 41, "invitation_keyed_too_late")])  # fmt: skip
def test_a_form_that_came_too_late_or_lay_too_long_begins_nothing(
    world: World, received: int, keyed_after: int, code: str
) -> None:
    relation = appoint(world, EVA)
    world.later(days=keyed_after)
    sheet = key_form(world, relation, received_on=relation.started_on + timedelta(days=received))
    refusal = view_invitation_sheet(world.session, sheet, now=world.now).refusal
    assert (refusal.code if refusal else "") == code
    if code:
        refused(Conflict, code, partial(do, world, sheet))
    else:
        assert do(world, sheet).outcome == "done"


def test_a_late_form_begins_nothing_that_is_over_or_was_asked_anew(world: World) -> None:
    last_day = TODAY + timedelta(days=40)
    over, anew = appoint(world, EVA, RightWish(last_day=last_day)), appoint(world, Newcomer("Tom", "Maes"))
    world.later(days=31)
    newer = appoint(world, Newcomer("Tom", "Maes"))
    world.later(days=2)
    late = key_form(world, anew, name=("Tom", "Maes"), received_on=anew.answer_by)
    refused(Conflict, "invited_meanwhile", partial(do, world, late))
    withdraw_invitation(world.session, world.holder, newer.id, policy=world.policy, now=world.now)
    refused(Conflict, "invited_meanwhile", partial(do, world, late))
    for right in over.rights:
        right.stop_day = today(world)
    refused(Conflict, "late_invitation_over", partial(do, world, key_form(world, over, received_on=over.answer_by)))
