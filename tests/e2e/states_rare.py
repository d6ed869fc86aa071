"""States in which few people ever see a page: a customer without address, what was kept at the counter, a bad day."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import delete, event, text

from app.core.vault import Vault
from app.models.register import RegisterAddress
from tests.e2e import journeys
from tests.e2e.four_eyes import press_looked_at
from tests.e2e.journeys import HINDER_TO_MAASLAND, PERMITS_TO_PEETERS, TO_MAASLAND
from tests.e2e.states import Look, _next
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

ESTABLISHMENT_OF_AHMED = "2199000391"
MOST_TRIES = 25


def forget_address(town: Town, entity: str) -> None:
    """Let the register no longer know where this is."""
    with town.app.extensions["database"].writing.begin() as session:
        gone = session.execute(delete(RegisterAddress).where(RegisterAddress.entity_number == entity))
    assert gone.rowcount == 1


@contextmanager
def out_of_order(town: Town) -> Iterator[None]:
    """The database does not do what it should, as long as the block lasts."""
    engine = town.app.extensions["database"].engine
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE web_session RENAME TO gone"))
    yield
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO web_session"))


@contextmanager
def locked(town: Town) -> Iterator[None]:
    """Somebody else writes, for longer than the service waits, as long as the block lasts."""
    database = town.app.extensions["database"]

    def impatient(one: Any, _record: object, _proxy: object) -> None:
        one.execute("PRAGMA busy_timeout=100")

    event.listen(database.engine, "checkout", impatient)
    with closing(sqlite3.connect(database.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    event.remove(database.engine, "checkout", impatient)


def counter_without_address(town: Town, look: Look) -> None:
    """A customer whom no letter can reach: handed over, confirmed later, and an address for the next time."""
    forget_address(town, ESTABLISHMENT_OF_AHMED)
    karim = town.come().sign_in("karim", "/loket")
    look(journeys.begin_visit(karim), "counter-visit-without-address")
    look(karim.press("Bewaar een adres met bewijs"), "address")
    look(karim.press("Bewaar dit adres"), "address-refused")
    karim.write("Straat en nummer", "Truweelpad 19").write("Postcode", "9000")
    karim.page.get_by_role("textbox", name="Gemeente").fill("Gent")
    karim.choose("Een brief van de belastingdienst").press("Bewaar dit adres").sees("Wat wilt u doen voor")
    assert "De KBO kent geen adres" not in karim.text
    look(karim, "counter-visit-with-confirmed-address")
    journeys.answer_giving(karim.press("Een mandaat geven").press("Beginnen"), PERMITS_TO_PEETERS)
    assert "U krijgt uw brief aan het loket." in karim.sees("Lees dit voor").text
    journeys.read_aloud(karim)
    assert "bevestigt het mandaat later nog eens" in karim.sees("Kijk alles na").text
    assert "Uw brief komt" not in karim.text
    look(karim, "counter-check-without-address")
    journeys.send_gift(karim)
    look(karim, "counter-done-without-address")
    peeters = town.come().sign_in("peeters", "/aanvaarden")
    mandate = _accept_newest(peeters, look)
    karim.go(mandate)
    assert "U kunt nu nog niet bevestigen." in karim.text
    look(karim, "counter-mandate-to-confirm-later")
    look(karim.go(f"{mandate}/bevestigen"), "counter-confirm-too-early")
    journeys.hand_over(karim)
    town.print_letters()
    _hand_letters_over(karim, look)
    look(journeys.begin_visit(karim).go(mandate), "counter-mandate-to-confirm")
    look(karim.press("Dit mandaat bevestigen"), "counter-confirm")
    look(karim.press("Ja, dit klopt"), "counter-confirm-refused")
    press_looked_at(karim, "Ja, dit klopt")
    look(karim.sees("U hebt het mandaat bevestigd"), "counter-confirm-done")
    journeys.answer_giving(karim.go("/geven").press("Beginnen"), HINDER_TO_MAASLAND)
    assert "U krijgt een brief op het adres dat wij van u kennen." in karim.sees("Lees dit voor").text
    journeys.read_aloud(karim)
    assert "Truweelpad 19, 9000 Gent. Dat adres kennen wij van u." in karim.sees("Kijk alles na").text
    look(karim, "counter-check-confirmed-address")


def _accept_newest(peeters: Visitor, look: Look) -> str:
    peeters.push(peeters.page.locator("main .ml-mandate form button").last)
    _next(peeters.choose("Ja, ik aanvaard"))
    _next(peeters.choose("Ik kies later"))
    peeters.tick_all().press("Mandaat aanvaarden en brieven versturen").sees("U hebt het mandaat aanvaard")
    assert "Een van de partijen moet het eerst nog bevestigen." in peeters.text
    assert "Na de bevestiging krijgt u een brief." in peeters.text
    look(peeters, "accept-done-to-confirm")
    look(peeters.press("Bekijk dit mandaat"), "mandate-to-confirm")
    return peeters.path


def _hand_letters_over(karim: Visitor, look: Look) -> None:
    look(karim.go("/loket/post"), "post-to-hand-over")
    assert "Welke brieven gaf u af?" in karim.text
    look(karim.press("Noteer dat ze afgegeven zijn"), "post-hand-over-refused")
    karim.tick_all("hand-letters").press("Noteer dat ze afgegeven zijn")
    assert "Genoteerd: 1 brief is afgegeven." in karim.text
    look(karim, "post-handed-over")


def counter_draft(town: Town, look: Look) -> None:
    """A customer comes back for what was kept at the counter."""
    karim = town.come().sign_in("karim", "/loket")
    journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
    _next(karim.write("Naam en gemeente", journeys.MAASLAND)).sees("Is dit de juiste")
    journeys.hand_over(karim, "Klant komt terug").press("Begin met een nieuwe klant")
    karim.page.locator("summary", has_text="Dossiers om verder te gaan").click()
    look(karim, "counter-desk-with-draft")
    look(karim.press("Verdergaan").sees("Wie is de klant"), "counter-draft-who")
    _next(karim.choose("Ahmed El Amrani"))
    karim.choose("Identiteitskaart gelezen met").write("Laatste 4 tekens", "4821")
    karim.page.get_by_role("radio", name="Identiteitskaart", exact=True).check()
    look(_next(karim).sees("Wat wilt u doen voor"), "counter-visit-with-draft")
    look(karim.press("Verdergaan").sees("Is dit de juiste"), "counter-draft-resumed")


def bad_days(town: Town, look: Look) -> None:
    """Somebody who guesses at codes, and a service that is out of order."""
    guesser = town.come()
    for _ in range(MOST_TRIES):
        _next(journeys.open_letter(guesser, "260 9140 004 54", "2222-2222"))
        if "U probeerde te vaak" in guesser.title:
            break
    look(guesser.sees("U probeerde te vaak"), "too-many-tries")
    somebody = town.come()
    with out_of_order(town):
        assert somebody.page.goto("/aanmelden").status == 500  # type: ignore[union-attr]
    look(somebody.sees("Er ging iets mis bij ons"), "mishap")
    maria = town.come().sign_in("maria", "/geven")
    with locked(town):
        maria.press("Beginnen").sees("Het is nu erg druk")
    look(maria, "busy")
    maria.press("Opnieuw versturen").sees("Aan wie")


@contextmanager
def another_letter_key(town: Town) -> Iterator[None]:
    """LETTER_KEY was lost, as long as the block lasts: what was printed before cannot be read."""
    known = town.app.extensions["vault"]
    town.app.extensions["vault"] = Vault(os.urandom(32), known.secret_key)
    yield
    town.app.extensions["vault"] = known


def lost_letters(town: Town, look: Look) -> None:
    """Letters that nobody can read any more: made anew by a clerk, and told to whom they are for."""
    journeys.give_at_home(town.come().sign_in("maria"), TO_MAASLAND)
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket/post")
    look(karim.go("/loket/post/onleesbaar").sees("niet meer leesbaar"), "lost-none")
    look(karim.press("Zoek in dit dossier"), "lost-number-refused")
    with another_letter_key(town):
        look(karim.go("/loket/post/onleesbaar"), "lost-letters")
        look(karim.press("Maak deze brieven opnieuw"), "lost-refused")
        look(karim.tick_all("letters").press("Maak deze brieven opnieuw"), "lost-made-anew")


RARE: tuple[Callable[[Town, Look], None], ...] = (counter_without_address, counter_draft, bad_days, lost_letters)
