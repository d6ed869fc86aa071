"""A list that became longer, in a real browser, with and without scripts: the giver gives the new part, and no more."""

from collections.abc import Callable

from app.core.mandates.lookup import list_between
from tests.e2e.journeys import choose_news
from tests.e2e.visitor import Visitor
from tests.growing import NEW, OLD, grown
from tests.world import World

HEADING = "De lijst “Mijn proef” is langer geworden"


def test_the_giver_gives_what_is_new_and_the_old_mandate_stays(
    world: World, sign_in: Callable[[str, str], Visitor]
) -> None:
    mandate = grown(world)
    path = f"/mandaten/{mandate.id}"
    world.session.commit()
    maria = sign_in("maria", path)
    assert HEADING in maria.text
    maria.press("Geef het nieuwe ook").sees("Vanaf wanneer").choose("Zodra").press("Verder", exact=True)
    maria.sees("Hoelang").choose("1 jaar").press("Verder", exact=True)
    choose_news(maria).sees("Kijk alles na").choose("Ik heb dit gelezen")
    maria.press("Mandaat geven en brieven versturen").sees("U hebt het mandaat gegeven")
    found = list_between(world.session, world.bakery.id, world.office.id)
    assert [{line.type_key for line in one.lines} for one in found] == [set(OLD), set(NEW) - set(OLD)]
    world.session.rollback()
    assert maria.go(path).page.locator("#langere-lijst").count() == 0
    assert sign_in("jan", path).page.locator("#langere-lijst").count() == 0
