"""Maria gives her accountant a mandate at home: the way through, back, and round again."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.db import Database
from app.models.draft import Draft
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.web.client import LintingClient, held_by
from tests.web.conftest import StillClock
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import ANSWERS, answer, begin, count, goes_to, read, to_check, walk
from tests.world import FARM, OFFICE, World


def test_six_answers_a_tick_and_a_button_give_one_mandate_and_two_letters(
    maria: LintingClient, sqlite_database: Database
) -> None:
    address = begin(maria, "/geven")
    for step, values in ANSWERS:
        assert address.endswith(step)
        address = str(answer(maria, address, values).location)
    page = maria.see(address)
    assert "Bakkerij De Zoete Inval BV geeft een mandaat (volmacht) aan Boekhoudkantoor Peeters BV." in read(page)
    page = maria.see(str(maria.fill_in(address, {"read": "y"}).location))
    assert "U hebt het mandaat gegeven" in read(page.h1)
    assert "Ten laatste op woensdag 23 december 2026" in read(page)
    assert (count(sqlite_database, Mandate), count(sqlite_database, Letter)) == (1, 2)


def test_the_check_page_says_what_may_and_what_may_not(maria: LintingClient) -> None:
    sentences = read(maria.see(to_check(maria)).select_one(".ml-sentence"))
    assert "Boekhoudkantoor Peeters BV mag een premie vragen als er werken zijn in de straat." in sentences
    assert "Boekhoudkantoor Peeters BV mag het rekeningnummer niet veranderen." in sentences
    assert "Boekhoudkantoor Peeters BV mag voor subsidies en premies niets" not in sentences  # another type allows it
    assert "vanaf de dag van aanvaarding tot en met 22 november 2027" in sentences


def test_every_row_can_be_changed_and_leads_back_to_the_check_page(maria: LintingClient) -> None:
    address = to_check(maria)
    links = [str(link["href"]) for link in maria.see(address).select(".govuk-summary-list__actions a")]
    assert [link.rpartition("/")[2] for link in links] == ["holder", "types", "start", "period", "notice"]
    values = dict(ANSWERS)
    for link in links:
        assert str(answer(maria, link, values[link.rpartition("/")[2]]).location) == address


def test_a_change_asks_only_what_it_opened(maria: LintingClient) -> None:
    address = to_check(maria)
    base = address.rpartition("/")[0]
    assert goes_to(answer(maria, f"{base}/holder", {"q": "1999000249"})) == "holder-check"
    assert goes_to(answer(maria, f"{base}/holder-check", {"right": "yes"})) == "check"
    group = maria.see(f"{base}/what").select_one("input[name=group]")
    assert group is not None
    assert goes_to(answer(maria, f"{base}/what", {"group": group["value"]})) == "types"


def test_the_way_back_leads_over_every_question_to_the_start(maria: LintingClient) -> None:
    address, seen = to_check(maria), []
    while address != "/geven":
        seen.append(address.rpartition("/")[2])
        address = str(maria.see(address).select_one(".ml-back")["href"])  # type: ignore[index]
    assert seen == ["check", "notice", "period", "start", "types", "what", "holder-check", "holder"]


def test_an_address_too_far_on_leads_to_the_first_open_question(maria: LintingClient) -> None:
    base = begin(maria, "/geven").rpartition("/")[0]
    for page in ("period", "check", "end-date", "consent", "giver", "no-such-question", "done"):
        assert goes_to(maria.get(f"{base}/{page}")) == "holder"


def test_answers_are_there_again_after_going_back(maria: LintingClient) -> None:
    base = to_check(maria).rpartition("/")[0]
    page = maria.see(f"{base}/holder")
    assert page.select_one("#q")["value"] == OFFICE  # type: ignore[index]
    assert page.select_one(f"input[name=number][value='{OFFICE}']").has_attr("checked")  # type: ignore[union-attr]
    ticked = [box["value"] for box in maria.see(f"{base}/types").select("input[name=types][checked]")]
    assert ticked == ["hinder.manage", "subsidy.view"]


def test_the_types_of_the_chosen_group_are_ticked_and_the_group_is_kept(
    maria: LintingClient, sqlite_database: Database
) -> None:
    address = walk(maria, begin(maria, "/geven"), ANSWERS[:2])
    group = maria.see(address).select_one("input[name=group]")
    assert group is not None
    address = str(answer(maria, address, {"group": group["value"]}).location)
    ticked = [box["value"] for box in maria.see(address).select("input[name=types][checked]")]
    assert ticked == ["kmop.manage", "hinder.manage", "subsidy.view", "leave.manage", "staff.view"]
    address = str(answer(maria, address, {"types": ticked}).location)
    check = walk(maria, address, ANSWERS[4:])
    maria.fill_in(check, {"read": "y"})
    with sqlite_database.reading() as session:
        assert str(session.scalars(select(Mandate.group_version_id)).one()) == group["value"]


def test_a_type_that_may_last_less_long_is_named_with_its_own_last_day(maria: LintingClient) -> None:
    types = ("types", {"types": ["kmop.manage", "hinder.manage"]})
    address = walk(maria, begin(maria, "/geven"), (*ANSWERS[:3], types))
    check = walk(maria, address, (("start", {"when": "accepted"}), ("period", {"period": "36"}), ANSWERS[6]))
    sentences = read(maria.see(check).select_one(".ml-sentence"))
    assert "Hinderpremie aanvragen mag minder lang. Dat deel stopt na 22 november 2027." in sentences


def test_only_periods_that_a_chosen_type_allows_are_offered(maria: LintingClient) -> None:
    address = walk(maria, begin(maria, "/geven"), (*ANSWERS[:3], ("types", {"types": ["hinder.manage"]}), ANSWERS[4]))
    assert [one["value"] for one in maria.see(address).select("input[name=period]")] == ["1", "6", "12", "date"]


def test_an_important_type_says_that_it_starts_later(maria: LintingClient) -> None:
    address = walk(maria, begin(maria, "/geven"), (*ANSWERS[:3], ("types", {"types": ["permit.manage"]})))
    check = walk(maria, address, ANSWERS[4:])
    assert "Dat deel start ten vroegste 10 dagen na onze brief aan u." in read(maria.see(check))


def test_what_the_holder_has_already_is_left_out_and_named(maria: LintingClient, world: World) -> None:
    world.give("hinder.manage")
    world.session.commit()
    sentences = read(maria.see(to_check(maria)).select_one(".ml-sentence"))
    assert "Dit heeft Boekhoudkantoor Peeters BV al, en geeft u nu niet opnieuw: Hinderpremie aanvragen." in sentences


def test_when_nothing_is_left_the_mandate_that_exists_is_shown(maria: LintingClient, world: World) -> None:
    mandate = world.give("hinder.manage", "subsidy.view")
    world.session.commit()
    page = maria.see(to_check(maria))
    assert read(page.h1) == "U gaf dit mandaat al"
    assert mandate.dossier_number[:3] in read(page)
    assert page.select_one("input[name=fingerprint]") is None


def test_who_decides_for_more_enterprises_is_asked_for_which(browser: Browser, world: World) -> None:
    world.add_function(FARM, "Maria", "Vermeulen", subject="subject-maria")
    world.session.commit()
    client = browser("maria")
    page = client.see("/namens-wie")
    bakery = str(world.bakery.id)
    client.send(page.select_one("main form[method=post]"), "/namens-wie", {"party": bakery})  # type: ignore[arg-type]
    address = begin(client, "/geven")
    assert address.endswith("/giver")
    offered = [box["value"] for box in client.see(address).select("input[name=party]")]
    farm = next(value for value in offered if value not in {bakery, "not-listed"})
    check = walk(client, address, (("giver", {"party": farm}), *ANSWERS))
    assert "Hoeve Vanhoutte geeft een mandaat" in read(client.see(check))
    client.fill_in(check, {"read": "y"})
    assert "Hoeve Vanhoutte" in read(client.see("/geven").select_one(".ml-who")), "from then on she works for the farm"


def test_the_draft_is_offered_again_for_thirty_days(
    maria: LintingClient, jan: LintingClient, still_clock: StillClock
) -> None:
    address = walk(maria, begin(maria, "/geven"), ANSWERS[:4])
    saved = maria.see(str(answer(maria, address, {"doe": "bewaar"}).location))
    assert read(saved.h1) == "Wij hebben alles bewaard"
    assert "23 december 2026" in read(saved)
    resumed = str(maria.see("/geven").select_one("main a[href^='/geven/']")["href"])  # type: ignore[index]
    assert str(maria.get(resumed).location) == address
    assert jan.get(resumed).status_code == 404
    still_clock.wait(timedelta(days=31))
    assert maria.get(resumed).status_code in {303, 404}
    maria.sign_in("maria")
    assert maria.get(resumed).status_code == 404


def test_saving_for_later_keeps_a_good_answer_and_forgets_a_bad_one(maria: LintingClient) -> None:
    address = walk(maria, begin(maria, "/geven"), ANSWERS[:4])
    assert goes_to(answer(maria, address, {"when": "day", "day-day": "99", "doe": "bewaar"})) == "saved"
    assert goes_to(maria.get(address.rpartition("/")[0])) == "start"
    assert goes_to(answer(maria, address, {"when": "accepted", "doe": "bewaar"})) == "saved"
    assert goes_to(maria.get(address.rpartition("/")[0])) == "period"


def test_stopping_throws_the_answers_away_after_a_question(maria: LintingClient, sqlite_database: Database) -> None:
    address = walk(maria, begin(maria, "/geven"), ANSWERS[:2])
    link = str(maria.see(address).find("a", string="Stoppen en niets versturen")["href"])  # type: ignore[index]
    assert read(maria.see(link).h1) == "Wilt u stoppen en niets versturen?"
    stopped = maria.see(str(maria.fill_in(link).location))
    assert read(stopped.h1) == "Er is niets verstuurd"
    assert count(sqlite_database, Draft) == 0
    assert maria.get(address).status_code == 404


JUNK: tuple[dict[str, Any], ...] = (
    {},
    {"number": "x" * 300, "types": ["\x00", "nope"], "group": "' OR 1=1", "right": ["yes", "no"], "period": "-1"},
    {"when": "day", "day-day": "\u0661\u2460", "day-month": "13", "q": "%" * 500, "doe": ["zoek", "bewaar"]},
)


def test_whatever_is_posted_the_worst_outcome_is_a_sentence(maria: LintingClient) -> None:
    address = begin(maria, "/geven")
    token = held_by(maria.see(address).select_one("main form"))["csrf_token"]  # type: ignore[arg-type]
    for step, values in ANSWERS:
        for junk in JUNK:
            response = maria.see_refusal(maria.post(address, data={"csrf_token": token} | junk), 422)
            assert response.status_code in {200, 303, 422}, (step, junk, response.status_code)
        address = walk(maria, f"{address.rpartition('/')[0]}/{step}", ((step, values),))
