"""The door "Ik heb een brief met een code"."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.acts.answering import accept_mandate, withdraw_mandate
from app.core.acts.contesting import contest_mandate
from app.core.letters.codes import SOURCE_TRIES
from app.core.mandates.lookup import get_mandate
from app.core.vault import Vault
from app.db import Database
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import CodeAttempt, Letter, LetterCode
from app.models.mandate import Mandate
from app.models.person import Person
from tests.core.test_letter_codes import give_as_a_person
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.conftest import START, StillClock
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import read
from tests.world import BAKERY, OFFICE, World

CODE = "7K4Q-92XD"
NEXT = "CAFE-2345"
READER = {"first_name": "Jan", "last_name": "Peeters", "capacity": "legal_representative"}
PRIVATE_PAGES = ("keuze", "niet-genoeg", "reden", "wie", "nakijken", "klaar")
Give = Callable[..., Mandate]


def stamp(world: World, app: Flask, mandate: Mandate, kind: str, code: str = CODE) -> None:
    """Give the letter of this kind its code, as printing it would."""
    vault: Vault = app.extensions["vault"]
    letter = world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind)).one()
    world.session.add(
        LetterCode(letter_id=letter.id, code_hash=vault.hash_code(letter.id, code), made_at=world.now)
    )


@pytest.fixture
def invited(world: World, app: Flask) -> Give:
    """A function that lets Maria give, and gives the invitation its code."""

    def give(*keys: str) -> Mandate:
        mandate = world.give(*(keys or ("hinder.manage",)))
        stamp(world, app, mandate, "invitation.holder")
        stamp(world, app, mandate, "given.giver", NEXT)
        world.session.commit()
        return mandate

    return give


def three(mandate: Mandate, **other: str) -> dict[str, str]:
    """What stands on the invitation."""
    return {"dossier_number": mandate.dossier_number, "code": CODE, "enterprise_number": OFFICE} | other


def opened(client: LintingClient, mandate: Mandate, **other: str) -> LintingClient:
    """The same browser, past the first page."""
    assert client.fill_in("/brief", three(mandate, **other)).location == "/brief/keuze"
    return client


def walk(client: LintingClient, act: str, *answers: dict[str, object]) -> str:
    """Choose, answer every page after it, and come to the end; the address of the last page."""
    address = str(client.fill_in("/brief/keuze", {"act": act}).location)
    for values in answers:
        address = str(client.fill_in(address, values).location)
    return address


def mandate_now(database: Database, mandate: Mandate) -> Mandate:
    with database.reading() as session:
        return get_mandate(session, mandate.id)


def status_of(database: Database, mandate: Mandate) -> str:
    return str(mandate_now(database, mandate).status_on(START.date()))


def test_a_reader_accepts_with_the_code_without_signing_in(
    client: LintingClient, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited()
    opened(client, mandate)
    page = client.see("/brief/keuze")
    assert "Dit staat in uw brief" in read(page.h1)
    assert "Wat mag Boekhoudkantoor Peeters BV doen? mag een premie vragen" in read(page.main)
    assert walk(client, "accept", READER) == "/brief/nakijken"
    words = read(client.see("/brief/nakijken").main)
    assert "Boekhoudkantoor Peeters BV aanvaardt het mandaat van Bakkerij De Zoete Inval BV." in words
    assert "Ik, Jan Peeters, mag beslissen voor Boekhoudkantoor Peeters BV." in words
    assert client.fill_in("/brief/nakijken", {"stands": "y"}).location == "/brief/klaar"
    words = read(client.see("/brief/klaar").main)
    assert "U hebt het mandaat aanvaard" in words
    assert "Uw brief komt ten laatste op dinsdag 1 december 2026." in words
    assert "Niemand is aangeduid om het mandaat uit te voeren." in words
    assert status_of(sqlite_database, mandate) == "active"
    with sqlite_database.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "accepted")).one()
        assert (entry.ground, entry.capacity, entry.channel) == ("letter_code", "legal_representative", "self")
        assert entry.letter_id is not None
        assert session.get_one(LetterCode, entry.letter_id).used_at is not None


@pytest.mark.parametrize(("number", "code", "enterprise"), [
    (" {number} ", "7k4q92xd", "BE 0199.000.250"),
    ("{spaced}", " 7K4Q 92XD ", "0199 000 250"),
    ("{dashed}", "7k4q–92xd", "0199000250"),
])
def test_the_three_may_be_typed_in_any_way(
    client: LintingClient, invited: Give, number: str, code: str, enterprise: str
) -> None:
    mandate = invited()
    plain = mandate.dossier_number
    forms = {"number": plain, "spaced": " ".join(plain), "dashed": f"{plain[:3]}-{plain[3:7]}-{plain[7:]}"}
    opened(client, mandate, dossier_number=number.format(**forms), code=code, enterprise_number=enterprise)


def test_empty_and_miswritten_fields_are_named_and_cost_no_try(
    client: LintingClient, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited()
    empty = errors_of(page_of(client.fill_in("/brief", {}, 422), 422))
    assert [sentence.split(" ontbreekt")[0] for sentence in empty] == [
        "Het dossiernummer", "De code", "Uw ondernemingsnummer",
    ]
    wrong = three(mandate, dossier_number="123", code="7K4O-92XI", enterprise_number="0199000251")
    page = page_of(client.fill_in("/brief", wrong, 422), 422)
    assert len(errors_of(page)) == 3
    assert page.select_one("#code")["value"] == "7K4O-92XI"
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CodeAttempt)) == 0


def test_a_wrong_try_is_counted_and_the_words_do_not_tell_why(
    client: LintingClient, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited()
    for left, other in ((4, {"code": "ABCD-EFGH"}), (3, {"enterprise_number": BAKERY})):
        page = page_of(client.fill_in("/brief", three(mandate, **other), 422), 422)
        assert errors_of(page) == [
            f"Deze gegevens passen niet bij elkaar. Kijk ze na op uw brief, u kunt nog {left} keer proberen."
        ]
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CodeAttempt)) == 2
    assert client.get("/brief/keuze").location == "/brief"


def test_five_wrong_tries_void_the_code(client: LintingClient, invited: Give) -> None:
    mandate = invited()
    for _ in range(5):
        page = page_of(client.fill_in("/brief", three(mandate, code="ABCD-EFGH"), 422), 422)
    assert "Deze code werkt niet meer." in errors_of(page)[0]
    page = page_of(client.fill_in("/brief", three(mandate), 422), 422)
    assert "Deze code werkt niet meer." in errors_of(page)[0]


def test_too_many_tries_from_one_place_must_wait(
    client: LintingClient, world: World, app: Flask, invited: Give
) -> None:
    mandate = invited()
    source = app.extensions["vault"].hash_source("127.0.0.1")
    for number in range(SOURCE_TRIES):
        world.session.add(
            CodeAttempt(dossier_number=f"{number:012d}", party_was_right=False, source=source, at=world.now)
        )
    world.session.commit()
    page = page_of(client.fill_in("/brief", three(mandate), 429), 429)
    assert "U hebt te vaak geprobeerd." in read(page.main)


def test_only_the_right_three_hear_that_a_letter_is_answered_or_too_late(
    client: LintingClient, world: World, invited: Give, still_clock: StillClock
) -> None:
    mandate = invited()
    still_clock.wait(timedelta(days=31))
    page = page_of(client.fill_in("/brief", three(mandate), 409), 409)
    assert "Antwoorden kon tot en met 23 december 2026." in read(page.main)
    page = page_of(client.fill_in("/brief", three(mandate, code="ABCD-EFGH"), 422), 422)
    assert "23 december" not in read(page.main)


def test_a_withdrawn_offer_is_nothing_any_more(client: LintingClient, world: World, invited: Give) -> None:
    mandate = invited()
    opened(client, mandate)
    withdraw_mandate(world.session, world.giver, mandate.id, policy=world.policy, now=world.now)
    world.session.commit()
    assert "Dit mandaat is al ingetrokken." in read(client.see("/brief/keuze", 409).main)


def test_refusing_may_have_a_reason_and_may_not(
    client: LintingClient, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited()
    opened(client, mandate)
    client.see("/brief/keuze")
    assert walk(client, "refuse", {"reason": "unknown_party"}, READER, {"stands": "y"}) == "/brief/klaar"
    assert "U hebt het mandaat geweigerd" in read(client.see("/brief/klaar").main)
    assert status_of(sqlite_database, mandate) == "refused"
    with sqlite_database.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "refused")).one()
        assert entry.data["reason"] == "unknown_party"


def test_somebody_else_may_only_narrow(client: LintingClient, invited: Give, sqlite_database: Database) -> None:
    mandate = invited()
    opened(client, mandate)
    other = READER | {"capacity": "none"}
    client.fill_in("/brief/keuze", {"act": "accept"})
    page = page_of(client.fill_in("/brief/wie", other, 422), 422)
    assert errors_of(page) == [
        "Dan mag u dit niet beslissen. Geef de brief aan een bestuurder van Boekhoudkantoor Peeters BV. "
        "Weigeren of stilzetten kan wel."
    ]
    assert walk(client, "contest", {"reason": "not_given"}, other) == "/brief/nakijken"
    page = client.see("/brief/nakijken")
    assert "Ik, Jan Peeters, antwoord op deze brief aan Boekhoudkantoor Peeters BV." in read(page.main)
    assert errors_of(page_of(client.fill_in("/brief/nakijken", {}, 422), 422)) == [
        "Kruis aan dat dit klopt. Daarna kunt u versturen."
    ]
    client.fill_in("/brief/nakijken", {"stands": "y"})
    assert "Het mandaat staat stil" in read(client.see("/brief/klaar").main)
    assert status_of(sqlite_database, mandate) == "suspended"


def test_an_important_mandate_is_not_accepted_by_code_but_can_be_refused(
    client: LintingClient, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited("permit.manage")
    opened(client, mandate)
    assert walk(client, "accept") == "/brief/niet-genoeg"
    page = client.see("/brief/niet-genoeg")
    assert "Voor dit mandaat is de code niet genoeg" in read(page.h1)
    assert page.select_one("main a[href='/aanvaarden']") is not None
    assert client.get("/brief/nakijken").location == "/brief/keuze"
    assert walk(client, "refuse", {}, READER, {"stands": "y"}) == "/brief/klaar"
    assert status_of(sqlite_database, mandate) == "refused"


def test_every_question_says_what_is_missing(client: LintingClient, invited: Give) -> None:
    opened(client, invited())
    assert errors_of(page_of(client.fill_in("/brief/keuze", {}, 422), 422)) == [
        "U hebt nog niet gekozen. Kies wat u wilt doen."
    ]
    client.fill_in("/brief/keuze", {"act": "contest"})
    assert errors_of(page_of(client.fill_in("/brief/reden", {}, 422), 422)) == [
        "U hebt nog niet gekozen. Kies wat er niet klopt."
    ]
    client.fill_in("/brief/reden", {"reason": "other"})
    assert len(errors_of(page_of(client.fill_in("/brief/wie", {}, 422), 422))) == 3
    page = page_of(client.fill_in("/brief/wie", READER | {"first_name": "愛"}, 422), 422)
    assert "Schrijf de naam met gewone letters." in errors_of(page)[0]
    client.fill_in("/brief/wie", READER)
    assert errors_of(page_of(client.fill_in("/brief/nakijken", {}, 422), 422)) == [
        "Kruis aan dat u mag beslissen. Anders geeft u de brief aan een bestuurder."
    ]


def test_a_page_before_its_time_leads_to_the_question_that_is_open(client: LintingClient, invited: Give) -> None:
    for page in PRIVATE_PAGES:
        assert client.get(f"/brief/{page}").location == "/brief"
    opened(client, invited())
    for page in ("nakijken", "wie", "reden", "niet-genoeg"):
        assert client.get(f"/brief/{page}").location == "/brief/keuze"
    assert client.get("/brief/klaar").location == "/brief"


def test_pressing_twice_answers_once(client: LintingClient, invited: Give, sqlite_database: Database) -> None:
    opened(client, invited())
    walk(client, "accept", READER)
    form = client.see("/brief/nakijken").select_one("main form[method=post]")
    first = client.send(form, "/brief/nakijken", {"stands": "y"}).location
    assert client.send(form, "/brief/nakijken", {"stands": "y"}).location == first
    assert client.get("/brief/keuze").location == first
    with sqlite_database.reading() as session:
        query = select(func.count()).select_from(Person).where(Person.subject.is_(None), Person.first_name == "Jan")
        assert session.scalar(query) == 1


@pytest.mark.parametrize(("act", "answers", "status"), [
    ("withdraw", (READER,), "withdrawn"),
    ("contest", ({"reason": "pressure"}, READER), "suspended"),
])
def test_the_giver_narrows_with_the_code_of_his_own_letter(
    client: LintingClient, invited: Give, sqlite_database: Database, act: str, answers: tuple[dict[str, str], ...],
    status: str,
) -> None:
    mandate = invited()
    opened(client, mandate, code=NEXT, enterprise_number=BAKERY)
    walk(client, act, *answers, {"stands": "y"})
    client.see("/brief/klaar")
    assert status_of(sqlite_database, mandate) == status


def test_a_contested_mandate_is_stopped_by_code_but_switched_on_elsewhere(
    client: LintingClient, world: World, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited()
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    contest_mandate(world.session, world.holder, mandate.id, reason="other", policy=world.policy, now=world.now)
    world.session.commit()
    opened(client, mandate, code=NEXT, enterprise_number=BAKERY)
    page = client.see("/brief/keuze")
    assert "Wilt u het mandaat opnieuw aanzetten? Meld u dan aan" in read(page.main)
    assert walk(client, "stop", READER, {"stands": "y"}) == "/brief/klaar"
    client.see("/brief/klaar")
    assert status_of(sqlite_database, mandate) == "stopped"


def test_nothing_of_a_letter_is_left_after_stopping(client: LintingClient, invited: Give) -> None:
    opened(client, invited())
    walk(client, "refuse", {})
    before = client.get_cookie("mandaatloket")
    form = client.see("/brief/wie").select_one("form[action='/brief/stoppen']")
    assert form is not None
    assert client.send(form, "/brief/wie", {}).location == "/brief/gestopt"
    assert "Van uw brief staat niets meer op dit scherm." in read(client.see("/brief/gestopt").main)
    after = client.get_cookie("mandaatloket")
    assert before is not None
    assert after is None or after.value != before.value
    for page in PRIVATE_PAGES:
        assert client.get(f"/brief/{page}").location == "/brief"
    page = client.see("/brief")
    assert [tag["value"] for tag in page.select("main input.govuk-input")] == ["", "", ""]
    assert "Peeters" not in read(page)


def test_the_next_reader_sees_nothing_of_the_one_before(
    client: LintingClient, world: World, app: Flask, invited: Give
) -> None:
    first = invited()
    opened(client, first)
    walk(client, "accept", READER | {"first_name": "Eerste", "last_name": "Lezer"}, {"stands": "y"})
    form = client.see("/brief/klaar").select_one("form[action='/brief/stoppen']")
    client.send(form, "/brief/klaar", {})  # type: ignore[arg-type]
    second = world.give("permit.view")
    stamp(world, app, second, "given.giver", "HJKM-NPQR")
    world.session.commit()
    opened(client, second, code="HJKM-NPQR", enterprise_number=BAKERY)
    seen = [client.see("/brief/keuze")]
    client.fill_in("/brief/keuze", {"act": "withdraw"})
    seen.append(client.see("/brief/wie"))
    for page in seen:
        assert "Lezer" not in str(page)
        assert first.dossier_number not in str(page).replace("\u00a0", "")


def test_a_letter_closes_after_a_quarter_of_an_hour(
    client: LintingClient, invited: Give, still_clock: StillClock
) -> None:
    opened(client, invited())
    still_clock.wait(timedelta(minutes=14))
    client.see("/brief/keuze")
    still_clock.wait(timedelta(minutes=14))
    client.see("/brief/keuze")
    still_clock.wait(timedelta(minutes=16))
    assert client.get("/brief/keuze").location == "/brief"
    assert "U was 15 minuten niet bezig. Er is niets verstuurd." in read(client.see("/brief").main)
    assert "Vul in wat op uw brief staat" in read(client.see("/brief").h1)


def test_an_answer_that_was_sent_is_not_called_unsent_when_the_page_closes(
    client: LintingClient, invited: Give, still_clock: StillClock
) -> None:
    opened(client, invited())
    walk(client, "refuse", {}, READER, {"stands": "y"})
    still_clock.wait(timedelta(minutes=16))
    assert client.get("/brief/klaar").location == "/brief"
    assert "Vul in wat op uw brief staat" in read(client.see("/brief").h1)


def test_where_two_sign_together_one_reader_cannot_accept_but_goes_on_with_the_letter(
    client: LintingClient, world: World, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited()
    for function in world.session.scalars(select(Function).where(Function.enterprise_number == OFFICE)):
        function.signs = "two"
    world.session.commit()
    opened(client, mandate)
    walk(client, "accept", READER)
    page = page_of(client.fill_in("/brief/nakijken", {"stands": "y"}, 409), 409)
    assert "Hiervoor zijn 2 handtekeningen nodig" in read(page.main)
    assert page.select_one("main a[href='/brief/keuze']") is not None
    assert walk(client, "refuse", {}, {}, {"stands": "y"}) == "/brief/klaar"
    assert status_of(sqlite_database, mandate) == "refused"


def test_a_new_session_begins_when_a_letter_opens(client: LintingClient, invited: Give) -> None:
    client.see("/brief")
    before = client.get_cookie("mandaatloket")
    opened(client, invited())
    after = client.get_cookie("mandaatloket")
    assert before is not None
    assert after is not None
    assert before.value != after.value


def test_a_letter_and_a_sign_in_have_nothing_to_do_with_each_other(
    browser: Browser, invited: Give, sqlite_database: Database
) -> None:
    mandate = invited()
    maria = browser("maria")
    opened(maria, mandate)
    walk(maria, "refuse", {}, READER, {"stands": "y"})
    form = maria.see("/brief/klaar").select_one("form[action='/brief/stoppen']")
    maria.send(form, "/brief/klaar", {})  # type: ignore[arg-type]
    assert "Bakkerij De Zoete Inval BV" in read(maria.see("/mandaten").header)
    assert status_of(sqlite_database, mandate) == "refused"


def test_a_clerk_never_uses_the_code_of_a_customer(
    counter: Callable[..., LintingClient], invited: Give
) -> None:
    mandate = invited()
    karim = counter()
    assert "Gebruik nooit de code uit de brief van een klant." in read(karim.see("/brief", 403).main)
    token = karim.see("/mandaten").select_one("input[name=csrf_token]")
    answer = karim.post("/brief", data=three(mandate) | {"csrf_token": str(token["value"])})  # type: ignore[index]
    assert answer.status_code == 403


def test_the_giver_answers_a_request_with_the_code(
    client: LintingClient, world: World, app: Flask, sqlite_database: Database
) -> None:
    mandate = world.ask("hinder.manage")
    stamp(world, app, mandate, "invitation.giver")
    world.session.commit()
    opened(client, mandate, enterprise_number=BAKERY)
    words = read(client.see("/brief/keuze").main)
    assert "vroeg op 23 november 2026 een mandaat (volmacht) aan Bakkerij De Zoete Inval BV." in words
    assert "Boekhoudkantoor Peeters BV schrijft: “Wij doen uw boekhouding.”" in words
    walk(client, "accept", READER)
    words = read(client.see("/brief/nakijken").main)
    assert "Bakkerij De Zoete Inval BV geeft het mandaat dat Boekhoudkantoor Peeters BV vraagt." in words
    assert "Wat mag Boekhoudkantoor Peeters BV doen?" in words
    assert client.fill_in("/brief/nakijken", {"stands": "y"}).location == "/brief/klaar"
    assert "U kunt het mandaat elke dag stopzetten." in read(client.see("/brief/klaar").main)
    assert status_of(sqlite_database, mandate) == "active"


def test_a_person_without_an_enterprise_number_answers_the_letter(
    client: LintingClient, world: World, app: Flask, sqlite_database: Database
) -> None:
    mandate = give_as_a_person(world)
    stamp(world, app, mandate, "given.giver")
    world.session.commit()
    typed = {"dossier_number": mandate.dossier_number, "code": CODE}
    both = page_of(client.fill_in("/brief", typed | {"enterprise_number": BAKERY, "no_number": "y"}, 422), 422)
    assert "Maak dit vak leeg, of haal het kruisje weg." in errors_of(both)[0]
    assert client.fill_in("/brief", typed | {"no_number": "y"}).location == "/brief/keuze"
    who = str(client.fill_in("/brief/keuze", {"act": "withdraw"}).location)
    words = read(client.see(who).main)
    assert "Ik ben het zelf" in words
    assert "bestuurder" not in words
    check = str(client.fill_in(who, READER | {"capacity": "owner"}).location)
    assert client.fill_in(check, {"stands": "y"}).location == "/brief/klaar"
    assert status_of(sqlite_database, mandate) == "withdrawn"


def test_who_has_an_enterprise_number_cannot_do_without_it(client: LintingClient, invited: Give) -> None:
    values = {"dossier_number": invited().dossier_number, "code": CODE, "no_number": "y"}
    assert "Deze gegevens passen niet bij elkaar." in errors_of(page_of(client.fill_in("/brief", values, 422), 422))[0]
