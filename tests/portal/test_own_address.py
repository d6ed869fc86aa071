"""Whoever types the other name of this machine comes to the address of the portal, where its cookie is."""

import pytest
from flask import Flask

from tests.portal.conftest import CAME_FROM

ELSEWHERE = "http://localhost:8001"


@pytest.mark.parametrize("path", ["/", "/terug?outcome=given&state=a"])
def test_the_other_name_of_this_machine_leads_home(portal: Flask, path: str) -> None:
    answer = portal.test_client().get(path, base_url=ELSEWHERE)
    assert (answer.status_code, answer.location) == (302, CAME_FROM + path)


def test_at_its_own_address_nobody_is_sent_on(portal: Flask) -> None:
    assert portal.test_client().get("/", base_url=CAME_FROM).status_code == 200


def test_another_machine_that_is_named_is_not_followed(portal: Flask) -> None:
    answer = portal.test_client().get("/", base_url="http://elsewhere.example:8001")
    assert not (answer.location or "").startswith("http://elsewhere.example")


def test_what_a_machine_posts_is_answered_where_it_comes(portal: Flask) -> None:
    answer = portal.test_client().post("/afgemeld", base_url=ELSEWHERE)
    assert answer.status_code != 302
