"""A list that grew, on the page of a mandate: what is new, giving it or asking for it, and leaving it as it is."""

import pytest

from app.models.mandate import Mandate
from tests.growing import grown
from tests.web.client import LintingClient
from tests.web.wizards.walk import read
from tests.world import World

HEADING = "De lijst “Mijn proef” is langer geworden"


@pytest.fixture
def longer(world: World) -> Mandate:
    """A mandate between Maria and Jan, of which both know that the list is longer now."""
    mandate = grown(world)
    world.session.commit()
    return mandate


def press(client: LintingClient, mandate: Mandate) -> str:
    """Press the button of the panel; where the wizard then stands."""
    at = f"/mandaten/{mandate.id}"
    form = client.see(at).select_one(f"main form[action='{at}/langere-lijst/beginnen']")
    return str(client.send(form, at, {}).location)


def test_both_sides_read_what_is_new_and_who_decides(
    maria: LintingClient, jan: LintingClient, longer: Mandate
) -> None:
    given, held = (read(one.see(f"/mandaten/{longer.id}").main) for one in (maria, jan))
    assert HEADING in given
    assert "Wilt u het nieuwe ook geven? U beslist." in given
    assert "mag een premie vragen als er werken zijn in de straat" in given
    assert "Bakkerij De Zoete Inval BV beslist." in held
    assert "Nee, laat het zo" in given
    assert "Nee, laat het zo" in held


def test_the_giver_gives_only_what_is_new_to_this_holder(maria: LintingClient, longer: Mandate) -> None:
    at = press(maria, longer)
    assert at.endswith("/start")
    page = maria.see(at.replace("/start", "/types"))
    ticked = [one["value"] for one in page.select("input[name=types][checked]")]
    assert ticked == ["hinder.manage"]
    assert "Boekhoudkantoor Peeters BV" in read(page.main)


def test_the_holder_asks_for_what_is_new(jan: LintingClient, longer: Mandate) -> None:
    at = press(jan, longer)
    assert at.startswith("/vragen/")
    assert at.endswith("/start")


def test_the_giver_leaves_it_as_it_is(maria: LintingClient, longer: Mandate) -> None:
    at = f"/mandaten/{longer.id}/langere-lijst/laten"
    page = maria.see(at)
    assert "Uw mandaat blijft zoals het was. Wij vragen dit niet opnieuw." in read(page.main)
    assert str(maria.send(page.select_one("main form"), at, {}).location).endswith(f"/mandaten/{longer.id}")
    page = maria.see(f"/mandaten/{longer.id}")
    assert page.select_one("#langere-lijst") is None
    after = read(page.main)
    assert "koos voor Bakkerij De Zoete Inval BV om dit mandaat te laten zoals het is" in after


def test_a_holder_who_does_not_ask_reads_no_more_of_it_and_the_giver_does(
    maria: LintingClient, jan: LintingClient, longer: Mandate
) -> None:
    at = f"/mandaten/{longer.id}/langere-lijst/laten"
    page = jan.see(at)
    assert "U vraagt het nieuwe niet aan Bakkerij De Zoete Inval BV." in read(page.main)
    jan.send(page.select_one("main form"), at, {})
    assert jan.see(f"/mandaten/{longer.id}").select_one("#langere-lijst") is None
    assert maria.see(f"/mandaten/{longer.id}").select_one("#langere-lijst") is not None


def test_who_extends_reads_that_only_what_was_given_runs_longer(
    maria: LintingClient, jan: LintingClient, longer: Mandate
) -> None:
    maria.fill_in(str(maria.fill_in(f"/mandaten/{longer.id}/verlengen", {"period": "12"}).location))
    done = maria.see(f"/mandaten/{longer.id}/klaar/verlengen")
    words = read(done.main)
    assert "De lijst “Mijn proef” is intussen langer. U verlengt alleen wat u al gaf." in words
    link = done.find("a", string="Bekijk wat nieuw is")
    assert str(link["href"]) == f"/mandaten/{longer.id}#langere-lijst"
    assert maria.see(f"/mandaten/{longer.id}").select_one("#langere-lijst") is not None
    printed = maria.get(f"/mandaten/{longer.id}/klaar/verlengen/afdruk.pdf")
    assert printed.status_code == 200
    jan.fill_in(f"/mandaten/{longer.id}/verlenging-aanvaarden")
    accepted = read(jan.see(f"/mandaten/{longer.id}/klaar/verlenging-aanvaarden").main)
    assert "intussen langer" not in accepted


def test_a_holder_who_extends_reads_that_the_giver_decides_on_what_is_new(
    jan: LintingClient, longer: Mandate
) -> None:
    jan.fill_in(str(jan.fill_in(f"/mandaten/{longer.id}/verlengen", {"period": "12"}).location))
    words = read(jan.see(f"/mandaten/{longer.id}/klaar/verlengen").main)
    assert "U vraagt alleen meer tijd voor wat u al mag." in words
    assert "Bakkerij De Zoete Inval BV beslist." in words


def test_on_paper_the_mandate_has_no_panel(maria: LintingClient, longer: Mandate) -> None:
    assert maria.get(f"/mandaten/{longer.id}/afdruk.pdf").status_code == 200
