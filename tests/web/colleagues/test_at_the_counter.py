"""Wie mag wat at the counter: the same questions as at home, read aloud, and looked at where it is important."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.rights.wishes import RightWish
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.person import Person
from app.models.second_look import SecondLook
from app.models.visit import IdentityMethod
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, colleague, kinds_of
from tests.four_eyes import colleague_agrees
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.colleagues.test_appointing import NO_END, PATH, begin, grow
from tests.web.wizards.test_four_eyes import add_lotte, enter
from tests.web.wizards.walk import answer, goes_to, read, walk
from tests.world import OFFICE, World

Counter = Callable[..., LintingClient]
AGREED = ("consent", {"agreed": "y", "keeps": "y"})


@pytest.fixture
def els(world: World) -> Person:
    """Els, who carries out the office's mandates."""
    found = colleague(world, "Els", EXECUTOR)
    world.session.commit()
    return found


def the_look(world: World) -> str:
    """The number of what was asked, with nothing left open: a browser writes next."""
    world.session.commit()
    look_id = str(world.session.scalars(select(SecondLook.id)).one())
    world.session.commit()
    return look_id


def test_a_newcomer_is_invited_after_the_text_was_read_aloud(counter: Counter, world: World, els: Person) -> None:
    karim = counter(number=OFFICE)
    page = karim.see(PATH)
    assert "Een medewerker aanduiden" in read(page)
    answers = (("who", {"who": "new"}), ("new", {"first_name": "Eva", "last_name": "Claes"}))
    address = walk(karim, begin(karim), (*answers, ("level", {"level": "view"}), NO_END))
    assert address.endswith("/consent")
    script = read(karim.see(address).select_one(".ml-script"))
    assert "U laat Eva Claes werken voor Boekhoudkantoor Peeters BV." in script
    assert "Eva Claes mag alleen kijken, voor alle klanten." in script
    assert "Wij sturen een brief met een code naar Boekhoudkantoor Peeters BV." in script
    assert len(errors_of(page_of(answer(karim, address, {}, 422), 422))) == 2
    check = str(answer(karim, address, AGREED[1]).location)
    done = karim.see(str(karim.fill_in(check).location))
    assert read(done.h1) == "U nodigde Eva Claes uit"
    world.session.commit()
    newest = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert newest is not None
    assert (newest.kind, newest.channel) == ("colleague_invited", "counter")


def test_rights_that_were_chosen_one_by_one_are_read_aloud_with_what_they_mean(
    counter: Counter, world: World, els: Person
) -> None:
    karim, chosen = counter(number=OFFICE), ("rights", {"rights": ["subsidies.executor", "local.admin"]})
    answers = (("who", {"who": str(els.id)}), ("level", {"level": "own"}), chosen, NO_END)
    script = read(karim.see(walk(karim, begin(karim), answers)).select_one(".ml-script"))
    assert "Els Wouters wordt uitvoerder subsidies en lokale beheerder, voor alle klanten." in script
    assert "Els Wouters mag niemand mandaatbeheerder of lokale beheerder maken." in script
    assert "Els Wouters mag niets doen in andere domeinen." not in script  # she carries out everything already


def test_a_manager_waits_for_a_colleague_who_reads_the_facts(
    app: Flask, counter: Counter, world: World, els: Person
) -> None:
    karim = counter(number=OFFICE)
    add_lotte(world)
    answers = (("who", {"who": str(els.id)}), ("level", {"level": "manager"}), NO_END, AGREED)
    check = walk(karim, begin(karim), answers)
    assert "Belangrijk recht" in read(karim.see(check))
    assert goes_to(answer(karim, check, {})) == "check"
    assert "Wacht op een collega" in read(karim.see(check))
    lotte, look_id = enter(app, "lotte"), the_look(world)
    assert "Els Wouters aanduiden bij Boekhoudkantoor Peeters BV" in read(lotte.see("/loket/nakijken"))
    facts = read(lotte.see(f"/loket/nakijken/{look_id}"))
    told = ("Els Wouters, werkt hier al", "Mandaatbeheerder", "Els Wouters mag mandaten geven", "Belangrijk recht")
    assert [one for one in told if one not in facts] == []
    lotte.fill_in(f"/loket/nakijken/{look_id}", {"outcome": "agrees"})
    assert "Het klopt. U kunt versturen." in read(karim.see(check))
    assert read(karim.see(str(karim.fill_in(check).location)).h1) == "Els Wouters is aangeduid"
    world.session.expire_all()
    assert kinds_of(world, els) == ["executor", "manager"]


