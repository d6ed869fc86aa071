"""How a party wants its news, at home and at the counter."""

from collections.abc import Callable

from sqlalchemy import select

from app.core.letters.notice_choices import find_notice_choice
from app.models.journal import JournalEntry
from app.models.letter import Letter
from tests.web.client import LintingClient, words_of
from tests.web.mandates.test_mandates import executor
from tests.world import World

PATH = "/mandaten/nieuws"


def test_large_print_is_chosen_and_holds_for_the_next_letter(maria: LintingClient, world: World) -> None:
    world.give("hinder.manage")
    world.session.commit()
    page = maria.see("/mandaten")
    (link,) = (one for one in page.select("main a") if "grote letters" in words_of(one))
    assert link["href"] == PATH
    assert chosen(maria) == "brief"
    maria.fill_in(PATH, {"how": "groot"})
    done = maria.see(f"{PATH}?gedaan=bewaard")
    assert "krijgt vanaf nu brieven in grote letters." in words_of(done.select_one("[role=status]"))
    assert chosen(maria) == "groot"
    world.session.expire_all()
    world.give("permit.view", months=1)
    sizes = [one.data.get("large_print", False) for one in world.session.scalars(select(Letter).order_by(Letter.kind))]
    assert sorted(sizes) == [False, False, False, True]


def test_a_choice_that_is_none_is_asked_again(maria: LintingClient) -> None:
    response = maria.fill_in(PATH, {"how": "duif"}, status=422)
    assert "Kies hoe u nieuws wilt krijgen." in response.get_data(as_text=True)


def test_at_the_counter_the_customer_chooses_it(counter: Callable[..., LintingClient], world: World) -> None:
    desk = counter()
    assert "Vraag aan de klant" in desk.fill_in(PATH, {"how": "groot"}, status=422).get_data(as_text=True)
    desk.fill_in(PATH, {"how": "groot", "agreed": "y"})
    world.session.expire_all()
    assert find_notice_choice(world.session, world.bakery.id).large_print
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "notice_chosen")).one()
    assert (entry.channel, entry.ground, entry.data["large_print"]) == ("counter", "consented_customer", True)


def test_who_may_only_execute_chooses_nothing(browser: Callable[[str], LintingClient], world: World) -> None:
    executor(world, None)
    els = browser("els")
    els.see(PATH, 403)
    assert not [one for one in els.see("/mandaten").select("main a") if PATH in str(one["href"])]


def chosen(client: LintingClient) -> str:
    """What the page shows as the present choice."""
    (ticked,) = client.see(PATH).select("input[type=radio][checked]")
    return str(ticked["value"])
