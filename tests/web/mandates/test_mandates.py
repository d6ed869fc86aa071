"""Mijn mandaten: the overview and the page of one mandate."""

import uuid
from datetime import timedelta

from app.core.acts.contesting import contest_mandate
from app.core.acts.drafts import start_draft
from app.core.people import accounts
from app.core.people.persons import ensure_person
from app.core.rights.granting import grant_right
from app.models.mandate import Mandate
from app.models.user_right import RightKind
from tests.web.client import LintingClient, words_of
from tests.web.wizards.conftest import Browser
from tests.web.wizards.test_resuming import keep_for_later
from tests.web.wizards.walk import read
from tests.world import World


def show(client: LintingClient, mandate: Mandate, status: int = 200) -> str:
    """The words of the page of a mandate."""
    return read(client.see(f"/mandaten/{mandate.id}", status).main)


def test_who_has_no_mandates_is_asked_whether_he_wants_to_give_one(maria: LintingClient) -> None:
    page = maria.see("/mandaten")
    assert "U hebt nog geen mandaten" in read(page.main)
    assert page.select_one("main a[href='/geven']") is not None


def test_each_side_reads_the_same_mandate_from_its_own_place(
    maria: LintingClient, jan: LintingClient, active: Mandate
) -> None:
    given, held = read(maria.see("/mandaten").main), read(jan.see("/mandaten").main)
    assert "Actief Boekhoudkantoor Peeters BV" in given
    assert "Boekhoudkantoor Peeters BV mag in uw naam een hinderpremie aanvragen" in given
    assert "heeft geen mandaat van iemand anders" in given
    assert "Actief Bakkerij De Zoete Inval BV" in held
    assert "U mag een hinderpremie aanvragen" in held


def test_what_waits_for_an_answer_stands_on_top(jan: LintingClient, maria: LintingClient, offered: Mandate) -> None:
    page = jan.see("/mandaten")
    assert "U moet nog iets doen (1)" in read(page.main)
    assert "ten laatste op woensdag 23 december 2026" in read(page.main)
    form = page.select_one(f"main form[action='/aanvaarden/mandate/{offered.id}']")
    assert form is not None
    assert "/aanvaarden/" in str(jan.send(form, "/mandaten", {}).location)
    assert "U moet nog iets doen" not in read(maria.see("/mandaten").main)


def test_kept_answers_can_be_taken_up_again(maria: LintingClient, world: World) -> None:
    draft = start_draft(world.session, world.giver, "give", now=world.now)
    world.session.commit()
    page = maria.see("/mandaten")
    assert "Nog niet verstuurd Een mandaat geven" in read(page.main)
    assert page.select_one(f"main a[href='/geven/{draft.id}']") is not None


def test_kept_answers_are_told_apart_by_what_is_in_them(maria: LintingClient, world: World) -> None:
    keep_for_later(maria)
    keep_for_later(maria, answered=2)
    start_draft(world.session, world.giver, "give", now=world.now)
    world.session.commit()
    page = maria.see("/mandaten").main
    kept = sorted((read(one) for one in page.select(".ml-mandate--draft")), key=len)  # type: ignore[union-attr]
    assert "U vulde nog niets in." in kept[0]
    assert "Aan wie? Boekhoudkantoor Peeters BV" in kept[1]
    assert "Waarvoor?" not in kept[1]
    assert "Waarvoor? Hinderpremie aanvragen en Subsidies en premies raadplegen" in kept[2]
    assert "Bewaard op 23 november 2026 om" in kept[2]
    buttons = {read(one) for one in page.select(".ml-mandate--draft .ml-mandate__do")}  # type: ignore[union-attr]
    assert len(buttons) == 3
    assert any(one.startswith("Verdergaan: Een mandaat geven, Aan wie? Boekhoudkantoor Peeters BV") for one in buttons)


def test_a_contested_mandate_waits_for_the_giver_to_decide(
    maria: LintingClient, jan: LintingClient, world: World, active: Mandate
) -> None:
    contest_mandate(world.session, world.holder, active.id, reason="other", policy=world.policy, now=world.now)
    world.session.commit()
    assert "U beslist: opnieuw aanzetten of stopzetten. Doe dit ten laatste op" in read(maria.see("/mandaten").main)
    assert "U moet nog iets doen" not in read(jan.see("/mandaten").main)


def test_twenty_five_mandates_fill_a_page(maria: LintingClient, world: World) -> None:
    for number in range(26):
        mandate = world.give("hinder.manage")
        mandate.refused_on = world.now.date()
        world.later(seconds=number)
    world.session.commit()
    first = maria.see("/mandaten")
    assert len(first.select("main .ml-mandate")) == 25
    assert "26 mandaten, bladzijde 1 van 2" in read(first.main)
    second = maria.see("/mandaten?geven=2")
    assert len(second.select("main .ml-mandate")) == 1
    for wrong in ("0", "-1", "999999999999", "veel", "²"):
        assert "bladzijde" in read(maria.see(f"/mandaten?geven={wrong}").main)


