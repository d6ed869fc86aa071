"""A caller without a letter and without a mandate, in a browser with and without scripts: prepared, then given."""

import pytest

from tests.e2e import journeys
from tests.e2e.doors import GROUNDS, answer, finish_at_home
from tests.e2e.prepared import Prepared
from tests.e2e.visitor import Visitor
from tests.world import BAKERY, OTHER, World


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request: pytest.FixtureRequest, prepared: Prepared, world: World) -> Visitor:
    """Whoever comes, with and without scripts."""
    return prepared.come(scripts=request.param)


def test_a_gift_is_prepared_for_whom_nobody_knows_and_given_at_home(
    prepared: Prepared, world: World, visitor: Visitor
) -> None:
    visitor.sign_in("karim", "/loket/telefoon").press("De beller heeft nog geen mandaat")
    visitor.write("Ondernemingsnummer van de beller", BAKERY).write("Voornaam van de beller", "Maria")
    visitor.page.get_by_label("Naam van de beller", exact=True).fill("Vermeulen")
    visitor.choose("Bestuurder, zaakvoerder").press("Verder", exact=True).sees("U kunt alleen een mandaat klaarzetten")
    questions = {
        "holder": lambda: visitor.write("Naam en gemeente", OTHER),
        "holder-check": lambda: visitor.choose("Ja, dit is de juiste"),
        "what": lambda: visitor.choose("Ik kies zelf uit de lijst"),
        "types": lambda: visitor.choose("Vergunningen raadplegen"),
        "start": lambda: visitor.choose("Zodra"),
        "period": lambda: visitor.choose("1 jaar"),
    }
    answer(visitor.press("Zet een mandaat klaar"), "Klaarzetten en brief", questions)
    dossier = journeys.dossier_number(visitor.sees("Het mandaat staat klaar"))
    visitor.press("Het gesprek is gedaan").sees("Telefoon").page.context.clear_cookies()
    finish_at_home(visitor, dossier)
    assert prepared.newest_start() == ("give", GROUNDS["signed in"])
