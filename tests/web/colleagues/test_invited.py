"""Somebody new: from the questions of the organisation, by its letter, to the first sign-in."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.core.letters.orders import find_sealed_part
from app.core.letters.printing import TEXT, open_letter_part
from app.models.letter import Letter, LetterCode
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation
from tests.colleagues import kinds_of, person
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.colleagues.test_appointing import begin
from tests.web.small_world import add_account
from tests.web.wizards.walk import answer, read, walk
from tests.world import OFFICE, World

NAME = {"first_name": "Eva", "last_name": "Claes"}
PATH = "/uitgenodigd"


@pytest.fixture
def invited(jan: LintingClient, world: World) -> WorkRelation:
    """Eva, whom Jan invited as executor; the letter is not printed yet."""
    answers = (("who", {"who": "new"}), ("new", NAME), ("level", {"level": "manage"}), ("period", {"period": "none"}))
    check = walk(jan, begin(jan), answers)
    told = read(jan.see(check))
    assert "Eva Claes antwoordt zelf: online, op papier of aan een loket." in told
    done = jan.see(str(jan.fill_in(check).location))
    assert read(done.h1) == "U nodigde Eva Claes uit"
    assert "antwoordt online met die code, op papier met het formulier van de brief, of aan een loket." in read(done)
    relation = world.session.scalars(select(WorkRelation)).one()
    world.session.commit()
    return relation


@pytest.fixture
def three(app, world: World, invited: WorkRelation, print_letters: Callable[[], None]) -> dict[str, str]:
    """What stands on the letter, as Eva types it."""
    print_letters()
    letter = world.session.scalars(select(Letter).where(Letter.kind == "colleague.party")).one()
    assert find_sealed_part(world.session, letter.id, TEXT)
    text = open_letter_part(world.session, letter, TEXT, app.extensions["vault"]).decode()
    code = re.search(r"Uw code: (\w{4}-\w{4})", text.replace("\u00a0", " "))
    assert code is not None, text
    world.session.commit()
    return {"dossier_number": letter.dossier_number or "", "code": code[1], "enterprise_number": OFFICE}


@pytest.fixture
def eva(app, world: World) -> LintingClient:
    """Eva, who signed in for the first time and works for nobody yet."""
    add_account(world, "eva", person(world, "Eva"))
    world.session.commit()
    client: LintingClient = app.test_client()
    client.come_in_as("eva")
    return client


def test_a_newcomer_begins_with_the_letter(
    eva: LintingClient, jan: LintingClient, world: World, three: dict[str, str]
) -> None:
    assert PATH in [one["href"] for one in eva.see("/").select("main a")]
    assert eva.fill_in(PATH, three).location == f"{PATH}/antwoord"
    page = eva.see(f"{PATH}/antwoord")
    assert read(page.h1) == "Werkt u voor Boekhoudkantoor Peeters BV?"
    assert "Jan Peeters duidde Eva Claes aan" in read(page)
    assert "Mandaatuitvoerder: mag kijken en doen, voor alle klanten, ook nieuwe" in read(page)
    done = page_of(answer_yes(eva), 200)
    assert read(done.h1) == "U werkt nu voor Boekhoudkantoor Peeters BV"
    world.session.expire_all()
    assert kinds_of(world, person(world, "Eva")) == ["executor"]
    world.session.commit()
    assert "Eva Wouters" in read(jan.see("/medewerkers").table)
    assert eva.get(f"{PATH}/antwoord").location == PATH


def test_a_newcomer_reads_how_far_his_right_reaches(
    eva: LintingClient, world: World, invited: WorkRelation, three: dict[str, str]
) -> None:
    world.session.query(UserRight).update({"level": "view", "last_day": world.now.date()})
    world.session.commit()
    eva.fill_in(PATH, three)
    told = read(eva.see(f"{PATH}/antwoord"))
    assert "mag alleen kijken, tot en met 23 november 2026, voor alle klanten, ook nieuwe" in told
    assert "mag doen wat" not in told


def answer_yes(client: LintingClient):
    return answer(client, f"{PATH}/antwoord", {"antwoord": "ja"}, 200)


def test_a_newcomer_may_say_no(eva: LintingClient, jan: LintingClient, world: World, three: dict[str, str]) -> None:
    eva.fill_in(PATH, three)
    done = page_of(answer(eva, f"{PATH}/antwoord", {"antwoord": "nee"}, 200))
    assert read(done.h1) == "U hebt de uitnodiging geweigerd"
    world.session.expire_all()
    assert kinds_of(world, person(world, "Eva")) == []


def test_saying_it_twice_reads_the_same_and_saying_nothing_refuses_nothing(
    eva: LintingClient, world: World, three: dict[str, str]
) -> None:
    eva.fill_in(PATH, three)
    address = f"{PATH}/antwoord"
    form = eva.see(address).select_one("main form")
    assert form is not None
    for nothing in ({"antwoord": ""}, {"antwoord": "misschien"}):
        refused = page_of(eva.send(form, address, nothing, status=422), 422)
        assert "U hebt nog niet geantwoord. Kies ja of nee." in read(refused)
    for _ in range(2):
        done = page_of(eva.send(form, address, {"antwoord": "ja"}, status=200))
        assert read(done.h1) == "U werkt nu voor Boekhoudkantoor Peeters BV"


def test_who_invited_does_not_accept(jan: LintingClient, three: dict[str, str]) -> None:
    jan.fill_in(PATH, three)
    refused = page_of(answer(jan, f"{PATH}/antwoord", {"antwoord": "ja"}, 403), 403)
    assert "U hebt deze uitnodiging zelf gestuurd." in read(refused)


def test_a_wrong_code_counts_and_after_five_the_letter_opens_nothing(
    eva: LintingClient, world: World, three: dict[str, str]
) -> None:
    wrong = three | {"code": "2222-2222"}
    for _ in range(5):
        assert errors_of(page_of(eva.fill_in(PATH, wrong, status=422), 422))
    eva.fill_in(PATH, three, status=422)
    assert world.session.scalars(select(LetterCode.voided_at)).one() is not None


def test_the_other_door_for_letters_leads_here(client: LintingClient, three: dict[str, str]) -> None:
    told = page_of(client.fill_in("/brief", three, status=422), 422)
    assert "kies: ik ben uitgenodigd als medewerker" in read(told)


def test_without_a_sign_in_or_a_letter_there_is_nothing(client: LintingClient, eva: LintingClient) -> None:
    assert str(client.get(PATH).location).startswith("/aanmelden")
    assert eva.get(f"{PATH}/antwoord").location == PATH
    assert eva.post(f"{PATH}/antwoord").status_code in {303, 400, 403}
