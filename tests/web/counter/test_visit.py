"""A visit to the counter: find the customer, say who it is, help, and hand over to the next one."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from app.core.counter.visits import EXIT_REASONS
from app.models.draft import Draft
from app.models.party import Party
from app.models.person import Person
from app.models.staff import Staff
from app.models.voucher import Voucher
from tests.four_eyes import colleague_agrees
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.small_world import add_account
from tests.web.wizards.walk import ANSWERS, begin, walk
from tests.world import BAKERY, FARM, HOMELESS, World

CARD = {"method": "eid_read", "document_kind": "identity_card", "last_four": "4821"}
VOUCHED = {
    "voucher_first_name": "Nadia", "voucher_last_name": "Claesen", "voucher_relation": "social_worker",
    "voucher_document_kind": "passport", "voucher_last_four": "77ab", "voucher_stands_apart": "y",
}  # fmt: skip
EMPTY_DESK = {"reason": "comes_back", "papers": "y", "printer": "y"}


def find(desk: LintingClient, query: str) -> BeautifulSoup:
    """Type `query` on the desk; the page with what was found."""
    desk.fill_in("/loket", {"q": query})
    return desk.see("/loket")


def start(desk: LintingClient, number: str = BAKERY) -> None:
    """Begin to help the customer of this enterprise."""
    page = find(desk, number)
    form = page.select_one("form[action='/loket/kies']")
    assert form is not None
    desk.send(form, "/loket", {"number": number})


def choose(desk: LintingClient, name: str) -> None:
    """Say that the customer is the person with this name in the list."""
    page = desk.see("/loket/klant/wie")
    label = next(one for one in page.select("label") if name in one.get_text())
    who = page.find(id=label["for"])["value"]  # type: ignore[index]
    desk.fill_in("/loket/klant/wie", {"who": who})


def help_maria(desk: LintingClient) -> None:
    """Maria, of the bakery, with her identity card read."""
    start(desk)
    choose(desk, "Maria Vermeulen")
    desk.fill_in("/loket/klant/bewijs", CARD)


def hand_over(desk: LintingClient, reason: str = "done") -> None:
    """Press the button and answer its page."""
    desk.fill_in("/loket/volgende", EMPTY_DESK | {"reason": reason})


@pytest.mark.parametrize("query", ["Bakkerij De Zoete Inval", "0199.000.151", "BE 0199 000 151", "zoete inval aalst"])
def test_the_customer_is_found_by_name_or_number(desk: LintingClient, query: str) -> None:
    assert "Meelzakstraat 7" in words_of(find(desk, query))


def test_the_customer_is_found_by_the_dossier_number_of_a_letter(desk: LintingClient, world: World) -> None:
    mandate = world.give()
    world.session.commit()
    assert "Bakkerij De Zoete Inval" in words_of(find(desk, mandate.dossier_number))


def test_what_was_typed_is_not_in_the_address(desk: LintingClient) -> None:
    assert desk.fill_in("/loket", {"q": "zoete inval"}).location == "/loket"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "U hebt nog niets ingevuld"),
        ("qqqqqq", "Wij vinden geen onderneming"),
        ("0199.000.152", "De laatste 2 cijfers"),
    ],
)
def test_a_search_without_result_says_what_to_do(desk: LintingClient, query: str, sentence: str) -> None:
    response = desk.fill_in("/loket", {"q": query}, status=303 if query else 422)
    page = page_of(response, 422) if not query else desk.see("/loket")
    assert sentence in errors_of(page)[0]


def test_whom_nobody_chose_is_still_found_when_the_page_is_loaded_anew(desk: LintingClient) -> None:
    token = str(desk.see("/loket").select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    # As after a search while typing, of which only the part of the page knows what was sought.
    typed = {"csrf_token": token, "q": "zoete inval"}
    assert desk.post("/loket/kies", data=typed, headers={"Referer": "http://localhost/loket"}).location == "/loket"
    assert errors_of(desk.see("/loket", 422)) == ["U hebt nog niet gekozen. Kies de onderneming van de klant."]
    again = desk.see("/loket")
    assert "Bakkerij De Zoete Inval" in words_of(again.main)
    assert again.select_one("form[action='/loket/kies'] input[name=number]") is not None


def test_nobody_but_a_clerk_sees_the_desk(app: object, world: World) -> None:
    client = app.test_client()  # type: ignore[attr-defined]
    client.sign_in("maria")
    assert client.get("/loket").status_code == 404
    assert client.get("/loket/post").status_code == 404


def test_the_bar_says_whom_the_clerk_helps_and_how_he_knows(desk: LintingClient) -> None:
    help_maria(desk)
    bar = words_of(desk.see("/loket/klant").select_one(".ml-assist"))
    assert "U helpt: Maria Vermeulen, wettelijk vertegenwoordiger, Bakkerij De Zoete Inval BV" in bar
    assert "identiteitskaart gelezen om" in bar


def test_while_a_customer_is_here_the_desk_shows_nobody_else(desk: LintingClient) -> None:
    start(desk)
    assert desk.get("/loket").location == "/loket/klant"
    assert desk.get("/loket/post").location == "/loket/klant"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "U hebt nog niet gekozen"),
        ({"method": "eid_read"}, "U hebt nog geen document gekozen"),
        (CARD | {"last_four": "12"}, "Dit zijn geen 4 tekens"),
        (CARD | {"method": "card_checked"}, "Kies wat CheckDoc zegt"),
        (CARD | {"method": "card_checked", "checkdoc": "not_known"}, "CheckDoc kent deze kaart niet meer"),
    ],
)
def test_evidence_that_is_not_complete_is_asked_again(
    desk: LintingClient, answers: dict[str, str], sentence: str
) -> None:
    start(desk)
    choose(desk, "Maria Vermeulen")
    page = page_of(desk.fill_in("/loket/klant/bewijs", answers, status=422), 422)
    assert sentence in errors_of(page)[0]


def test_all_that_is_missing_of_a_document_is_named_at_once(desk: LintingClient) -> None:
    start(desk)
    choose(desk, "Maria Vermeulen")
    page = page_of(desk.fill_in("/loket/klant/bewijs", {"method": "card_checked"}, status=422), 422)
    assert len(errors_of(page)) == 3


def test_a_colleague_who_knows_the_customer_too_is_evidence(desk: LintingClient, world: World) -> None:
    start(desk)
    choose(desk, "Maria Vermeulen")
    asked = desk.fill_in("/loket/klant/bewijs", {"method": "known_by_two"}).location
    assert "Een collega van dit loket zegt zelf dat hij deze klant kent" in words_of(desk.see(asked))
    assert desk.fill_in("/loket/klant/bewijs", {"method": "known_by_two"}).location == asked
    colleague_agrees(world)
    assert "Medewerker 4811 kent deze klant ook" in words_of(desk.see(asked))
    assert desk.fill_in(asked).location == "/loket/klant"
    assert "gekend door 2 medewerkers" in words_of(desk.see("/loket/klant").select_one(".ml-assist"))


def test_the_colleague_says_on_his_own_screen_that_he_does_not_know_the_customer(
    app: Flask, desk: LintingClient, world: World, clerk: Staff
) -> None:
    nora = world.add_clerk("Nora", "4811", beside=clerk)
    add_account(world, "nora", world.session.get_one(Person, nora.person_id))
    world.session.commit()
    start(desk)
    choose(desk, "Maria Vermeulen")
    asked = desk.fill_in("/loket/klant/bewijs", {"method": "known_by_two"}).location
    colleague: LintingClient = app.test_client()  # type: ignore[assignment]
    colleague.come_in_as("nora")
    link = colleague.see("/loket/nakijken").select_one("main ol a")
    assert link is not None
    assert words_of(link) == "Kent een collega Maria Vermeulen ook?"
    page = colleague.see(str(link["href"]))
    assert "Ik ken deze klant ook" in words_of(page)
    assert "Mandaatnemer" not in words_of(page)
    colleague.fill_in(str(link["href"]), {"outcome": "refuses", "note": "Ik zag deze persoon nooit."})
    assert "Medewerker 4811 kent deze klant niet" in words_of(desk.see(asked))
    page = page_of(desk.fill_in("/loket/klant/bewijs", {"method": "known_by_two"}, status=422), 422)
    assert "Een collega kent deze klant niet" in errors_of(page)[0]


def test_somebody_who_vouches_is_evidence(desk: LintingClient, world: World) -> None:
    start(desk)
    choose(desk, "Maria Vermeulen")
    assert desk.fill_in("/loket/klant/bewijs", {"method": "vouched_for"}).location == "/loket/klant/borg"
    assert len(errors_of(page_of(desk.fill_in("/loket/klant/borg", status=422), 422))) == 6
    desk.fill_in("/loket/klant/borg", VOUCHED)
    bar = words_of(desk.see("/loket/klant").select_one(".ml-assist"))
    assert "iemand staat borg" in bar
    assert "Claesen" not in bar
    assert [one.name for one in world.session.query(Voucher)] == ["Nadia Claesen"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"voucher_last_four": "1"}, "Dit zijn geen 4 tekens"),
        ({"voucher_stands_apart": ""}, "Vraag of dit klopt"),
        ({"voucher_first_name": "Maria", "voucher_last_name": "Vermeulen"}, "Dit is de klant zelf"),
        ({"voucher_first_name": "Karim", "voucher_last_name": "Bouazza"}, "U kunt zelf niet borg staan"),
    ],
)
def test_who_cannot_vouch_is_refused(desk: LintingClient, changed: dict[str, str], sentence: str) -> None:
    start(desk)
    assert desk.get("/loket/klant/borg").location == "/loket/klant/wie"
    choose(desk, "Maria Vermeulen")
    page = page_of(desk.fill_in("/loket/klant/borg", VOUCHED | changed, status=422), 422)
    assert sentence in errors_of(page)[0]


def test_somebody_who_is_not_in_the_list_needs_a_name(desk: LintingClient) -> None:
    start(desk)
    page = page_of(desk.fill_in("/loket/klant/wie", {"who": "none"}, status=422), 422)
    assert "De naam ontbreekt nog" in errors_of(page)[0]


def test_without_a_role_everything_can_be_prepared_but_not_sent(desk: LintingClient) -> None:
    start(desk)
    desk.fill_in("/loket/klant/wie", {"who": "none", "first_name": "Piet", "last_name": "Claes"})
    desk.fill_in("/loket/klant/bewijs", CARD)
    assert "U kunt alleen klaarzetten" in words_of(desk.see("/loket/klant"))


def test_the_owner_of_a_one_man_business_is_named_by_the_clerk(desk: LintingClient) -> None:
    start(desk, FARM)
    desk.fill_in("/loket/klant/wie", {"who": "owner", "first_name": "Luc", "last_name": "Vanhoutte"})
    desk.fill_in("/loket/klant/bewijs", CARD)
    bar = words_of(desk.see("/loket/klant").select_one(".ml-assist"))
    assert "U helpt: Luc Vanhoutte, eigenaar, Hoeve Vanhoutte" in bar


def test_a_customer_without_enterprise_number_is_helped_under_his_own_name(desk: LintingClient) -> None:
    desk.fill_in("/loket/klant/zonder-nummer", {"first_name": "Nora", "last_name": "Aerts", "before": "new"})
    desk.fill_in("/loket/klant/bewijs", CARD)
    assert "U helpt: Nora Aerts" in words_of(desk.see("/loket/klant").select_one(".ml-assist"))


def test_a_clerk_cannot_help_his_own_enterprise(desk: LintingClient, world: World, clerk: Staff) -> None:
    world.add_function(FARM, "Karim", "Bouazza", subject="subject-karim")
    world.session.commit()
    page = find(desk, FARM)
    form = page.select_one("form[action='/loket/kies']")
    answer = desk.send(form, "/loket", {"number": FARM}, status=422)  # type: ignore[arg-type]
    assert "U kunt uzelf of uw eigen onderneming niet helpen" in errors_of(page_of(answer, 422))[0]


def test_an_address_with_evidence_is_for_a_party_that_has_none(desk: LintingClient, world: World) -> None:
    world.add_function(HOMELESS, "Nele", "Claes")
    world.session.commit()
    start(desk, HOMELESS)
    choose(desk, "Nele Claes")
    desk.fill_in("/loket/klant/bewijs", CARD)
    assert "U geeft de brieven hier af" in words_of(desk.see("/loket/klant"))
    address = {"street": "Schenkdreef 1", "zipcode": "3500", "town": "Hasselt", "evidence": "tax_letter"}
    page = page_of(desk.fill_in("/loket/klant/adres", address | {"zipcode": "35"}, status=422), 422)
    assert errors_of(page)
    desk.fill_in("/loket/klant/adres", address)
    assert "U geeft de brieven hier af" not in words_of(desk.see("/loket/klant"))


@pytest.mark.parametrize("missing", ["reason", "papers", "printer"])
def test_the_hand_over_asks_for_a_reason_and_an_empty_desk(desk: LintingClient, missing: str) -> None:
    start(desk)
    answers = {name: value for name, value in EMPTY_DESK.items() if name != missing}
    assert errors_of(page_of(desk.fill_in("/loket/volgende", answers, status=422), 422))


@pytest.mark.parametrize("reason", EXIT_REASONS)
def test_every_reason_to_stop_can_be_chosen(desk: LintingClient, reason: str) -> None:
    start(desk)
    hand_over(desk, reason)
    assert "Klaar voor de volgende klant" in words_of(desk.see("/loket/klaar"))


def test_nothing_of_the_last_customer_is_left_after_the_hand_over(desk: LintingClient) -> None:
    help_maria(desk)
    address = walk(desk, begin(desk, "/geven"), ANSWERS[:3])
    cookie = desk.get_cookie("mandaatloket")
    hand_over(desk, "comes_back")
    assert desk.get_cookie("mandaatloket") != cookie
    ready = words_of(desk.see("/loket/klaar"))
    assert "Maria" not in ready
    assert "Bakkerij" not in ready
    assert desk.get(address).location == "/loket/klaar"
    start(desk, FARM)
    assert desk.get(address).status_code == 404
    assert "Maria" not in words_of(desk.see("/loket/klant"))


def test_the_draft_is_kept_and_goes_on_at_the_next_visit(desk: LintingClient) -> None:
    help_maria(desk)
    address = walk(desk, begin(desk, "/geven"), ANSWERS[:3])
    hand_over(desk, "comes_back")
    page = desk.see("/loket")
    assert "Bewaard voor later" in words_of(page)
    form = page.select_one(".ml-rows--kept form")
    desk.send(form, "/loket", {})  # type: ignore[arg-type]
    choose(desk, "Maria Vermeulen")
    desk.fill_in("/loket/klant/bewijs", CARD)
    resume = desk.see("/loket/klant").select_one(".ml-rows--kept a")
    assert desk.get(str(resume["href"])).location == address  # type: ignore[index]


def test_todays_visits_say_how_they_ended(desk: LintingClient) -> None:
    help_maria(desk)
    hand_over(desk, "document_missing")
    assert "Maria Vermeulen Document ontbreekt" in words_of(desk.see("/loket"))


def test_the_desk_shows_no_name_until_the_clerk_unfolds_one(desk: LintingClient) -> None:
    help_maria(desk)
    walk(desk, begin(desk, "/geven"), ANSWERS[:3])
    hand_over(desk, "comes_back")
    page = desk.see("/loket")
    folds = page.select("main details")
    assert [words_of(one.summary) for one in folds] == ["Bezoeken van vandaag (1)", "Dossiers om verder te gaan (1)"]
    assert not any(one.has_attr("open") for one in folds)
    assert all("Bakkerij" in words_of(one.extract()) for one in folds)
    left = words_of(page.main)
    assert not [name for name in ("Maria", "Vermeulen", "Bakkerij", "0199") if name in left]


def test_a_customer_without_number_who_comes_back_is_found_by_his_card_and_his_letter(
    desk: LintingClient, world: World
) -> None:
    nora = {"first_name": "Nora", "last_name": "Aerts"}
    desk.fill_in("/loket/klant/zonder-nummer", nora | {"before": "new"})
    desk.fill_in("/loket/klant/bewijs", CARD)
    desk.fill_in("/geven")
    hand_over(desk)
    number = world.session.scalars(select(Draft.dossier_number)).one()
    world.session.rollback()
    wrong = nora | {"before": "again", "number": number, "last_four": "0000"}
    page = page_of(desk.fill_in("/loket/klant/zonder-nummer", wrong, status=422), 422)
    assert "Wij vinden deze klant niet terug." in errors_of(page)[0]
    missing = page_of(desk.fill_in("/loket/klant/zonder-nummer", nora | {"before": "again"}, status=422), 422)
    assert len(errors_of(missing)) == 2
    right = nora | {"before": "again", "number": number, "last_four": CARD["last_four"].lower()}
    assert desk.fill_in("/loket/klant/zonder-nummer", right).location == "/loket/klant/bewijs"
    desk.fill_in("/loket/klant/bewijs", CARD)
    assert "Bewaard voor later" in words_of(desk.see("/loket/klant"))
    assert world.session.scalars(select(func.count()).select_from(Party).where(Party.person_id.is_not(None))).one() == 1
    world.session.rollback()
