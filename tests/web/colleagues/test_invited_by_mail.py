"""Somebody new who is invited by e-mail: the address that is asked, what the pages say, and the number at the door."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.policy import Policy
from app.models.work_relation import WorkRelation
from tests.colleagues import kinds_of, person
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.colleagues.test_appointing import begin
from tests.web.small_world import add_account
from tests.web.wizards.walk import answer, read, walk
from tests.world import OFFICE, World

NAME = {"first_name": "Eva", "last_name": "Claes"}
MAIL = NAME | {"email_address": "eva@voorbeeld.be"}
PATH = "/uitgenodigd/e-mail"


def invite(jan: LintingClient, name: dict[str, str], level: str = "manage") -> tuple[str, str]:
    """Jan invites Eva; what the check page and the last page say."""
    answers = (("who", {"who": "new"}), ("new", name), ("level", {"level": level}), ("period", {"period": "none"}))
    check = walk(jan, begin(jan), answers)
    told = read(jan.see(check))
    return told, read(jan.see(str(jan.fill_in(check).location)))


@pytest.fixture
def eva(app: Flask, world: World) -> LintingClient:
    """Eva, who signed in for the first time and works for nobody yet."""
    add_account(world, "eva", person(world, "Eva"))
    world.session.commit()
    client: LintingClient = app.test_client()
    client.come_in_as("eva")
    return client


def test_a_newcomer_begins_with_the_number_in_an_e_mail(jan: LintingClient, eva: LintingClient, world: World) -> None:
    checked, done = invite(jan, MAIL)
    assert "Uitnodiging per e-mail naar eva@voorbeeld.be" in checked
    assert "Wij sturen een e-mail met een nummer naar Eva Claes, op eva@voorbeeld.be." in checked
    assert "Eva Claes krijgt een e-mail met een nummer, op eva@voorbeeld.be." in done
    assert "Eva Claes antwoordt zelf: online, met het nummer in de e-mail." in checked
    assert "op papier" not in checked + done
    relation = world.session.scalars(select(WorkRelation)).one()
    number = {"dossier_number": relation.mail_number or "", "enterprise_number": OFFICE}
    world.session.commit()
    assert "Eva Claes moet nog antwoorden met het nummer in onze e-mail" in read(jan.see("/medewerkers"))
    assert PATH in [one["href"] for one in eva.see("/uitgenodigd").select("main a")]
    wrong = page_of(eva.fill_in(PATH, number | {"enterprise_number": "0123456749"}, status=422), 422)
    assert "u kunt nog 4 keer proberen" in read(wrong)
    assert eva.fill_in(PATH, number).location == "/uitgenodigd/antwoord"
    yes = page_of(answer(eva, "/uitgenodigd/antwoord", {"antwoord": "ja"}, 200))
    assert read(yes.h1) == "U werkt nu voor Boekhoudkantoor Peeters BV"
    world.session.expire_all()
    assert kinds_of(world, person(world, "Eva")) == ["executor"]


def test_who_will_decide_is_invited_by_letter_and_the_page_says_why(jan: LintingClient) -> None:
    checked, done = invite(jan, MAIL, "manager")
    assert "Wij sturen een brief met een code" in checked
    assert "Wie mag beslissen voor Boekhoudkantoor Peeters BV, nodigen wij nooit per e-mail uit." in checked
    assert "Boekhoudkantoor Peeters BV krijgt een brief met een code." in done


def test_who_was_invited_by_letter_before_is_named_on_the_check_page(jan: LintingClient) -> None:
    invite(jan, NAME)
    answers = (("who", {"who": "new"}), ("new", MAIL), ("level", {"level": "manage"}), ("period", {"period": "none"}))
    check = jan.see(walk(jan, begin(jan), answers))
    (problem,) = [one for one in check.select("main a[href]") if "al met een brief uitgenodigd" in read(one)]
    assert read(problem).startswith("Eva Claes is al met een brief uitgenodigd, op 23 november 2026.")
    assert jan.see(str(problem["href"])).select_one("input[name=email_address]") is not None


def test_an_address_that_is_none_is_refused_and_without_mail_nobody_asks_it(jan: LintingClient, app: Flask) -> None:
    at = walk(jan, begin(jan), (("who", {"who": "new"}),))
    refused = page_of(jan.fill_in(at, NAME | {"email_address": "eva"}, status=422), 422)
    assert errors_of(refused)
    app.extensions["policy"] = Policy()
    assert jan.see(at).select_one("[name=email_address]") is None


def test_both_questions_at_the_door_want_an_answer(eva: LintingClient) -> None:
    assert len(errors_of(page_of(eva.fill_in(PATH, {}, status=422), 422))) == 2
