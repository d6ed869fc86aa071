"""Coming from another application, and going back."""

from collections.abc import Callable

from app.models.mandate_type import MandateType
from tests.e2e import journeys
from tests.e2e.handed_over import TYPE, link_of
from tests.e2e.states import Look, _next
from tests.e2e.town import MONDAY, Town

MAASLAND = journeys.MAASLAND.replace(".", "")


def handed_over(town: Town, look: Look) -> None:
    """What the link says before and after signing in, to whom it does not open, and the way back at the end."""
    whole = link_of(town, holder=MAASLAND, covers={"types": [TYPE]})
    look(town.come().go(whole), "handoff-sign-in")
    maria = town.come().sign_in("maria", whole)
    look(maria, "handoff-open")
    look(town.come().sign_in("maria", link_of(town, holder="0999999922", covers={"types": ["x"]}, language="fr")),
         "handoff-unknown-things")  # fmt: skip
    look(_next(town.come().sign_in("peeters", whole)), "handoff-refused")
    look(town.come().sign_in("karim", whole), "handoff-staff")
    look(town.come().go(whole + "x"), "handoff-unknown")
    _next(maria)
    _next(_next(maria.choose("Ja, dit is")).choose("Zodra"))
    journeys.send_gift(journeys.choose_news(maria))
    look(maria, "handoff-done")
    _next(maria.go(link_of(town, holder=MAASLAND, covers={"types": [TYPE]})))
    journeys.choose_news(_next(_next(maria.choose("Ja, dit is")).choose("Zodra")))
    look(maria.sees("U gaf dit mandaat al"), "handoff-already")
    with town.app.extensions["database"].writing.begin() as session:
        session.get_one(MandateType, TYPE).withdrawn_from = MONDAY.date()
    look(maria.go(maria.page.url.removeprefix(town.url)), "handoff-check-refused")
    stops = town.come().sign_in("maria", (ended := link_of(town)))
    _next(stops).press("Stoppen en niets versturen")
    look(stops.push(stops.page.locator("main form button").first), "handoff-stopped")
    look(stops.go(ended), "handoff-used")
    late = link_of(town)
    town.wait(minutes=31)
    look(town.come().go(late), "handoff-expired")


HANDED_OVER: tuple[Callable[[Town, Look], None], ...] = (handed_over,)
