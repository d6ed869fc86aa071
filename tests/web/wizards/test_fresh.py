"""A clerk proves again who he is before what is of high risk is sent, and comes back with nothing lost."""

from collections.abc import Callable
from datetime import timedelta

from tests.four_eyes import colleague_agrees
from tests.web.client import LintingClient, words_of
from tests.web.conftest import StillClock
from tests.web.wizards.test_counter import to_check
from tests.web.wizards.walk import answer, goes_to
from tests.world import World

Counter = Callable[..., LintingClient]


def test_the_check_page_asks_it_and_comes_back(counter: Counter, world: World, still_clock: StillClock) -> None:
    karim = counter()
    check = to_check(karim, "permit.manage")
    assert goes_to(answer(karim, check, {})) == "check"
    colleague_agrees(world)
    for _ in range(6):
        still_clock.wait(timedelta(seconds=110))
        karim.see(check)
    fresh = answer(karim, check, {"read": "y"}).location
    assert fresh == f"/opnieuw-aanmelden?next={check}"
    assert "Uw antwoorden zijn bewaard." in words_of(karim.see(fresh).main)
    assert karim.fill_in(fresh, {"password": "demo"}).location == check
    assert goes_to(answer(karim, check, {"read": "y"})) == "done"
