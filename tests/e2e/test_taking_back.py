"""Taking back what was passed on, by people without a sign-in: with the code of a letter, by phone, and on paper."""

import pytest

from app.core.mandates.possible_acts import Act
from app.core.people.parties import ensure_enterprise_party
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from tests.acting import accept, get_mandate, pass_on, status
from tests.e2e.doors import Errand, begin_call, find_sheet, open_letter
from tests.e2e.prepared import Prepared
from tests.e2e.visitor import Visitor
from tests.world import OTHER, World


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request: pytest.FixtureRequest, prepared: Prepared) -> Visitor:
    return prepared.come(scripts=request.param)


@pytest.fixture
def chain(world: World) -> Mandate:
    """What Jan passed on of what the bakery gave him, accepted by Wim."""
    wim = world.add_representative(OTHER, "Wim", "Claes")
    source = accept(world, world.give("permit.manage"))
    mandate = accept(world, pass_on(world, source), world.at_home(wim, ensure_enterprise_party(world.session, OTHER)))
    world.session.commit()
    return mandate


@pytest.fixture
def errand(prepared: Prepared, world: World, chain: Mandate) -> Errand:
    """Jan, about the mandate that he holds."""
    source = get_mandate(world.session, chain.source.id)
    return Errand(prepared, world, source, Side.HOLDER, Act.TAKE_BACK)


def ended(world: World, chain: Mandate) -> tuple[bool, bool]:
    """Whether what was passed on is over, and whether the own mandate is."""
    world.session.expire_all()
    source = get_mandate(world.session, get_mandate(world.session, chain.id).source.id)
    return status(world, get_mandate(world.session, chain.id)).is_final, status(world, source).is_final


def test_with_the_code_of_a_letter(errand: Errand, world: World, chain: Mandate, visitor: Visitor) -> None:
    open_letter(errand, visitor)
    visitor.sees("Dit staat in uw brief").choose("Wij zetten stop wat wij doorgaven aan").press("Verder", exact=True)
    visitor.sees("Wie bent u").write("Voornaam", "Jan").choose("Ik ben bestuurder")
    visitor.page.get_by_label("Naam", exact=True).fill("Peeters")
    visitor.press("Verder", exact=True).sees("Kijk na wat stopt").tick_all()
    visitor.press("Stopzetten en brieven versturen").sees("Het is stopgezet")
    assert ended(world, chain) == (True, False)


def test_by_phone(errand: Errand, world: World, chain: Mandate, visitor: Visitor) -> None:
    world.session.get_one(MandateType, "permit.manage").phone_allowed = True
    world.session.commit()
    begin_call(errand, visitor)
    visitor.choose("Stopzetten wat doorgegeven is aan").press("Verder", exact=True)
    visitor.sees("Lees voor wat u noteerde").press("Stopzetten en brieven versturen").sees("Lees voor wat u noteerde")
    visitor.tick_all().press("Stopzetten en brieven versturen").sees("Wat doorgegeven was, is stopgezet")
    visitor.press("Wil de beller nog iets").sees("Wat wil de beller")
    assert "doorgegeven" not in visitor.text
    assert ended(world, chain) == (True, False)


def test_on_paper(errand: Errand, world: World, chain: Mandate, visitor: Visitor) -> None:
    find_sheet(errand, visitor)
    visitor.choose("Stopzetten wat doorgegeven is", "Bestuurder, zaakvoerder").write("Voornaam op het blad", "Jan")
    visitor.page.get_by_role("radio", name="Ja", exact=True).check()
    visitor.page.get_by_label("Naam op het blad", exact=True).fill("Peeters")
    visitor.press("Verder naar nakijken").sees("Vergelijk met het blad").tick_all()
    visitor.press("Stopzetten en brieven versturen").sees("Wat doorgegeven was, is stopgezet")
    assert ended(world, chain) == (True, False)
