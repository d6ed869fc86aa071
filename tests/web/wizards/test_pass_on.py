"""Passing on, on the web: from the button on the own mandate to what all three read."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.people.parties import ensure_enterprise_party
from app.db import Database
from app.models.mandate import Mandate
from tests.acting import accept, get_mandate, give_as, homeless_giver, pass_on, stop, today
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.wizards.walk import Answers, answer, begin, count, goes_to, read, send_looked_at, walk
from tests.world import BAKERY, OFFICE, OTHER, World

START = "/doorgeven"
KEY = "permit.manage"


@pytest.fixture
def chain(world: World, source: Mandate) -> Mandate:
    """What it passed on, accepted."""
    wim = world.add_representative(OTHER, "Wim", "Claes")
    third = world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
    mandate = accept(world, pass_on(world, get_mandate(world.session, source.id)), third)
    world.session.commit()
    return mandate


def answers(source: Mandate) -> Answers:
    return (
        ("source", {"mandate": str(source.id)}),
        ("holder", {"q": OTHER}),
        ("holder-check", {"right": "yes"}),
        ("types", {"types": [KEY]}),
        ("until", {"until": "source"}),
    )


def to_check(client: LintingClient, source: Mandate) -> str:
    return walk(client, begin(client, START), answers(source))


def test_every_question_is_a_page_with_one_heading(jan: LintingClient, source: Mandate) -> None:
    address = begin(jan, f"{START}?van={source.id}")
    seen = []
    for _, values in answers(source):
        seen.append(read(page_of(jan.get(address)).select_one("h1")))
        address = str(answer(jan, address, values).location)
    assert seen == [
        "Welk mandaat geeft u door?",
        "Aan wie geeft u door?",
        "Is dit de juiste onderneming?",
        "Wat geeft u door aan Boekhoudkantoor Peeters BV?",
        "Tot wanneer mag Boekhoudkantoor Peeters BV dit?",
    ]


def test_the_mandate_that_somebody_came_from_stands_on_top_and_is_chosen(
    jan: LintingClient, world: World, source: Mandate
) -> None:
    other = accept(world, give_as(world, homeless_giver(world), KEY))
    other.giver_posted_on, other.giver_confirmed_on = today(world) - timedelta(days=20), today(world)
    world.session.commit()
    boxes = page_of(jan.get(begin(jan, f"{START}?van={other.id}"))).select("input[type=radio]")
    assert [box["value"] for box in boxes] == [str(other.id), str(source.id)]
    assert [box.has_attr("checked") for box in boxes] == [True, False]


def test_only_what_may_be_passed_on_is_offered(jan: LintingClient, source: Mandate) -> None:
    page = page_of(jan.get(walk(jan, begin(jan, START), answers(source)[:3])))
    assert [box["value"] for box in page.select("input[type=checkbox]")] == [KEY]


def test_the_check_page_says_who_may_what_and_that_it_falls_with_the_own(jan: LintingClient, source: Mandate) -> None:
    words = read(page_of(jan.get(to_check(jan, source))))
    assert "geeft een deel van het mandaat van Bakkerij De Zoete Inval BV door aan" in words
    assert "mag geen beroep indienen" in words
    assert "Stopt uw eigen mandaat vroeger? Dan stopt dit ook, op dezelfde dag." in words
    assert "Wij sturen 3 brieven" in words


def test_it_is_sent_once_and_the_done_page_prints(
    jan: LintingClient, source: Mandate, sqlite_database: Database
) -> None:
    check = to_check(jan, source)
    done = str(answer(jan, check, {"read": "y"}).location)
    assert "U hebt het doorgegeven" in read(page_of(jan.get(done)))
    assert goes_to(jan.get(check)) == "done"
    assert count(sqlite_database, Mandate) == 2
    assert jan.get(f"{done}/print.pdf").mimetype == "application/pdf"


@pytest.mark.parametrize(
    ("number", "sentence"), [(BAKERY, "gaf u dit mandaat zelf"), (OFFICE, "Dit is uw eigen onderneming")]
)
def test_neither_the_giver_nor_oneself_is_a_choice(
    jan: LintingClient, source: Mandate, number: str, sentence: str
) -> None:
    address = walk(jan, begin(jan, START), answers(source)[:1])
    assert sentence in read(page_of(answer(jan, address, {"q": number}, 422), 422))


def test_a_day_after_the_own_last_one_is_refused_at_the_question(
    jan: LintingClient, world: World, source: Mandate
) -> None:
    address = walk(jan, begin(jan, START), answers(source)[:4])
    late = today(world) + timedelta(days=900)
    parts = {"day-day": late.day, "day-month": late.month, "day-year": late.year}
    page = page_of(answer(jan, address, {"until": "day"} | parts, 422), 422)
    assert "Uw mandaat loopt tot en met" in read(page)
    assert errors_of(page)


def test_a_resumed_draft_says_that_the_own_mandate_stopped(jan: LintingClient, world: World, source: Mandate) -> None:
    check = to_check(jan, source)
    stop(world, source)
    world.session.commit()
    assert goes_to(jan.get(check.removesuffix("/check"))) == "source"
    words = read(page_of(jan.get(check.replace("check", "source"))))
    assert "Er loopt niets meer van Bakkerij De Zoete Inval BV" in words


def test_only_who_may_pass_on_sees_the_button(maria: LintingClient, jan: LintingClient, source: Mandate) -> None:
    assert f"{START}?van={source.id}" in str(page_of(jan.get(f"/mandaten/{source.id}")))
    assert START not in str(page_of(maria.get(f"/mandaten/{source.id}")))


def test_all_three_read_the_chain(maria: LintingClient, jan: LintingClient, source: Mandate, chain: Mandate) -> None:
    own = read(page_of(jan.get(f"/mandaten/{source.id}")))
    assert "U gaf dit door aan Boekhoudkantoor Peeters BV: Omgevingsvergunning aanvragen." in own
    assert "Stop wat u doorgaf" in own
    given = read(page_of(maria.get(f"/mandaten/{source.id}")))
    assert "gaf dit door aan Boekhoudkantoor Peeters BV: Omgevingsvergunning aanvragen." in given
    assert "gaf dit door aan" in read(page_of(maria.get(f"/mandaten/{chain.id}")))
    assert "Doorgegeven door Boekhoudkantoor Peeters BV" in read(page_of(maria.get("/mandaten")))


def test_the_page_that_stops_the_own_mandate_says_that_more_stops(
    maria: LintingClient, jan: LintingClient, source: Mandate, chain: Mandate
) -> None:
    for client, slug in ((maria, "stopzetten"), (jan, "afstand-doen")):
        assert "Dat stopt dan ook." in read(page_of(client.get(f"/mandaten/{source.id}/{slug}")))


def test_who_passed_it_on_stops_it_with_two_clicks(jan: LintingClient, source: Mandate, chain: Mandate) -> None:
    address = f"/doorgegeven/{chain.id}/stopzetten"
    assert "Uw eigen mandaat verandert niet." in read(page_of(jan.get(address)))
    done = str(answer(jan, address, {}).location)
    assert "mag niets meer doen met wat u doorgaf" in read(page_of(jan.get(done)))
    assert goes_to(jan.get(address)) == "gestopt"
    assert "Dat is nu stopgezet." in read(page_of(jan.get(f"/mandaten/{source.id}")))


def test_for_others_that_page_does_not_exist(maria: LintingClient, chain: Mandate) -> None:
    assert maria.get(f"/doorgegeven/{chain.id}/stopzetten").status_code == 404
    assert maria.get(f"/doorgegeven/{uuid.uuid4()}/gestopt").status_code == 404


def test_at_the_counter_the_script_is_read_and_the_same_pages_follow(
    counter: Callable[..., LintingClient], source: Mandate, world: World, sqlite_database: Database
) -> None:
    client = counter(number=OFFICE)
    address = walk(client, begin(client, START), answers(source))
    address = str(answer(client, address, {"chose": "yes", "told": "no"}).location)
    assert "mag dan in naam van Bakkerij De Zoete Inval BV" in read(client.see(address).select_one(".ml-script"))
    address = str(answer(client, address, {"agreed": "y", "keeps": "y"}).location)
    address = str(answer(client, address, {"told_back": "right"}).location)
    send_looked_at(client, world, address, {"read": "y"})
    assert count(sqlite_database, Mandate) == 2


def test_at_the_counter_stopping_asks_the_customer(
    counter: Callable[..., LintingClient], chain: Mandate
) -> None:
    client = counter(number=OFFICE)
    address = f"/doorgegeven/{chain.id}/stopzetten"
    assert errors_of(page_of(answer(client, address, {}, 422), 422))
    answer(client, address, {"agreed": "y"})
