"""A counter that nobody touches shows nothing of the customer, whatever is pressed; with and without scripts."""

from collections.abc import Callable

import pytest

from tests.e2e import journeys
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

OF_AHMED = ("Ahmed", "El Amrani", "0199.000.349")
HIDDEN = "Dit scherm is verborgen"


def shows_nothing_of_ahmed(visitor: Visitor) -> bool:
    whole = visitor.page.content() + visitor.page.title()
    return not any(text in whole for text in OF_AHMED)


def test_back_and_another_tab_show_nothing_until_the_password_is_given(town: Town, come: Callable[[], Visitor]) -> None:
    karim = come().sign_in("karim", "/loket")
    journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen").sees("Aan wie")
    town.wait(minutes=21)
    karim.go("/loket/klant").sees(HIDDEN)
    for _ in range(2):
        karim.page.go_back()
        karim.sees(HIDDEN)
        assert shows_nothing_of_ahmed(karim)
    other = karim.another_tab().go("/mandaten").sees(HIDDEN)
    assert shows_nothing_of_ahmed(other)
    other.write("Uw wachtwoord", "demo").press("Verdergaan").sees("Mijn mandaten")
    karim.go("/loket/klant").sees("Wat wilt u doen voor")


@pytest.mark.parametrize("touched", [False, True], ids=["untouched", "touched"])
def test_the_browser_hides_the_screen_by_itself_when_nobody_touches_it(town: Town, touched: bool) -> None:
    karim = town.come()
    karim.page.clock.install()
    karim.sign_in("karim", "/loket")
    journeys.begin_visit(karim)
    if touched:
        town.wait(minutes=16)
        karim.page.clock.run_for(16 * 60 * 1000)
        with karim.page.expect_response("**/meer-tijd"):
            karim.page.keyboard.press("Shift")
    town.wait(minutes=16 if touched else 21)
    karim.page.clock.run_for((16 if touched else 21) * 60 * 1000)
    karim.sees("Wat wilt u doen voor" if touched else HIDDEN)
    assert shows_nothing_of_ahmed(karim) is not touched
