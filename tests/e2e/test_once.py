"""However often it is sent, by whatever hand: one mandate, one set of letters."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route
from sqlalchemy import func, select

from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.e2e import journeys
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

SEND = "Mandaat geven en brieven versturen"
CHECK = "**/check"


def count(town: Town) -> tuple[int, int]:
    """How many mandates and how many letters there are."""
    with town.app.extensions["database"].reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) for table in (Mandate, Letter))


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def maria(request: pytest.FixtureRequest, town: Town) -> Iterator[Visitor]:
    """Somebody who only has to press the last button; whatever happens then, it is given once."""
    mandates, letters = count(town)
    maria = town.come(scripts=request.param).sign_in("maria")
    journeys.answer_giving(maria.go("/geven").press("Beginnen"), journeys.TO_MAASLAND)
    yield maria.sees("Kijk alles na").choose("Ik heb dit gelezen")
    assert count(town) == (mandates + 1, letters + 2)


def test_a_double_click_gives_once(maria: Visitor) -> None:
    maria.page.get_by_role("button", name=SEND).dblclick()
    maria.sees("U hebt het mandaat gegeven")


def test_two_tabs_give_once(maria: Visitor) -> None:
    other = maria.another_tab()
    other.go(maria.path).choose("Ik heb dit gelezen")
    dossiers = {journeys.dossier_number(one.press(SEND).sees("U hebt het mandaat gegeven")) for one in (maria, other)}
    assert len(dossiers) == 1


def test_going_back_after_sending_leads_to_what_was_sent(maria: Visitor) -> None:
    check = maria.path
    maria.press(SEND).sees("U hebt het mandaat gegeven")
    maria.page.go_back()
    maria.sees("U hebt het mandaat gegeven")
    maria.go(check).sees("U hebt het mandaat gegeven")


def test_who_lost_the_connection_may_send_again(maria: Visitor) -> None:
    check = maria.path
    maria.page.route(CHECK, _lose_the_answer)
    with maria.page.expect_event("requestfailed"):
        maria.page.get_by_role("button", name=SEND).click()
    maria.page.unroute(CHECK)
    maria.go(check).sees("U hebt het mandaat gegeven")


def _lose_the_answer(route: Route) -> None:
    route.fetch(max_redirects=0)
    route.abort("connectionreset")
