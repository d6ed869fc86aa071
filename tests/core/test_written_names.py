"""Who may carry it out, as the holder wrote it on the answer sheet: kept and told, and it gives nobody a right."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant.paper_sheets import actor_of
from app.core.distant.sheet_acts import put_aside
from app.core.distant.still_needed import ask_for_missing
from app.core.errors import Invalid
from app.core.letters.written_names import written_name
from app.core.mandates.possible_acts import Act
from app.core.people.persons import add_person
from app.core.people.rights import list_executors
from app.core.rights.granting import grant_right
from app.core.views.mandate import view_mandate
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.paper_sheet import Missing
from app.models.user_right import RightKind
from tests.acting import get_mandate, stop
from tests.core.test_paper_sheets import do, key, letter_of
from tests.world import TODAY, World

ELS = "Els Wouters"
WRITTEN = "U schreef: Els Wouters mag het uitvoeren."


@pytest.fixture
def rita(world: World) -> Actor:
    """A clerk with the post in front of her."""
    return Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id)


def accepted(world: World, rita: Actor, executor: str = ELS) -> Mandate:
    mandate = world.give("hinder.manage")
    do(world, key(world, rita, mandate, Act.ACCEPT, executor=executor))
    return get_mandate(world.session, mandate.id)


def notes(world: World, mandate: Mandate, actor: Actor | None = None) -> list[str]:
    return list(view_mandate(world.session, actor or world.holder, mandate.id, now=world.now).moves)


def test_the_holder_reads_in_his_dossier_whom_he_wrote(world: World, rita: Actor) -> None:
    mandate = accepted(world, rita)
    assert notes(world, mandate) == [f"{WRITTEN} Een naam alleen geeft nog geen recht."]
    assert notes(world, mandate, world.giver) == []


def test_a_written_name_gives_nobody_a_right(world: World, rita: Actor) -> None:
    els = add_person(world.session, "Els", "Wouters")
    grant_right(world.session, els.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    mandate = accepted(world, rita)
    assert list_executors(world.session, mandate, TODAY) == []
    assert notes(world, mandate) == [f"{WRITTEN} Een naam alleen geeft nog geen recht."]


def executor(world: World, first_name: str = "Els", **more: object) -> None:
    person = add_person(world.session, first_name, "Wouters")
    grant_right(world.session, person.id, world.office.id, RightKind.EXECUTOR, first_day=TODAY, **more)  # type: ignore[arg-type]


def test_one_executor_of_that_name_is_named_and_two_are_not(world: World, rita: Actor) -> None:
    other = world.give("subsidy.view")
    executor(world, mandate_id=other.id)
    mandate = accepted(world, rita, "  els   WOUTERS ")
    known = "Wij kennen bij u 1 mandaatuitvoerder met die naam: Els Wouters. Een naam alleen geeft nog geen recht."
    assert notes(world, mandate) == [f"U schreef: els WOUTERS mag het uitvoeren. {known}"]
    assert list_executors(world.session, mandate, TODAY) == []
    executor(world, mandate_id=other.id)
    assert "Wij kennen" not in notes(world, mandate)[0]


def test_the_journal_tells_it_to_the_holder_and_keeps_no_name_itself(world: World, rita: Actor) -> None:
    mandate = accepted(world, rita)
    said = "Jan Peeters schreef op het formulier wie het mag uitvoeren: Els Wouters."
    said += " Een naam alleen geeft nog geen recht."
    told = [one.sentence for one in list_happenings(world.session, mandate.id, world.office.id)]
    assert said in told
    assert said not in [one.sentence for one in list_happenings(world.session, mandate.id, world.bakery.id)]
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "executor_written")).one()
    assert "Wouters" not in str(entry.data)


def test_the_letter_about_the_start_repeats_it(world: World, rita: Actor) -> None:
    accepted(world, rita)
    letter = world.session.scalars(select(Letter).where(Letter.kind == "active.holder")).one()
    assert letter.data["written"] == ELS


def test_an_empty_line_says_nothing(world: World, rita: Actor) -> None:
    mandate = accepted(world, rita, "")
    assert notes(world, mandate) == []
    assert written_name(world.session, mandate) is None


def test_a_sheet_that_does_nothing_names_nobody(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage")
    sheet = key(world, rita, mandate, Act.ACCEPT, executor=ELS)
    put_aside(world.session, actor_of(sheet), now=world.now)
    do(world, key(world, rita, mandate, Act.REFUSE, executor=ELS))
    assert written_name(world.session, mandate) is None


def test_what_was_named_on_a_sheet_that_had_to_be_completed_stays(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage")
    missing = frozenset({Missing.SIGNATURE})
    first = key(world, rita, mandate, Act.ACCEPT, executor=ELS, signed=False, missing=missing)
    ask_for_missing(world.session, actor_of(first), policy=world.policy, now=world.now)
    do(world, key(world, rita, mandate, Act.ACCEPT, "still_needed.holder"))
    assert written_name(world.session, mandate) == ELS


def test_only_a_sheet_with_that_line_can_name_somebody(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage")
    assert letter_of(world, mandate, "given.giver")
    with pytest.raises(Invalid, match="executor_not_on_sheet"):
        key(world, rita, mandate, Act.STOP, "given.giver", executor=ELS)


def test_of_what_is_over_nothing_is_repeated(world: World, rita: Actor) -> None:
    mandate = accepted(world, rita)
    stop(world, mandate)
    assert notes(world, mandate) == []