def test_the_page_says_what_may_what_may_not_how_long_and_who(
    maria: LintingClient, world: World, active: Mandate
) -> None:
    words = show(maria, active)
    assert "Actief Boekhoudkantoor Peeters BV en Bakkerij De Zoete Inval BV" in words
    assert "Boekhoudkantoor Peeters BV mag dit nu voor u doen." in words
    assert "mag een premie vragen als er werken zijn in de straat" in words
    assert "mag het rekeningnummer niet veranderen" in words
    assert "Het mandaat geldt van 23 november 2026 tot en met 22 november 2027." in words
    assert "Niemand is aangeduid om het uit te voeren." in words
    assert "Maria Vermeulen gaf dit mandaat voor Bakkerij De Zoete Inval BV. Dat gebeurde online." in words
    assert "Tot en met maandag 22 november 2027 Daarna stopt het mandaat vanzelf." in words


def test_each_side_gets_the_buttons_of_its_own_acts(
    maria: LintingClient, jan: LintingClient, active: Mandate
) -> None:
    buttons = [words_of(one) for one in maria.see(f"/mandaten/{active.id}").select("main .ml-actions a")]
    assert buttons == ["Dit mandaat verlengen", "Dit mandaat stopzetten", "Dit klopt niet"]
    buttons = [words_of(one) for one in jan.see(f"/mandaten/{active.id}").select("main .ml-actions a")]
    assert buttons == ["Dit mandaat verlengen", "Afstand doen", "Dit klopt niet"]


def test_an_open_offer_can_be_withdrawn_by_one_side_and_answered_by_the_other(
    maria: LintingClient, jan: LintingClient, offered: Mandate
) -> None:
    assert "Dit mandaat intrekken" in show(maria, offered)
    words = show(jan, offered)
    assert "Aanvaarden of weigeren" in words
    assert "Ten laatste woensdag 23 december 2026 Geen antwoord? Dan vervalt het mandaat." in words


def test_a_mandate_of_somebody_else_does_not_exist(browser: Browser, world: World, offered: Mandate) -> None:
    stranger = world.add_representative("1999000249", "Lena", "Vreemd")
    accounts.create_account(world.session, "lena", "demo", stranger.id)
    world.session.commit()
    client = browser("lena")
    for path in ("", "/intrekken", "/klaar/intrekken", f"/brieven/{uuid.uuid4()}/lezen"):
        assert "Wij vinden deze pagina niet" in read(client.see(f"/mandaten/{offered.id}{path}", 404).main)
    assert "Wij vinden deze pagina niet" in read(client.see(f"/mandaten/{uuid.uuid4()}", 404).main)


def executor(world: World, mandate_id: uuid.UUID | None) -> None:
    """Els, who executes for the office: everything, or one mandate."""
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    accounts.create_account(world.session, "els", "demo", els.id)
    yesterday = world.now.date() - timedelta(days=1)
    grant_right(
        world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=yesterday, mandate_id=mandate_id
    )
    world.session.commit()


def test_who_only_executes_reads_without_buttons_or_letters(
    browser: Browser, world: World, active: Mandate
) -> None:
    executor(world, None)
    els = browser("els")
    assert "U voert mandaten uit voor Boekhoudkantoor Peeters BV." in read(els.see("/mandaten").main)
    page = els.see(f"/mandaten/{active.id}")
    assert page.select("main .ml-actions") == []
    assert "Alleen wie mag beslissen voor Boekhoudkantoor Peeters BV, kan de brieven lezen." in read(page.main)
    els.see(f"/mandaten/{active.id}/afstand-doen", 403)


def test_who_executes_one_mandate_sees_no_other(browser: Browser, world: World, active: Mandate) -> None:
    other = world.give("permit.view")
    executor(world, active.id)
    els = browser("els")
    assert len(els.see("/mandaten").select("main .ml-mandate")) == 1
    els.see(f"/mandaten/{active.id}")
    els.see(f"/mandaten/{other.id}", 404)


def test_a_clerk_without_a_customer_sees_no_mandates(browser: Browser, world: World, offered: Mandate) -> None:
    clerk = world.add_clerk()
    accounts.create_account(world.session, "karim", "demo", clerk.person_id)
    world.session.commit()
    karim = browser("karim")
    for path in ("", f"/{offered.id}", f"/{offered.id}/stopzetten"):
        assert karim.get(f"/mandaten{path}").location == "/loket/klaar"
