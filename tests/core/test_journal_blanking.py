"""An entry whose term is over is blanked, and every seal still proves all the rest, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.journal_blanking import NOTHING, blank_entries, newest_sealed
from app.core.journal_seals import BEFORE_THE_FIRST, check_seals, seal_journal, walk
from app.models.journal import JournalEntry
from app.models.journal_gone import GoneEntry
from tests.core.test_journal_seals import behind_our_back, only_mandate, sealed
from tests.world import World

__all__ = ["sealed"]


def entries(session: Session) -> list[JournalEntry]:
    return list(session.scalars(select(JournalEntry).order_by(JournalEntry.id)))


@pytest.fixture
def blanked(sealed: World) -> World:
    """The first entry said who gave; it says nothing any more, and that is sealed the next night."""
    blank_entries(sealed.session, [entries(sealed.session)[0].id], now=sealed.now)
    sealed.now += timedelta(days=1)
    assert seal_journal(sealed.session, now=sealed.now)
    return sealed


def test_a_blanked_entry_says_nothing_and_every_seal_still_fits(blanked: World) -> None:
    first, second, run = entries(blanked.session)
    assert (first.kind, first.person_id, first.actor_id, first.party_id, first.data) == ("gone", None, None, None, {})
    assert (second.kind, second.person_id) == ("looked", blanked.maria.id)
    assert (run.kind, run.data["count"]) == ("blanked", 1)
    report = check_seals(blanked.session)
    assert (report.seals, report.broken_on, report.unsealed) == (2, None, 0)
    assert report.blanked == {brussels_day(run.at): 1}


def test_what_is_blanked_later_beside_it_fits_too_and_each_is_told_on_its_own_day(blanked: World) -> None:
    blank_entries(blanked.session, [entries(blanked.session)[1].id], now=blanked.now)
    report, day = check_seals(blanked.session), brussels_day(blanked.now)
    assert (report.broken_on, report.unsealed) == (None, 1)
    assert list(report.blanked.items()) == [(day - timedelta(days=1), 1), (day, 1)]


@pytest.mark.parametrize("change", [
    "UPDATE journal SET kind = 'refused' WHERE kind = 'looked'",
    "UPDATE journal SET data = '{\"x\": 1}' WHERE kind = 'gone'",
    "UPDATE journal SET kind = 'expired' WHERE kind = 'gone'",
    "UPDATE journal_gone SET chain_after = chain_before",
    "DELETE FROM journal_gone",
    "DELETE FROM journal WHERE kind = 'looked'",
])  # fmt: skip
def test_who_changes_anything_beside_it_is_still_found_out(blanked: World, change: str) -> None:
    with behind_our_back(blanked.session):
        blanked.session.execute(text(change))
    assert check_seals(blanked.session).broken_on is not None


def test_an_entry_that_somebody_blanks_without_telling_is_found_out(blanked: World) -> None:
    """Whoever owns the database can blank an entry too; but the run that is sealed does not tell of it."""
    first, second, _ = entries(blanked.session)
    _, step, *_ = walk(blanked.session, BEFORE_THE_FIRST, 0, second.id)
    run_id = blanked.session.get_one(GoneEntry, first.id).run_id
    place = {"id": step.id, "run_id": run_id, "chain_before": step.before, "chain_after": step.after}
    with behind_our_back(blanked.session):
        blanked.session.execute(insert(GoneEntry).values(place))
        change = update(JournalEntry).where(JournalEntry.id == second.id).values(NOTHING)
        blanked.session.execute(change, execution_options={"synchronize_session": False})
    assert check_seals(blanked.session).broken_on is not None


def test_the_database_lets_nobody_blank_an_entry_whose_place_is_not_kept(sealed: World) -> None:
    nothing = {"kind": "gone", "person_id": None, "actor_id": None, "party_id": None, "data": {}, "channel": "job",
               "ground": "rule"}  # fmt: skip
    with pytest.raises(DBAPIError, match="append-only"), sealed.session.begin_nested():
        sealed.session.execute(update(JournalEntry).values(nothing), execution_options={"synchronize_session": False})
    assert [one.kind for one in entries(sealed.session)] == ["given", "looked"]


def test_what_is_not_sealed_yet_is_not_offered(sealed: World) -> None:
    sealed.session.expire_all()
    assert newest_sealed(sealed.session) == entries(sealed.session)[-1].id
    assert only_mandate(sealed) is not None
