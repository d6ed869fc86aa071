"""An overview of all mandates with the post: asked for at home and at the counter."""

from collections.abc import Callable

from sqlalchemy import select

from app.models.journal import JournalEntry
from app.models.letter import Letter
from tests.acting import accept
from tests.web.client import LintingClient, words_of
from tests.web.mandates.test_mandates import executor
from tests.world import World

PATH = "/mandaten/overzicht-op-papier"
OVERVIEWS = select(Letter).where(Letter.kind == "overview.party")


def running(world: World) -> None:
    accept(world, world.give("hinder.manage"))
    world.session.commit()


def test_a_party_asks_for_it_and_reads_by_when_it_comes(maria: LintingClient, world: World) -> None:
    running(world)
    links = [one["href"] for one in maria.see("/mandaten").select("main a")]
    assert PATH in links
    assert "U krijgt 1 brief met het mandaat dat nu loopt." in words_of(maria.see(PATH))
    assert maria.fill_in(PATH).location == PATH
    done = words_of(maria.see(PATH))
    assert "Uw overzicht is onderweg" in done
    assert "De brief komt ten laatste op dinsdag 1 december 2026, op het adres van Bakkerij De Zoete Inval BV" in done
    assert len(world.session.scalars(OVERVIEWS).all()) == 1


def test_where_nothing_runs_the_page_says_so(maria: LintingClient, world: World) -> None:
    world.give("hinder.manage")
    world.session.commit()
    page = maria.see(PATH)
    assert "Er loopt nu geen mandaat van Bakkerij De Zoete Inval BV." in words_of(page)
    assert page.select_one("main button") is None


def test_at_the_counter_the_customer_asks_for_it(counter: Callable[..., LintingClient], world: World) -> None:
    running(world)
    desk = counter()
    assert "Vraag aan de klant" in desk.fill_in(PATH, status=422).get_data(as_text=True)
    desk.fill_in(PATH, {"agreed": "y"})
    assert "Uw overzicht is onderweg" in words_of(desk.see(PATH))
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "overview_asked")).one()
    assert (entry.channel, entry.ground) == ("counter", "consented_customer")


def test_who_may_only_execute_asks_for_nothing(browser: Callable[[str], LintingClient], world: World) -> None:
    running(world)
    executor(world, None)
    els = browser("els")
    els.see(PATH, 403)
    assert not [one for one in els.see("/mandaten").select("main a") if PATH in str(one["href"])]
