"""Two clerks with a sign-in of their own: one asks, the other reads the facts and says what he finds."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter.visits import end_visit
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.register import ChangedAddress
from app.models.second_look import SecondLook
from app.models.staff import Staff
from app.models.visit import Visit
from tests.acting import accept
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.small_world import add_account
from tests.web.wizards.test_counter import AGREED, ALONE, to_check, to_consent
from tests.web.wizards.test_transfer import answers
from tests.web.wizards.walk import answer, begin, goes_to, read, walk
from tests.world import BAKERY, TODAY, World

LIST = "/loket/nakijken"
Counter = Callable[..., LintingClient]


@dataclass
class Desks:
    """Karim with a customer, on the check page of a gift with money in it, and Lotte at the same counter."""

    world: World
    karim: LintingClient
    lotte: LintingClient
    check: str

    def ask(self) -> str:
        """Karim asks; the address of what Lotte has to look at."""
        assert goes_to(answer(self.karim, self.check, {})) == "check"
        self.world.session.commit()
        address = f"{LIST}/{self.world.session.scalars(select(SecondLook)).one().id}"
        self.world.session.commit()
        return address

    def sent(self) -> bool:
        self.world.session.commit()
        return self.world.session.scalars(select(Mandate)).first() is not None


def enter(app: Flask, username: str) -> LintingClient:
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as(username)
    return client


def add_lotte(world: World) -> None:
    clerk = world.session.scalars(select(Staff)).one()
    lotte = world.add_clerk("Lotte", "4802", beside=clerk)
    add_account(world, "lotte", world.session.get_one(Person, lotte.person_id))
    world.session.commit()


@pytest.fixture
def desks(app: Flask, counter: Counter, world: World) -> Desks:
    karim = counter()
    add_lotte(world)
    return Desks(world, karim, enter(app, "lotte"), to_check(karim, "hinder.manage"))


def test_the_check_page_says_why_a_colleague_looks_and_waits_for_him(desks: Desks) -> None:
    before = desks.karim.see(desks.check)
    assert "Belangrijk mandaat" in read(before)
    assert before.find("button", string="Mandaat geven en brieven versturen") is None
    desks.ask()
    after = read(desks.karim.see(desks.check))
    assert "Wacht op een collega" in after
    assert "De klant hoeft niet te wachten" in after
    answer(desks.karim, desks.check, {"read": "y"})
    assert not desks.sent()


def test_a_colleague_reads_the_facts_and_agrees_and_then_it_is_sent(desks: Desks) -> None:
    look = desks.ask()
    assert "1" in read(desks.lotte.see("/loket").select_one("section[aria-labelledby=nakijken]"))
    assert desks.lotte.see(LIST).find("a", href=look) is not None
    facts = read(desks.lotte.see(look))
    for words in (
        "Karim Bouazza vraagt uw controle, omdat:", "Belangrijk mandaat", "Mia Vermeulen",
        "identiteitskaart gelezen, laatste 4 tekens 1234", "wettelijk vertegenwoordiger",
        "Bakkerij De Zoete Inval BV, 0199.000.151", "Boekhoudkantoor Peeters BV, 0199.000.250", "Hinderpremie",
    ):  # fmt: skip
        assert words in facts
    assert desks.lotte.fill_in(look, {"outcome": "agrees"}).location == look
    assert "Nagekeken: het klopt" in read(desks.lotte.see(look))
    assert "Medewerker 4802 keek dit na" in read(desks.karim.see(desks.check))
    assert goes_to(answer(desks.karim, desks.check, {"read": "y"})) == "done"
    assert desks.sent()


def test_a_colleague_reads_what_stops_at_once_and_with_whom(app: Flask, counter: Counter, world: World) -> None:
    old = accept(world, world.give("hinder.manage", "subsidy.view"))
    world.session.commit()
    karim = counter(number=BAKERY)
    add_lotte(world)
    address = walk(karim, begin(karim, "/veranderen"), answers(old, "hinder.manage", when="now"))
    if address.endswith("/alone"):
        address = str(answer(karim, address, ALONE).location)
    check = str(answer(karim, address, AGREED).location)
    if check.endswith("/understood"):
        check = str(answer(karim, check, {"told_back": "right"}).location)
    desks = Desks(world, karim, enter(app, "lotte"), check)
    facts = read(desks.lotte.see(desks.ask()))
    assert "Gaat weg bij Boekhoudkantoor Peeters BV, 0199.000.250" in facts
    assert "Boekhoudkantoor Peeters BV stopt nu meteen met: Hinderpremie aanvragen." in facts
    assert "Dat komt niet terug, ook niet als Boekhoudkantoor Peeters BV weigert." in facts


def test_a_doubt_needs_a_note_and_leaves_it_waiting(desks: Desks) -> None:
    look = desks.ask()
    page = page_of(desks.lotte.fill_in(look, {"outcome": "doubts"}, 422), 422)
    assert errors_of(page) == ["Schrijf kort op waarom. Alleen collega's lezen dat."]
    assert errors_of(page_of(desks.lotte.fill_in(look, {}, 422), 422)) == ["U hebt nog niet gekozen. Kies wat u vond."]
    desks.lotte.fill_in(look, {"outcome": "doubts", "note": "De klant keek naar zijn zoon."})
    assert "keek naar zijn zoon" in read(desks.lotte.see(look))
    waiting = read(desks.karim.see(desks.check))
    assert "Medewerker 4802 twijfelt nog" in waiting
    assert "zoon" not in waiting


def test_a_refusal_takes_the_button_away(desks: Desks) -> None:
    desks.lotte.fill_in(desks.ask(), {"outcome": "refuses", "note": "Ik ken deze klant niet."})
    page = desks.karim.see(desks.check)
    assert "Een collega keek dit na: dit mag niet door." in read(page)
    assert page.find("button", string="Vraag een collega") is None
    answer(desks.karim, desks.check, {"read": "y"}, 422)
    assert not desks.sent()


def test_whoever_asked_reads_that_a_colleague_must_do_it(desks: Desks) -> None:
    look = desks.ask()
    visit = desks.world.session.scalars(select(Visit)).one()
    who = Actor.at_the_counter(visit.clerk_id, visit.id, party_id=visit.party_id)
    desks.world.session.commit()
    # With the customer still there the list of others stays shut.
    assert str(desks.karim.get(look).location) == "/loket/klant"
    end_visit(desks.world.session, who, "comes_back", now=desks.world.now)
    desks.world.session.commit()
    assert "Dit vroeg u zelf" in read(desks.karim.see(LIST))
    page = desks.karim.see(look)
    assert "U bent de eerste medewerker. Een collega moet dit nakijken met eigen aanmelding." in read(page)
    assert page.find("input", attrs={"name": "outcome"}) is None


def test_a_clerk_of_another_counter_sees_nothing_of_it(app: Flask, desks: Desks) -> None:
    look = desks.ask()
    aline = desks.world.add_clerk("Aline", "4900", "Aalst")
    add_account(desks.world, "aline", desks.world.session.get_one(Person, aline.person_id))
    desks.world.session.commit()
    client = enter(app, "aline")
    page = page_of(client.get(look), 403)
    assert "Dit is van een ander loket." in read(page)
    assert "Vermeulen" not in read(page)
    assert "Er is nu niets na te kijken." in read(client.see(LIST))


def test_the_clerk_says_that_the_holder_is_family(counter: Counter, world: World) -> None:
    client = counter()
    add_lotte(world)
    check = str(answer(client, to_consent(client, "permit.view"), AGREED | {"close": "y"}).location)
    assert "De mandaatnemer, of wie het uitvoert, is een collega of familie" in read(client.see(check))
    assert client.see(check.replace("check", "consent")).select_one("input[name=close][checked]") is not None


def test_an_address_that_changed_in_the_register_is_said_to_both_clerks(
    app: Flask, counter: Counter, world: World
) -> None:
    world.session.add(ChangedAddress(number=BAKERY, changed_on=TODAY))
    karim = counter()
    add_lotte(world)
    desks = Desks(world, karim, enter(app, "lotte"), to_check(karim, "permit.view"))
    assert "Adres veranderde minder dan 90 dagen geleden" in read(karim.see(desks.check))
    look = desks.ask()
    assert "Adres veranderde minder dan 90 dagen geleden" in read(desks.lotte.see(look))
    desks.lotte.fill_in(look, {"outcome": "agrees"})
    assert goes_to(answer(karim, desks.check, {"read": "y"})) == "done"
    assert desks.sent()


def test_an_act_outside_a_wizard_waits_for_a_colleague_too(app: Flask, counter: Counter, world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", months=6))
    world.session.commit()
    karim = counter()
    add_lotte(world)
    address = f"/mandaten/{mandate.id}/verlengen/nakijken?maanden=6"
    asked = str(karim.fill_in(address, {"agreed": "y"}).location)
    assert asked.startswith("/loket/klant/nakijken/")
    assert "Belangrijk mandaat" in read(karim.see(asked))
    enter(app, "lotte").fill_in(asked.replace("/klant", ""), {"outcome": "agrees"})
    assert "Medewerker 4802 keek dit na" in read(karim.see(asked))
    assert goes_to(karim.fill_in(address, {"agreed": "y"})) == "verlengen"
