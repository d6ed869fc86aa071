"""One server for many short journeys: a bakery and an office whose dossiers the core prepares, put back each time."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select, update

from app.clock import brussels_day
from app.core.acts.carrying_out import is_done
from app.core.distant.paper_sheets import boxes_of
from app.core.mandates.lookup import get_mandate
from app.core.mandates.possible_acts import Act
from app.core.people.persons import ensure_person
from app.db import Database
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.person import Person
from app.models.staff import Staff
from tests.databases import put_back
from tests.e2e.town import Town, make_demo_app
from tests.e2e.visitor import Visitor
from tests.four_eyes import COLLEAGUES
from tests.web.small_world import add_account, make_world
from tests.world import World

ANY_DOOR, NO_CODE_NO_PHONE = "subsidy.view", "permit.view"
STARTS = {"given": "give", "requested": "request", "passed_on": "pass_on"}
CODE = "7K4Q-92XD"


def settle(database: Database) -> None:
    """The small world with a clerk, one type that every door may handle, and one that no code and no caller may."""
    world = make_world(database)
    karim = world.add_clerk()
    add_account(world, "karim", world.session.get_one(Person, karim.person_id))
    for key, allowed in ((ANY_DOOR, True), (NO_CODE_NO_PHONE, False)):
        values = {"code_allowed": allowed, "phone_allowed": allowed}
        world.session.execute(update(MandateType).where(MandateType.key == key).values(values))
    world.session.commit()
    world.session.close()


class Prepared:
    """The served application, and two browsers that stay open: one with scripts and one without."""

    def __init__(self, original: str | Path, folder: Path, serve: Callable[[Flask], str], browser: Browser) -> None:
        self.original = Path(original)
        self.app = make_demo_app(folder)
        self.database: Database = self.app.extensions["database"]
        put_back(self.database, self.original)
        self.town = Town(self.app, serve(self.app), browser)
        self._visitors: dict[bool, Visitor] = {}

    def clear(self) -> World:
        """Everything as it was in the beginning, nobody signed in; the world, to prepare a dossier in."""
        for visitor in self._visitors.values():
            visitor.page.context.clear_cookies()
            visitor.go("about:blank")
        put_back(self.database, self.original)
        world = World(self.database.writing(), self.app.extensions["clock"](), settled=True)
        world.session.commit()
        return world

    def come(self, *, scripts: bool) -> Visitor:
        """Somebody in one of the browsers that are open."""
        if scripts not in self._visitors:
            self._visitors[scripts] = self.town.come(scripts=scripts)
        return self._visitors[scripts]

    def outcome(self, mandate: Mandate, side: Side, act: Act) -> tuple[bool, str]:
        """Whether the act is done, and the ground of what was written down last."""
        with self.database.reading() as session:
            done = is_done(get_mandate(session, mandate.id), side, act, brussels_day(self.app.extensions["clock"]()))
            query = select(JournalEntry).where(JournalEntry.mandate_id == mandate.id).order_by(JournalEntry.id.desc())
            return done, session.scalars(query.limit(1)).one().ground

    def newest_start(self) -> tuple[str, str]:
        """Whether the newest mandate was given, asked or moved from another holder, and on what ground."""
        with self.database.reading() as session:
            query = select(JournalEntry).where(JournalEntry.kind.in_(STARTS)).order_by(JournalEntry.id.desc())
            entry = session.scalars(query.limit(1)).one()
            return "transfer" if entry.data.get("transfer") else STARTS[entry.kind], entry.ground

    def facts(self) -> list[str]:
        """All that was ever written down about mandates."""
        with self.database.reading() as session:
            query = select(JournalEntry.kind).where(JournalEntry.mandate_id.is_not(None))
            return list(session.scalars(query.order_by(JournalEntry.id)))

    def close(self) -> None:
        """Everybody goes home; nobody complained."""
        self.town.close()
        self.database.dispose()


def make_code(world: World, app: Flask, mandate: Mandate, side: Side) -> str:
    """The code of the newest letter to this side."""
    letter = _letters(world, mandate, side)[0]
    code_hash = app.extensions["vault"].hash_code(letter.id, CODE.replace("-", ""))
    world.session.merge(LetterCode(letter_id=letter.id, code_hash=code_hash, made_at=world.now))
    world.session.commit()
    return CODE


def make_sheet(world: World, mandate: Mandate, side: Side, act: Act) -> None:
    """Let the letter that has this box on its sheet (or else the newest) have been printed, and no other."""
    letters = _letters(world, mandate, side)
    letter = next((one for one in letters if act in boxes_of(one, mandate)), letters[0])
    letter.printed_at, letter.sha256 = world.now, "0" * 64
    world.session.commit()


def make_visit(world: World, number: str) -> None:
    """Karim has somebody of this enterprise at his counter, who showed an identity card; two colleagues are there."""
    karim = ensure_person(world.session, "subject-karim", "Karim", "Bouazza")
    clerk = world.session.scalars(select(Staff).where(Staff.person_id == karim.id)).one()
    for first_name, known_as in COLLEAGUES:
        if world.session.scalars(select(Staff).where(Staff.number == known_as)).first() is None:
            world.add_clerk(first_name, known_as, beside=clerk)
    world.visit(clerk, number, world.add_function(number, "Mia", "Klant"))
    world.session.commit()


def _letters(world: World, mandate: Mandate, side: Side) -> list[Letter]:
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.party_id == mandate.party_on(side).id)
    return list(world.session.scalars(query.order_by(Letter.cause_id.desc(), Letter.kind)))
