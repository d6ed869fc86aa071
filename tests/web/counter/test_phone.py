"""The phone at the clerk's desk: check who calls, read the summary aloud, do it, hang up."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.mandates.dossier_numbers import check_digits
from app.core.people.parties import ensure_enterprise_party
from app.models.journal import JournalEntry
from app.models.letter import CodeAttempt, Letter, LetterCode
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from tests.acting import accept, count, get_mandate, pass_on, status
from tests.core.test_letter_codes import give_as_a_person
from tests.web.client import LintingClient, errors_of, held_by, page_of, words_of
from tests.web.counter.test_visit import start
from tests.world import OTHER, World

CODE = "7K4Q-92XD"
CALLER = {"first_name": "Jan", "last_name": "Peeters", "capacity": "legal_representative"}
OFFICE_NUMBER, BAKERY_NUMBER = "0199.000.250", "0199.000.151"


@pytest.fixture
def mandate(world: World, app: Flask) -> Mandate:
    """Given and not answered yet, with its invitation printed."""
    mandate = world.give()
    give_code(world, app, mandate, "invitation.holder")
    return mandate


def give_code(world: World, app: Flask, mandate: Mandate, kind: str) -> None:
    letter = world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind)).one()
    code_hash = app.extensions["vault"].hash_code(letter.id, CODE)
    world.session.add(LetterCode(letter_id=letter.id, code_hash=code_hash, made_at=world.now))
    letter.handed_over = True
    world.session.commit()


def three(mandate: Mandate, **changes: str) -> dict[str, str]:
    said = {"dossier_number": mandate.dossier_number, "code": "7k4q 92xd", "enterprise_number": OFFICE_NUMBER}
    return said | CALLER | changes


def facts(mandate: Mandate, **changes: str) -> dict[str, str]:
    day = {"letter_date-day": "23", "letter_date-month": "11", "letter_date-year": "2026"}
    said = {"dossier_number": mandate.dossier_number, "enterprise_number": BAKERY_NUMBER}
    caller = CALLER | {"first_name": "Maria", "last_name": "Vermeulen"}
    return said | {"other_party": "boekhoudkantoor peeters"} | day | caller | changes


def now_is(world: World, mandate: Mandate) -> Status:
    world.session.expire_all()
    found = status(world, get_mandate(world.session, mandate.id))
    world.session.rollback()
    return found


def test_a_caller_with_a_code_refuses(desk: LintingClient, world: World, mandate: Mandate) -> None:
    assert desk.fill_in("/loket/telefoon/met-brief", three(mandate)).location == "/loket/telefoon/gesprek"
    assert desk.fill_in("/loket/telefoon/gesprek", {"act": "refuse"}).location == "/loket/telefoon/gesprek/nakijken"
    check = desk.see("/loket/telefoon/gesprek/nakijken")
    assert "Ik lees voor wat ik noteerde: Boekhoudkantoor Peeters BV weigert het mandaat" in words_of(check)
    refused = desk.fill_in("/loket/telefoon/gesprek/nakijken", {}, status=422)
    assert "Lees alles voor" in errors_of(page_of(refused, 422))[0]
    answers = {"reason": "unknown_party", "agreed": "y"}
    assert desk.fill_in("/loket/telefoon/gesprek/nakijken", answers).location == "/loket/telefoon/gesprek/klaar"
    assert "Het mandaat is geweigerd" in words_of(desk.see("/loket/telefoon/gesprek/klaar"))
    assert now_is(world, mandate) is Status.REFUSED
    assert desk.fill_in("/loket/telefoon/gesprek/klaar").location == "/loket/telefoon"
    assert desk.get("/loket/telefoon/gesprek/klaar").location == "/loket/telefoon"


def test_the_next_caller_does_not_meet_what_was_wrong_in_the_talk_before(desk: LintingClient, mandate: Mandate) -> None:
    talk = "/loket/telefoon/gesprek"
    desk.fill_in("/loket/telefoon/met-brief", three(mandate))
    page = desk.see(talk)
    form, hang_up = page.select_one("main form[method=post]"), page.select_one(f'form[action="{talk}/ophangen"]')
    assert desk.post(talk, data=held_by(form) | {"act": "accept"}).location == talk
    desk.send(hang_up, "", {})
    desk.fill_in("/loket/telefoon/met-brief", three(mandate))
    assert not errors_of(desk.see(talk))


def test_accepting_is_never_offered_and_posting_it_changes_nothing(
    desk: LintingClient, world: World, mandate: Mandate
) -> None:
    desk.fill_in("/loket/telefoon/met-brief", three(mandate))
    page = desk.see("/loket/telefoon/gesprek")
    assert [one["value"] for one in page.select("input[name=act]")] == ["refuse", "contest"]
    refused = desk.fill_in("/loket/telefoon/gesprek", {"act": "accept"}, status=422)
    assert "Kies wat de beller wil" in errors_of(page_of(refused, 422))[0]
    assert now_is(world, mandate) is Status.OFFERED


def test_a_wrong_code_is_counted_and_said_in_the_same_words_as_for_a_number_that_does_not_exist(
    desk: LintingClient, world: World, mandate: Mandate
) -> None:
    wrong = desk.fill_in("/loket/telefoon/met-brief", three(mandate, code="2222-2222"), status=422)
    nobodys = three(mandate, dossier_number="1234567890" + check_digits("1234567890"))
    unknown = desk.fill_in("/loket/telefoon/met-brief", nobodys, status=422)
    assert errors_of(page_of(wrong, 422)) == errors_of(page_of(unknown, 422))
    world.session.rollback()
    assert count(world, CodeAttempt) == 2
    world.session.rollback()


def test_everything_that_is_missing_is_asked(desk: LintingClient, mandate: Mandate) -> None:
    page = page_of(desk.fill_in("/loket/telefoon/met-brief", {}, status=422), 422)
    assert len(errors_of(page)) == 6
    page = page_of(desk.fill_in("/loket/telefoon/zonder-brief", {}, status=422), 422)
    assert len(errors_of(page)) == 5
    only_one = facts(mandate, other_party="")
    page = page_of(desk.fill_in("/loket/telefoon/zonder-brief", only_one, status=422), 422)
    assert errors_of(page) == ["Vraag nog een gegeven. U hebt er minstens 2 nodig."]


def test_a_caller_with_two_facts_stops(desk: LintingClient, world: World, app: Flask) -> None:
    mandate = accept(world, world.give("subsidy.view"))
    give_code(world, app, mandate, "active.giver")
    desk.fill_in("/loket/telefoon/zonder-brief", facts(mandate))
    assert desk.fill_in("/loket/telefoon/gesprek", {"act": "stop"}).location == "/loket/telefoon/gesprek/wat"
    desk.fill_in("/loket/telefoon/gesprek/wat", {"when": "now"})
    desk.fill_in("/loket/telefoon/gesprek/nakijken", {"agreed": "y"})
    assert now_is(world, mandate) is Status.STOPPED
    assert desk.get("/loket/telefoon/gesprek/nakijken").location == "/loket/telefoon/gesprek/klaar"


def test_a_wrong_fact_is_refused_without_saying_which(desk: LintingClient, mandate: Mandate) -> None:
    said = facts(mandate, other_party="Fiduciaire Maasland")
    page = page_of(desk.fill_in("/loket/telefoon/zonder-brief", said, status=422), 422)
    assert errors_of(page) == ["Deze gegevens passen niet bij elkaar. Vraag ze opnieuw, u kunt nog 4 keer proberen."]


def test_a_contest_needs_nobody_to_be_checked(desk: LintingClient, world: World, mandate: Mandate) -> None:
    answers = {"number": mandate.dossier_number, "reason": "not_given"}
    assert desk.fill_in("/loket/telefoon/stilzetten", answers).location == "/loket/telefoon/stil"
    assert "woensdag" not in words_of(desk.see("/loket/telefoon/stil"))
    assert "25 november 2026" in words_of(desk.see("/loket/telefoon/stil"))
    assert now_is(world, mandate) is Status.SUSPENDED
    wrong = desk.fill_in("/loket/telefoon/stilzetten", answers | {"number": "123"}, status=422)
    assert errors_of(page_of(wrong, 422))


def test_a_contest_in_a_call_asks_what_is_wrong(desk: LintingClient, world: World, mandate: Mandate) -> None:
    desk.fill_in("/loket/telefoon/met-brief", three(mandate))
    desk.fill_in("/loket/telefoon/gesprek", {"act": "contest"})
    page = page_of(desk.fill_in("/loket/telefoon/gesprek/nakijken", {"agreed": "y"}, status=422), 422)
    assert errors_of(page) == ["U hebt nog niet gekozen. Kies wat er niet klopt."]
    desk.fill_in("/loket/telefoon/gesprek/nakijken", {"agreed": "y", "reason": "pressure"})
    assert now_is(world, mandate) is Status.SUSPENDED


def test_while_a_customer_stands_at_the_counter_the_phone_stays_shut(desk: LintingClient, world: World) -> None:
    start(desk)
    for path in ("", "/met-brief", "/zonder-brief", "/stilzetten", "/gesprek"):
        assert desk.get(f"/loket/telefoon{path}").location == "/loket/klant"
    assert desk.get("/loket/terugbellen").location == "/loket/klant"


def test_nobody_but_a_clerk_comes_to_the_phone(app: Flask, world: World) -> None:
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as("maria")
    for path in ("/loket/telefoon", "/loket/telefoon/gesprek", "/loket/terugbellen"):
        assert client.get(path).status_code == 404


def test_a_caller_asks_for_a_later_end_and_says_how_much_later(desk: LintingClient, world: World, app: Flask) -> None:
    mandate = accept(world, world.give("subsidy.view"))
    give_code(world, app, mandate, "active.giver")
    desk.fill_in("/loket/telefoon/met-brief", three(mandate, enterprise_number=BAKERY_NUMBER))
    desk.fill_in("/loket/telefoon/gesprek", {"act": "extend"})
    page = page_of(desk.fill_in("/loket/telefoon/gesprek/nakijken", {"agreed": "y"}, status=422), 422)
    assert errors_of(page) == ["U hebt nog niet gekozen. Vraag hoeveel langer het mandaat geldt."]
    desk.fill_in("/loket/telefoon/gesprek/nakijken", {"agreed": "y", "months": "6"})
    assert "De vraag om te verlengen is verstuurd" in words_of(desk.see("/loket/telefoon/gesprek/klaar"))
    world.session.expire_all()
    assert len(get_mandate(world.session, mandate.id).extensions) == 1
    world.session.rollback()


@pytest.fixture
def three_parts(desk: LintingClient, world: World, app: Flask) -> Mandate:
    """A caller of the bakery who may stop two of three parts by phone, and wants to stop."""
    mandate = accept(world, world.give("subsidy.view", "hinder.manage", "kmop.manage"))
    give_code(world, app, mandate, "active.giver")
    desk.fill_in("/loket/telefoon/met-brief", three(mandate, enterprise_number=BAKERY_NUMBER))
    desk.fill_in("/loket/telefoon/gesprek", {"act": "stop"})
    return mandate


def stop_days(world: World, mandate: Mandate) -> dict[str, date | None]:
    world.session.expire_all()
    found = {line.type_key: line.stop_day for line in get_mandate(world.session, mandate.id).lines}
    world.session.rollback()
    return found


def test_a_caller_stops_a_part_after_a_day(desk: LintingClient, world: World, three_parts: Mandate) -> None:
    page = desk.see("/loket/telefoon/gesprek/wat")
    assert "Dit kan niet aan de telefoon: Kmo-portefeuille beheren." in words_of(page)
    assert [box["value"] for box in page.select("[name=types]")] == ["hinder.manage", "subsidy.view"]
    day = {"day-day": "31", "day-month": "12", "day-year": "2026"}
    wish = {"what": "part", "types": ["subsidy.view"], "when": "day"} | day
    assert desk.fill_in("/loket/telefoon/gesprek/wat", wish).location == "/loket/telefoon/gesprek/nakijken"
    words = words_of(desk.see("/loket/telefoon/gesprek/nakijken")).replace("\xa0", " ")
    assert "mag dat niet meer vanaf 1 januari 2027." in words
    assert "Dit loopt nog wel: een hinderpremie aanvragen en de kmo-portefeuille beheren." in words
    desk.fill_in("/loket/telefoon/gesprek/nakijken", {"agreed": "y"})
    done = words_of(desk.see("/loket/telefoon/gesprek/klaar")).replace("\xa0", " ")
    assert "Dit stopt op 1 januari 2027" in done
    assert stop_days(world, three_parts) == {
        "hinder.manage": None, "kmop.manage": None, "subsidy.view": date(2027, 1, 1)
    }  # fmt: skip
    assert desk.get("/loket/telefoon/gesprek/nakijken").location == "/loket/telefoon/gesprek/klaar"


def test_all_that_the_phone_may_stop_leaves_the_rest(desk: LintingClient, world: World, three_parts: Mandate) -> None:
    desk.fill_in("/loket/telefoon/gesprek/wat", {"what": "all", "when": "now"})
    desk.fill_in("/loket/telefoon/gesprek/nakijken", {"agreed": "y"})
    assert "Een deel van het mandaat is stopgezet" in words_of(desk.see("/loket/telefoon/gesprek/klaar"))
    assert stop_days(world, three_parts)["kmop.manage"] is None
    assert now_is(world, three_parts) is Status.ACTIVE


def test_nothing_is_stopped_that_was_not_said(desk: LintingClient, world: World, three_parts: Mandate) -> None:
    assert desk.get("/loket/telefoon/gesprek/nakijken").location == "/loket/telefoon/gesprek/wat"
    page = page_of(desk.fill_in("/loket/telefoon/gesprek/wat", {"what": "part"}, status=422), 422)
    assert len(errors_of(page)) == 2
    forged = {"what": "part", "types": ["kmop.manage"], "when": "now"}
    desk.fill_in("/loket/telefoon/gesprek/wat", forged, status=422)
    assert set(stop_days(world, three_parts).values()) == {None}


def test_a_caller_without_an_enterprise_number_calls_for_himself(
    desk: LintingClient, world: World, app: Flask
) -> None:
    mandate = give_as_a_person(world)
    give_code(world, app, mandate, "given.giver")
    world.session.commit()
    said = CALLER | {"dossier_number": mandate.dossier_number, "code": CODE, "no_number": "y"}
    refused = page_of(desk.fill_in("/loket/telefoon/met-brief", said, 422), 422)
    assert "Dit past niet bij het ondernemingsnummer." in errors_of(refused)[0]
    assert desk.fill_in("/loket/telefoon/met-brief", said | {"capacity": "owner"}).location == "/loket/telefoon/gesprek"
    check = str(desk.fill_in("/loket/telefoon/gesprek", {"act": "withdraw"}).location)
    desk.fill_in(check, {"agreed": "y"})
    assert now_is(world, mandate) is Status.WITHDRAWN


def test_nobody_calls_for_himself_with_an_enterprise_number(desk: LintingClient, mandate: Mandate) -> None:
    said = three(mandate, capacity="owner")
    refused = page_of(desk.fill_in("/loket/telefoon/met-brief", said, 422), 422)
    assert "Dit past niet bij het ondernemingsnummer." in errors_of(refused)[0]


def test_the_clerk_reads_what_no_caller_stops_and_where_that_can(
    desk: LintingClient, world: World, app: Flask
) -> None:
    source = accept(world, world.give("permit.manage"))
    world.session.get_one(MandateType, "permit.manage").phone_allowed = False
    give_code(world, app, source, "invitation.holder")
    desk.fill_in("/loket/telefoon/met-brief", three(source))
    words = words_of(desk.see("/loket/telefoon/gesprek"))
    assert "Dit stopt niet aan de telefoon: Omgevingsvergunning aanvragen." in words
    assert "De beller kan dat met de code op onze brief, of aan een loket." in words


def test_a_caller_takes_back_what_he_passed_on(desk: LintingClient, world: World, app: Flask) -> None:
    world.session.get_one(MandateType, "permit.manage").phone_allowed = True
    source = accept(world, world.give("permit.manage"))
    wim = world.add_representative(OTHER, "Wim", "Claes")
    third = world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
    chain = accept(world, pass_on(world, source), third)
    give_code(world, app, source, "invitation.holder")
    desk.fill_in("/loket/telefoon/met-brief", three(source))
    words = words_of(desk.see("/loket/telefoon/gesprek"))
    assert words.index("Stopzetten wat doorgegeven is aan") < words.index("Dit klopt niet")
    assert "Dit stopt niet aan de telefoon" not in words
    assert f"Stopzetten wat doorgegeven is aan {chain.holder.name}" in words_of(desk.see("/loket/telefoon/gesprek"))
    check = str(desk.fill_in("/loket/telefoon/gesprek", {"act": f"take_back:{chain.id}"}).location)
    own = chain.passer.name
    assert f"Het eigen mandaat van {own} verandert niet." in words_of(desk.see(check))
    done = str(desk.fill_in(check, {"agreed": "y"}).location)
    assert done == "/loket/telefoon/gesprek/klaar"
    words = words_of(desk.see(done))
    assert "Wat doorgegeven was, is stopgezet" in words
    assert f"{chain.holder.name} mag dit niet meer doen voor" in words
    assert now_is(world, chain) is Status.STOPPED
    assert now_is(world, source) is not Status.STOPPED


def test_a_caller_hears_why_it_does_not_work_and_it_is_written_down(
    client: LintingClient, karim: str, world: World, mandate: Mandate
) -> None:
    client.come_in_as(karim)
    client.fill_in("/loket/telefoon/met-brief", three(mandate))
    talk = client.see("/loket/telefoon/gesprek")
    form = next(one for one in talk.select("form") if str(one.get("action")).endswith("/waarom"))
    said = words_of(page_of(client.send(form, "/loket/telefoon/gesprek", {}, 200), 200).main)
    assert "Hinderpremie aanvragen" in said
    assert "Jan" not in said
    assert "Wie kan dit oplossen?" in said
    looked = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "why_looked")).all()
    assert [(one.channel, one.mandate_id) for one in looked] == [("phone", mandate.id)] * len(mandate.lines)
