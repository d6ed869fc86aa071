"""A resume card and the phone, in a browser with and without scripts: begun at home, filled in by phone, given."""

import pytest

from app.core.acts import drafts
from app.core.mandates.possible_acts import Act
from app.models.draft import Draft
from tests.e2e import journeys
from tests.e2e.doors import GROUNDS, answer, begin_call, finish_at_home
from tests.e2e.prepared import ANY_DOOR, Prepared
from tests.e2e.test_acts_by_doors import errand_for
from tests.e2e.visitor import Visitor
from tests.world import OTHER, World


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request: pytest.FixtureRequest, prepared: Prepared, world: World) -> Visitor:
    """Whoever comes, with and without scripts."""
    return prepared.come(scripts=request.param)


def begun_at_home(world: World, wizard: str) -> Draft:
    draft = drafts.start_draft(world.session, world.giver, wizard, now=world.now)
    drafts.save_answers(world.session, world.giver, draft.id, "holder", {"number": OTHER}, now=world.now)
    world.session.commit()
    return draft


def name_the_card(visitor: Visitor, draft: Draft) -> Visitor:
    visitor.press("De beller heeft een hervatkaart").write("Dossiernummer", draft.dossier_number)
    return visitor.press("Verder", exact=True)


def test_it_is_begun_at_home_filled_in_by_phone_and_given_at_home(
    prepared: Prepared, world: World, visitor: Visitor
) -> None:
    draft = begun_at_home(world, "give")
    errand = errand_for(prepared, world, Act.WITHDRAW, ANY_DOOR)
    begin_call(errand, visitor)
    name_the_card(visitor, draft).sees("Welkom terug").press("Verdergaan")
    questions = {
        "holder-check": lambda: visitor.choose("Ja, dit is de juiste"),
        "what": lambda: visitor.choose("Ik kies zelf uit de lijst"),
        "types": lambda: visitor.choose("Vergunningen raadplegen"),
        "start": lambda: visitor.choose("Zodra"),
        "period": lambda: visitor.choose("1 jaar"),
    }
    answer(visitor, "Klaarzetten en brief", questions)
    dossier = journeys.dossier_number(visitor.sees("Het mandaat staat klaar"))
    assert dossier.replace(" ", "") == draft.dossier_number
    visitor.press("Het gesprek is gedaan").page.context.clear_cookies()
    finish_at_home(visitor, dossier)
    assert prepared.newest_start() == ("give", GROUNDS["signed in"])
    with prepared.database.reading() as session:
        mandate_id = session.get_one(Draft, draft.id).mandate_id
    words = " ".join(visitor.go(f"/mandaten/{mandate_id}").text.split())
    assert "Ann Beller ging daarmee verder op" in words
    assert "aan de telefoon, met hulp van medewerker 4711." in words


def test_what_the_phone_does_not_do_is_pointed_to_where_it_can(
    prepared: Prepared, world: World, visitor: Visitor
) -> None:
    draft = begun_at_home(world, "transfer")
    begin_call(errand_for(prepared, world, Act.WITHDRAW, ANY_DOOR), visitor)
    name_the_card(visitor, draft).sees("Hiermee gaat de beller niet verder aan de telefoon")
    assert "een verandering van mandaatnemer, tot en met" in visitor.text
    visitor.press("Het gesprek is gedaan").sees("Telefoon")
