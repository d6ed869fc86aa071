"""Klopt dit nog?: the yearly list, gone through person by person, at home and at a counter."""

from datetime import timedelta

from app.core.rights.rounds import hold_round
from app.models.visit import IdentityMethod
from tests.colleagues import EXECUTOR, MANAGER, colleague, kinds_of
from tests.web.client import LintingClient, page_of
from tests.web.wizards.walk import read
from tests.world import OFFICE, TODAY, World

PATH = "/medewerkers/nakijken"


def asked(world: World) -> dict:
    """Els and Mieke began a year ago, and the office is asked today."""
    long_ago = {"first_day": TODAY - timedelta(days=365)}
    people = {name: colleague(world, name, kind, **long_ago) for name, kind in (("Els", EXECUTOR), ("Mieke", MANAGER))}
    hold_round(world.session, world.office.id, policy=world.policy, now=world.now)
    world.session.commit()
    return people


def test_the_list_is_gone_through_and_says_who_did(jan: LintingClient, world: World) -> None:
    people = asked(world)
    assert "De lijst nakijken" in read(jan.see("/medewerkers"))
    page = jan.see(PATH)
    assert read(page.h1) == "Wie mag wat bij Boekhoudkantoor Peeters BV: klopt dit nog?"
    assert "Nog 2 van 2 na te kijken" in read(page)
    assert "Mandaatuitvoerder: mag kijken en doen, voor alle klanten, ook nieuwe" in read(page)
    # The first form on the page is that of the first colleague who was not looked at.
    assert jan.fill_in(PATH).location == f"{PATH}#volgende"
    assert "Nog 1 van 2 na te kijken" in read(jan.see(PATH))
    jan.fill_in(f"/medewerkers/{people['Mieke'].id}/weg")
    page = jan.see(PATH)
    assert "U keek iedereen na" in read(page)
    assert jan.fill_in(PATH).location == "/medewerkers"
    assert "De lijst is laatst nagekeken op 23 november 2026, door Jan Peeters." in read(jan.see("/medewerkers"))
    assert jan.get(PATH).location == "/medewerkers"
    world.session.expire_all()
    assert (kinds_of(world, people["Els"]), kinds_of(world, people["Mieke"])) == (["executor"], [])
    world.session.commit()


def test_the_list_cannot_be_closed_before_everybody_was_looked_at(jan: LintingClient, world: World) -> None:
    asked(world)
    # Pressed on a page that was opened before somebody got something else.
    form = jan.see(PATH).select_one("main form[method=post]")
    form["action"] = PATH
    answer = jan.send(form, PATH, {}, status=409)
    assert "U keek nog niet iedereen na. Begin bij Els Wouters." in read(page_of(answer, 409))


def test_a_clerk_goes_through_it_with_the_customer(counter, world: World) -> None:
    people = asked(world)
    clerk = counter(IdentityMethod.EID_READ, OFFICE)
    for _ in people:
        clerk.fill_in(PATH)
    page = clerk.see(PATH)
    assert "U keek na wie mag werken voor Boekhoudkantoor Peeters BV. De lijst klopt." in read(page)
    clerk.fill_in(PATH, status=422)
    clerk.fill_in(PATH, {"agreed": "y"})
    assert "De lijst is laatst nagekeken" in read(clerk.see("/medewerkers"))