def test_what_somebody_may_is_changed_at_the_counter(counter: Counter, world: World, els: Person) -> None:
    karim = counter(number=OFFICE)
    form = karim.see(f"{PATH}/{els.id}/wijzigen").select_one("main form")
    first = str(karim.send(form, str(form["action"]), {}).location)
    check = walk(karim, first, (("level", {"level": "view"}), NO_END, AGREED))
    done = karim.see(str(karim.fill_in(check).location))
    assert read(done.h1) == "Het recht van Els Wouters is gewijzigd"


def test_before_the_customer_shows_who_he_is_nobody_is_appointed(counter: Counter, els: Person) -> None:
    karim = counter(IdentityMethod.NONE, number=OFFICE)
    page = karim.see(PATH)
    assert "Kijk eerst na wie de klant is" in read(page)
    assert page.select_one("main form[action*='aanduiden']") is None
    assert not [one for one in page.select("main a") if "wijzigen" in str(one["href"])]


def test_an_invitation_is_taken_back_at_the_counter(counter: Counter, world: World) -> None:
    relation = appoint(world, EVA)
    world.session.commit()
    karim = counter(number=OFFICE)
    address = f"{PATH}/uitnodiging/{relation.id}/intrekken"
    assert "U trekt de aanduiding van Eva Claes" in read(karim.see(address).select_one(".ml-script"))
    assert karim.fill_in(address, status=422)
    assert karim.fill_in(address, {"agreed": "y"}).location == PATH
    world.session.refresh(relation)
    assert relation.withdrawn_on is not None


def test_a_second_signature_at_the_counter_asks_a_colleague_in_the_same_go(
    counter: Counter, world: World, els: Person
) -> None:
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().signs = "two"
    world.add_function(OFFICE, "Rik", "Baert", "two")
    relation = appoint(world, els.id, RightWish(MANAGER))
    karim = counter(number=OFFICE)
    address = f"{PATH}/uitnodiging/{relation.id}/tekenen"
    assert "U tekent mee voor Els Wouters" in read(karim.see(address).select_one(".ml-script"))
    asked = str(karim.fill_in(address, {"agreed": "y"}).location)
    page = read(karim.see(asked))
    assert "Els Wouters, Boekhoudkantoor Peeters BV" in page
    assert "Belangrijk recht" in page
    colleague_agrees(world)
    assert "Naar wie wat mag" in read(karim.see(asked))
    assert karim.fill_in(address, {"agreed": "y"}).location == PATH
    world.session.expire_all()
    assert kinds_of(world, els) == ["executor", "manager"]


def test_the_customer_leaves_a_longer_list_as_it_is(counter: Counter, world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    grow(world, els)
    before = sorted(kinds_of(world, els))
    world.session.commit()
    karim = counter(number=OFFICE)
    (link,) = [str(one["href"]) for one in karim.see(PATH).select("main a") if "/lijst/" in str(one["href"])]
    page = karim.see(link)
    said = "U geeft Els Wouters bij Boekhoudkantoor Peeters BV niet wat nieuw is in de lijst: mandaatuitvoerder."
    assert said in read(page.select_one(".ml-script"))
    assert [read(one) for one in page.select("main form .ml-actions button")] == ["Ja, laat het zo"]
    assert len(errors_of(page_of(answer(karim, link, {"antwoord": "nee"}, 422), 422))) == 1
    assert answer(karim, link, {"antwoord": "ja", "agreed": "y"}, 404).status_code == 404
    assert answer(karim, link, {"antwoord": "nee", "agreed": "y"}).status_code == 303
    assert "Deze lijsten zijn langer geworden" not in read(karim.see(PATH))
    world.session.commit()
    assert sorted(kinds_of(world, els)) == before
    newest = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert newest is not None
    assert (newest.kind, newest.channel) == ("right_list_kept", "counter")
