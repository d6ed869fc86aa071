"""The form of the yearly list that comes back on paper: who stops, that the rest is right, all of it or nothing."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant import paper_sheets
from app.core.distant.paper_sheets import ListAnswer, SheetAnswers
from app.core.distant.round_sheets import Fate, do_round_sheet, find_round_refusal, list_round_letters, view_round_sheet
from app.core.distant.sheet_acts import do_sheet, put_aside
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.possible_acts import Act
from app.core.rights.ending import dismiss_rights, end_relation
from app.core.rights.granting import grant_right
from app.core.rights.rounds import close_round, confirm_colleague, find_last_round, hold_round, view_round
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.paper_sheet import Missing, PaperSheet
from app.models.visit import Capacity
from tests.colleagues import EXECUTOR, MANAGER, colleague, kinds_of, person
from tests.core.doors import VAULT, clerk_of
from tests.core.test_rights import rows_of
from tests.core.test_rounds import confirm, mark
from tests.world import OFFICE, TODAY, World

ELS, MIEKE, TOM = "1", "2", "3"
LONG_AGO = TODAY - timedelta(days=365)


def ask(world: World) -> Letter:
    """Els and Tom work at the office and Mieke manages it; the list is asked today and its letter is printed."""
    for name, kind in (("Els", EXECUTOR), ("Mieke", MANAGER), ("Tom", EXECUTOR)):
        colleague(world, name, kind, first_day=LONG_AGO)
    hold_round(world.session, world.office.id, policy=world.policy, now=world.now)
    return printed(world)


def printed(world: World) -> Letter:
    """The newest letter of the office with a list, as it came from the printer."""
    query = select(Letter).where(Letter.kind == "round.party").order_by(Letter.cause_id.desc())
    letter = world.session.scalars(query).first()
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.flush()
    return letter


def key(
    world: World, letter: Letter, *ticked: str, act: ListAnswer | Act | None = ListAnswer.REST_IS_RIGHT,
    **changes: object,
) -> PaperSheet:  # fmt: skip
    stands = {
        "first_name": "Jan", "last_name": "Peeters", "capacity": Capacity.LEGAL_REPRESENTATIVE, "signed": True,
        "received_on": world.now.date(), "ticked": list(ticked),
    } | changes  # fmt: skip
    clerk = Actor.at_the_counter(clerk_of(world).person_id)
    answers = SheetAnswers(act, **stands)  # type: ignore[arg-type]
    return paper_sheets.key_sheet(world.session, clerk, letter.id, answers, vault=VAULT, now=world.now)


def do(world: World, sheet: PaperSheet) -> PaperSheet:
    return do_round_sheet(world.session, paper_sheets.actor_of(sheet), policy=world.policy, now=world.now)


def foreseen(world: World, sheet: PaperSheet) -> str | None:
    refusal = find_round_refusal(world.session, view_round_sheet(world.session, sheet, now=world.now), now=world.now)
    return refusal.code if refusal else None


def refused(kind: type[CoreError], code: str, act: Callable[[], object]) -> None:
    with pytest.raises(kind, match=code) as caught:
        act()
    assert caught.value.sentence


def fates(world: World, sheet: PaperSheet) -> list[Fate]:
    return [one.fate for one in view_round_sheet(world.session, sheet, now=world.now).people]


def test_who_is_ticked_stops_the_rest_is_right_and_a_copy_changes_nothing(world: World) -> None:
    letter = ask(world)
    first, copy = key(world, letter, ELS), key(world, letter, ELS)
    assert fates(world, first) == [Fate.STOPS, Fate.RIGHT, Fate.RIGHT]
    assert (foreseen(world, first), kinds_of(world, person(world, "Els"))) == (None, ["executor"])
    assert (do(world, first).outcome, do(world, copy).outcome) == ("done", "already_done")
    assert [kinds_of(world, person(world, name)) for name in ("Els", "Mieke", "Tom")] == [[], ["manager"], ["executor"]]
    last = find_last_round(world.session, world.office.id)
    assert last is not None
    assert (last.done_on, last.done_by) == (TODAY, "Jan Peeters")
    kinds = ("right_dismissed", "round_done")
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind.in_(kinds)).order_by(JournalEntry.id))
    assert [(one.kind, one.channel, one.ground) for one in entries] == [
        (kind, "paper", "signed_sheet") for kind in kinds
    ]
    assert list_round_letters(world.session, letter.dossier_number) == [letter]
    told = world.session.scalars(select(Letter).where(Letter.kind.startswith("rights_ended"))).all()
    assert {(one.kind, one.data["colleague"]) for one in told} == {
        ("rights_ended.party", "Els Wouters"), ("rights_ended.colleague", "Els Wouters")
    }  # fmt: skip
    assert "met een brief" in told[0].data["channel"]


def test_only_stops_leave_the_others_to_be_looked_at(world: World) -> None:
    sheet = key(world, ask(world), TOM, act=ListAnswer.STOPS_ONLY)
    assert fates(world, sheet) == [Fate.UNSAID, Fate.UNSAID, Fate.STOPS]
    do(world, sheet)
    waiting = view_round(world.session, world.holder, now=world.now)
    assert waiting is not None
    assert [one.name for one in waiting.left] == ["Els Wouters", "Mieke Wouters"]


def test_what_was_printed_is_what_is_keyed_whatever_changed_since(world: World) -> None:
    letter = ask(world)
    # Els and Tom got something else after the letter, Eva is new, and Mieke left.
    for name in ("Els", "Tom"):
        grant_right(world.session, person(world, name).id, world.office.id, MANAGER, first_day=TODAY)
    end_relation(world.session, world.holder, person(world, "Mieke").id, policy=world.policy, now=world.now)
    colleague(world, "Eva")
    sheet = key(world, letter, ELS)
    assert fates(world, sheet) == [Fate.STOPS, Fate.OVER, Fate.CHANGED]
    assert do(world, sheet).outcome == "done"
    assert kinds_of(world, person(world, "Els")) == ["manager"]
    waiting = view_round(world.session, world.holder, now=world.now)
    assert waiting is not None
    assert [one.name for one in waiting.left] == ["Els Wouters", "Eva Wouters", "Tom Wouters"]


def test_the_last_manager_stays_and_then_nothing_at_all_is_done(world: World) -> None:
    letter = ask(world)
    for function in world.session.query(Function).filter_by(enterprise_number=OFFICE):
        function.subject = None
    sheet = key(world, letter, ELS, MIEKE)
    assert foreseen(world, sheet) == "last_manager"
    refused(Conflict, "last_manager", partial(do, world, sheet))
    assert (kinds_of(world, person(world, "Els")), sheet.done_at) == (["executor"], None)
    put_aside(world.session, paper_sheets.actor_of(sheet), now=world.now)
    assert do(world, key(world, letter, ELS)).outcome == "done"


def test_what_is_not_on_the_form_or_not_signed_is_not_keyed(world: World) -> None:
    letter = ask(world)
    for act in (Act.STOP, None):
        refused(Invalid, "act_missing", partial(key, world, letter, ELS, act=act))
    refused(Invalid, "act_missing", partial(key, world, letter, ELS, missing=frozenset({Missing.SIGNATURE})))
    refused(Invalid, "nobody_ticked", partial(key, world, letter, act=ListAnswer.STOPS_ONLY))
    refused(Invalid, "nobody_ticked", partial(key, world, letter, "4"))
    refused(NotAllowed, "signature_missing", partial(key, world, letter, ELS, signed=False))
    refused(Invalid, "name_missing", partial(key, world, letter, ELS, first_name=""))


def test_who_does_not_decide_for_the_organisation_answers_nothing(world: World) -> None:
    letter = ask(world)
    for ticked in ((ELS,), ()):
        sheet = key(world, letter, *ticked, capacity=Capacity.NONE)
        assert foreseen(world, sheet) == "reader_may_not_decide"
        refused(NotAllowed, "reader_may_not_decide", partial(do, world, sheet))


def test_a_clerk_keys_nothing_where_he_works_himself(world: World) -> None:
    sheet = key(world, ask(world), ELS)
    grant_right(world.session, sheet.clerk_id, world.office.id, MANAGER, first_day=TODAY)
    refused(NotAllowed, "clerk_own_affairs", partial(do, world, sheet))


def test_a_form_does_only_what_it_says_of_those_rights(world: World) -> None:
    sheet = key(world, ask(world), ELS, act=ListAnswer.STOPS_ONLY)
    actor, session, now = paper_sheets.actor_of(sheet), world.session, world.now
    els, tom = person(world, "Els"), person(world, "Tom")
    rights = [one.id for one in rows_of(world, tom)]
    frame = {"policy": world.policy, "now": now}
    refused(NotAllowed, "not_on_list", partial(dismiss_rights, session, actor, tom.id, rights, **frame))
    refused(NotAllowed, "not_on_paper", partial(end_relation, session, actor, els.id, **frame))
    refused(NotAllowed, "not_on_list", partial(close_round, session, actor, now=now))
    shown = mark(world, "Tom")
    refused(NotAllowed, "not_on_list", partial(confirm_colleague, session, actor, tom.id, shown, now=now))
    refused(NotAllowed, "sheet_is_about_another", partial(do_sheet, session, actor, **frame))
    right = paper_sheets.actor_of(key(world, printed(world), ELS))
    shown = mark(world, "Els")
    refused(NotAllowed, "not_on_list", partial(confirm_colleague, session, right, els.id, shown, now=now))


def test_what_was_answered_at_home_since_is_not_overruled(world: World) -> None:
    letter = ask(world)
    sheet = key(world, letter, ELS)
    world.later(days=2)
    confirm(world, "Els")
    assert foreseen(world, sheet) == "said_right_since"
    refused(Conflict, "said_right_since", partial(do, world, sheet))
    confirm(world, "Mieke", "Tom")
    close_round(world.session, world.holder, now=world.now)
    refused(Conflict, "list_answered", partial(do, world, sheet))
    assert do(world, key(world, letter)).outcome == "already_done"


def test_the_form_of_an_older_round_counts_when_it_came_before_the_new_one(world: World) -> None:
    letter = ask(world)
    world.later(days=364)
    early = key(world, letter, ELS)
    world.later(days=1)
    hold_round(world.session, world.office.id, policy=world.policy, now=world.now)
    late = key(world, letter, ELS)
    refused(Conflict, "list_asked_anew", partial(do, world, late))
    world.later(days=10)
    assert foreseen(world, early) is None
    world.later(days=1)
    refused(Conflict, "list_asked_anew", partial(do, world, early))
    world.now -= timedelta(days=1)
    assert do(world, early).outcome == "done"
    assert view_round(world.session, world.holder, now=world.now) is None
