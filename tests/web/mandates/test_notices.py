"""How a party wants its news, at home and at the counter."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from app.core.people.notices import NoticeChoice, NoticeState, find_notice_choice, find_notice_state
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.notice_preference import NoticePreference
from tests.web.client import LintingClient, words_of
from tests.web.mandates.test_mandates import executor
from tests.world import World

PATH = "/mandaten/nieuws"


def test_large_print_is_chosen_and_holds_for_the_next_letter(maria: LintingClient, world: World) -> None:
    world.give("hinder.manage")
    world.session.commit()
    page = maria.see("/mandaten")
    (link,) = (one for one in page.select("main a") if "nieuws krijgt" in words_of(one))
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


MAIL = {"how": "mail", "email": "maria@voorbeeld.be"}


def state_of(world: World) -> NoticeState:
    """How the bakery wants its news, as other pages see it."""
    bakery_id = world.bakery.id
    world.session.rollback()
    state = find_notice_state(world.session, bakery_id)
    world.session.rollback()
    return state


def test_an_e_mail_address_is_chosen_and_confirmed_with_the_number_in_the_first_mail(
    maria: LintingClient, world: World
) -> None:
    asked = maria.fill_in(PATH, MAIL)
    assert asked.location == f"{PATH}/bevestigen"
    page = maria.see(f"{PATH}/bevestigen")
    assert "Wij stuurden een e-mail naar maria@voorbeeld.be." in words_of(page.main)
    number = str(state_of(world).number)
    assert number not in page.get_text()
    for wrong in ("", "260914000151", "12"):
        maria.fill_in(f"{PATH}/bevestigen", {"number": wrong}, status=422)
    assert state_of(world).waits
    assert [one["href"] for one in maria.see("/mandaten").select(".ml-note a")] == [f"{PATH}/bevestigen"]
    done = maria.fill_in(f"{PATH}/bevestigen", {"number": f"{number[:3]} {number[3:]}"})
    assert done.location == f"{PATH}?gedaan=bevestigd"
    assert "Uw e-mailadres is bevestigd." in words_of(maria.see(done.location).select_one("[role=status]"))
    assert (state_of(world).works, chosen(maria)) == (True, "mail")
    assert maria.get(f"{PATH}/bevestigen").location == PATH


def test_what_is_no_address_is_said_at_the_field(maria: LintingClient, world: World) -> None:
    for wrong in ("", "maria", "maria@voorbeeld", "maria@voorbeeld.be, jan@voorbeeld.be"):
        answer = maria.fill_in(PATH, MAIL | {"email": wrong}, status=422).get_data(as_text=True)
        assert "Dit e-mailadres is niet volledig. Vul het in zoals naam@voorbeeld.be." in answer
    assert "zonder letters zoals é of ü" in maria.fill_in(
        PATH, MAIL | {"email": "andré@voorbeeld.be"}, status=422
    ).get_data(as_text=True)
    maria.fill_in(PATH, {"how": "brief", "email": "maria"})
    assert state_of(world).choice.email is None


def test_an_address_that_does_not_work_is_told_on_the_page(maria: LintingClient, world: World) -> None:
    maria.fill_in(PATH, MAIL)
    row = world.session.get_one(NoticePreference, world.bakery.id)
    row.email_failed_at = world.now
    world.session.commit()
    assert "komen niet aan. Daarom sturen wij weer brieven." in words_of(maria.see(PATH).main)
    assert "Onze e-mails komen niet aan bij Bakkerij De Zoete Inval BV." in words_of(maria.see("/mandaten").main)
    first = state_of(world).number
    assert maria.fill_in(PATH, MAIL).location == f"{PATH}/bevestigen"
    assert state_of(world).number != first


def test_who_turns_to_e_mail_keeps_large_print_for_the_letters_that_come(maria: LintingClient, world: World) -> None:
    maria.fill_in(PATH, {"how": "groot"})
    maria.fill_in(PATH, MAIL | {"how": "beide"})
    assert state_of(world).choice.large_print
    assert "De brieven die nog komen, zijn in grote letters." in words_of(maria.see(PATH).main)
    maria.fill_in(PATH, {"how": "brief"})
    assert state_of(world).choice == NoticeChoice()


def test_at_the_counter_the_customer_says_the_number_and_the_clerk_sees_no_address(
    counter: Callable[..., LintingClient], world: World
) -> None:
    desk = counter()
    assert desk.fill_in(PATH, MAIL | {"agreed": "y"}).location == f"{PATH}/bevestigen"
    for page in (PATH, f"{PATH}/bevestigen"):
        text = str(desk.see(page))
        assert "maria@voorbeeld.be" not in text
        assert "m•••@voorbeeld.be" in text
    number = str(state_of(world).number)
    assert "Vraag aan de klant" in desk.fill_in(f"{PATH}/bevestigen", {"number": number}, status=422).text
    desk.fill_in(f"{PATH}/bevestigen", {"number": number, "confirmed": "y"})
    assert state_of(world).works
    desk.fill_in(PATH, {"how": "beide", "email": "", "agreed": "y"})
    assert (state_of(world).choice.email, state_of(world).works) == ("maria@voorbeeld.be", True)


def test_without_a_mail_server_e_mail_is_not_offered(app: Flask, maria: LintingClient, world: World) -> None:
    app.extensions["policy"] = Policy()
    page = maria.see(PATH)
    assert [one["value"] for one in page.select("input[type=radio]")] == ["brief", "groot"]
    assert not page.select("input[type=email]")
    maria.fill_in(PATH, MAIL, status=422)
    assert not state_of(world).chosen
