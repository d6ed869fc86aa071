"""Off to Mandaatloket and back: what a browser says on the way back is never believed."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from examples.portal.visits import MOST_HANDED_OVER, Visit
from tests.portal.conftest import MAASLAND, MANDATE_ID, FakeMandaatloket, mandate, problem

READ = f"/api/v1/mandates/{MANDATE_ID}"


def hand_over(maria: FlaskClient, **form: str) -> Any:
    return maria.post("/geven", data={"type": "hinder.manage", "holder": "BE 0199.000.745"} | form)


def come_back(maria: FlaskClient, visit: Visit, outcome: str = "given", name: str = str(MANDATE_ID)) -> Any:
    (state,) = visit.handed_over
    return maria.get("/terug", query_string={"outcome": outcome, "mandate": name, "state": state})


def test_what_is_known_goes_along_and_the_browser_goes_there(
    maria: FlaskClient, visit: Visit, mandaatloket: FakeMandaatloket
) -> None:
    answer = hand_over(maria)
    assert (answer.status_code, answer.location) == (303, "http://m/overgang/x")
    path, wish = mandaatloket.asked[-1]
    (state,) = visit.handed_over
    assert path == "/api/v1/handoffs"
    assert wish == {
        "startedBy": "giver", "giver": "0199000151", "holder": MAASLAND, "covers": {"types": ["hinder.manage"]},
        "end": {"months": 12}, "returnAddress": "http://127.0.0.1:8001/terug", "state": state, "language": "nl",
    }  # fmt: skip


def test_who_knows_no_number_searches_it_there(maria: FlaskClient, mandaatloket: FakeMandaatloket) -> None:
    assert hand_over(maria, holder="").status_code == 303
    assert "holder" not in mandaatloket.asked[-1][1]


def test_what_mandaatloket_does_not_take_is_said_beside_the_form(
    maria: FlaskClient, mandaatloket: FakeMandaatloket
) -> None:
    mandaatloket.says["/api/v1/handoffs"] = (422, problem(422, "Dit nummer klopt niet."))
    answer = hand_over(maria)
    assert answer.status_code == 422
    assert "Dit nummer klopt niet." in answer.text
    assert "BE 0199.000.745" in answer.text


def test_the_mandate_is_read_before_anything_is_said_of_it(
    maria: FlaskClient, visit: Visit, mandaatloket: FakeMandaatloket
) -> None:
    hand_over(maria)
    mandaatloket.says[READ] = (200, mandate("refused"))
    # The browser says "given"; Mandaatloket knows better.
    answer = come_back(maria, visit)
    assert answer.status_code == 200
    assert "Dit mandaat is geweigerd" in answer.text
    assert mandaatloket.count(READ) == 1


@pytest.mark.parametrize("name", ["019a0000-0000-7000-8000-00000000dead", "no-id", "../people", ""])
def test_a_mandate_that_is_not_his_is_not_found(maria: FlaskClient, visit: Visit, name: str) -> None:
    hand_over(maria)
    assert "Wij vinden dit mandaat niet" in come_back(maria, visit, name=name).text


def test_a_mandate_that_somebody_else_gave_is_not_taken_for_his(
    maria: FlaskClient, visit: Visit, mandaatloket: FakeMandaatloket
) -> None:
    hand_over(maria)
    mandaatloket.says[READ] = (200, mandate(giver="0199000349"))
    assert "Wij vinden dit mandaat niet" in come_back(maria, visit).text


@pytest.mark.parametrize("state", ["", "somebody-elses"])
def test_a_way_back_that_was_not_begun_here_does_nothing(
    maria: FlaskClient, mandaatloket: FakeMandaatloket, state: str
) -> None:
    hand_over(maria)
    answer = maria.get("/terug", query_string={"outcome": "given", "mandate": str(MANDATE_ID), "state": state})
    assert answer.status_code == 400
    assert mandaatloket.count(READ) == 0


@pytest.mark.parametrize(
    ("outcome", "heading"), [("cancelled", "U gaf geen mandaat"), ("expired", "U wachtte te lang"), ("x", "U gaf geen")]
)
def test_who_gave_nothing_reads_so(maria: FlaskClient, visit: Visit, outcome: str, heading: str) -> None:
    hand_over(maria)
    (state,) = visit.handed_over
    assert heading in maria.get("/terug", query_string={"outcome": outcome, "state": state}).text


def test_only_the_last_hand_overs_of_a_visit_are_remembered(maria: FlaskClient, visit: Visit) -> None:
    for _ in range(MOST_HANDED_OVER + 2):
        hand_over(maria)
    assert len(visit.handed_over) == MOST_HANDED_OVER


def test_a_form_of_another_site_sends_nothing(
    portal: Flask, maria: FlaskClient, mandaatloket: FakeMandaatloket
) -> None:
    portal.config["WTF_CSRF_ENABLED"] = True
    answer = hand_over(maria)
    assert answer.status_code == 400
    assert "Deze pagina was te lang open" in answer.text
    assert mandaatloket.asked == []
