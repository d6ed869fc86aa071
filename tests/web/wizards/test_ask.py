"""Asking for a mandate on the web, and the giver who answers."""

import pytest

from app.db import Database
from app.models.mandate import Mandate
from tests.web.client import LintingClient, page_of, words_of
from tests.web.wizards.walk import Answers, answer, begin, count, goes_to, read, walk
from tests.world import BAKERY, OFFICE, World

WHY = "Wij doen uw boekhouding."
ASKED: Answers = (
    ("giver", {"q": BAKERY}),
    ("giver-check", {"right": "yes"}),
    ("what", {"group": "own"}),
    ("types", {"types": ["hinder.manage", "subsidy.view"]}),
    ("start", {"when": "accepted"}),
    ("period", {"period": "12"}),
    ("reason", {"text": WHY}),
    ("notice", {"how": "brief"}),
)


def to_check(client: LintingClient) -> str:
    return walk(client, begin(client, "/vragen"), ASKED)


def send(client: LintingClient, check: str) -> str:
    answer(client, check, {"read": "y"})
    return check.replace("/check", "/done")


@pytest.fixture
def asked(jan: LintingClient) -> str:
    """The done page of what Jan asked."""
    return send(jan, to_check(jan))


def test_every_question_is_a_page_that_speaks_of_the_client(jan: LintingClient) -> None:
    address = begin(jan, "/vragen")
    assert "Aan wie vraagt u het mandaat?" in read(page_of(jan.get(address)))
    for step, values in ASKED:
        page = page_of(jan.get(address))
        assert page.select_one("h1") is not None
        address = str(answer(jan, address, values).location)
        if step == "giver-check":
            assert "Wat wilt u voor Bakkerij De Zoete Inval BV doen?" in read(page_of(jan.get(address)))
        if step == "what":
            words = read(page_of(jan.get(address)))
            assert "Boekhoudkantoor Peeters BV mag" in words


def test_the_check_page_says_who_asks_whom_and_why(jan: LintingClient) -> None:
    words = read(page_of(jan.get(to_check(jan))))
    assert "Boekhoudkantoor Peeters BV vraagt een mandaat (volmacht) aan Bakkerij De Zoete Inval BV." in words
    assert f"U schrijft: “{WHY}”" in words
    assert "Wij sturen 1 brief naar Bakkerij De Zoete Inval BV." in words


def test_the_done_page_says_that_nothing_may_be_done_yet(jan: LintingClient, asked: str) -> None:
    words = read(page_of(jan.get(asked)))
    assert "U hebt het mandaat gevraagd" in words
    assert "Tot dan mag u nog niets doen in naam van Bakkerij De Zoete Inval BV." in words


def test_sending_twice_asks_once(jan: LintingClient, sqlite_database: Database) -> None:
    check = to_check(jan)
    send(jan, check)
    assert goes_to(jan.get(check)) == "done"
    assert count(sqlite_database, Mandate) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Er staat nog geen uitleg. Schrijf in 1 zin waarom u dit vraagt."),
     ("x" * 307, "Uw uitleg is 7 tekens te lang. Maak de tekst korter."),
     ("Voor u 🥐", "Wij kunnen 1 van deze tekens niet drukken.")],
)  # fmt: skip
def test_a_reason_that_cannot_be_is_refused_at_its_field(jan: LintingClient, text: str, said: str) -> None:
    address = walk(jan, begin(jan, "/vragen"), ASKED[:-2])
    page = page_of(answer(jan, address, {"text": text}, status=422), 422)
    assert said in words_of(page)
    assert words_of(page.select_one("textarea")) == text


def test_somebody_does_not_ask_his_own_enterprise(jan: LintingClient) -> None:
    address = begin(jan, "/vragen")
    page = page_of(answer(jan, address, {"q": OFFICE}, status=422), 422)
    assert "Dit is uw eigen onderneming. Kies de onderneming waarvoor u iets wilt doen." in words_of(page)


def test_asking_again_shows_what_waits_already(jan: LintingClient, asked: str) -> None:
    again = to_check(jan)
    assert "Dit mandaat is er al" in read(page_of(jan.get(again)))


def test_the_giver_reads_the_reason_and_gives_it(maria: LintingClient, asked: str, world: World) -> None:
    waiting = page_of(maria.get("/aanvaarden"))
    assert "Boekhoudkantoor Peeters BV vraagt u een mandaat" in read(waiting)
    decide = begin_answer(maria, waiting)
    words = read(page_of(maria.get(decide)))
    assert "Geeft u het mandaat dat Boekhoudkantoor Peeters BV vraagt?" in words
    assert f"Boekhoudkantoor Peeters BV schrijft: “{WHY}”" in words
    check = str(answer(maria, decide, {"decision": "accept"}).location)
    assert check.endswith("/check")
    assert "Bakkerij De Zoete Inval BV geeft het mandaat dat Boekhoudkantoor Peeters BV vraagt." in read(
        page_of(maria.get(check))
    )
    answer(maria, check, {})
    done = read(page_of(maria.get(check.replace("/check", "/done"))))
    assert "U hebt het mandaat gegeven" in done
    assert "Het mandaat is nu actief." in done


def test_the_giver_refuses_what_was_asked(maria: LintingClient, asked: str) -> None:
    decide = begin_answer(maria, page_of(maria.get("/aanvaarden")))
    reason = str(answer(maria, decide, {"decision": "refuse"}).location)
    check = str(answer(maria, reason, {"reason": "unknown_party"}).location)
    assert "U weigert het mandaat dat Boekhoudkantoor Peeters BV vraagt." in read(page_of(maria.get(check)))
    answer(maria, check, {})
    assert "U hebt het mandaat geweigerd" in read(page_of(maria.get(check.replace("/check", "/done"))))


def begin_answer(client: LintingClient, waiting) -> str:
    """Press "Antwoorden"; the address of the question."""
    form = waiting.select_one("main form[method=post]")
    resume = client.post(form["action"], data={"csrf_token": form.select_one("[name=csrf_token]")["value"]})
    return str(client.get(str(resume.location)).location)
