"""Searching the register through the API: what the wizard finds, and why a number cannot be right."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.errors import Conflict
from app.core.register import enterprises
from app.models.register import RegisterEnterprise, Situation
from tests.acting import accept
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.world import BAKERY, OFFICE, OTHER, World

WRONG = f"{BAKERY[:8]}00"


def test_a_name_with_a_typo_is_found(api: ApiClient) -> None:
    found = api.get("/enterprises?q=bakkerij%20zoete%20inval").body
    assert found["items"][0] == {
        "enterpriseNumber": BAKERY, "href": f"/api/v1/enterprises/{BAKERY}", "name": "Bakkerij De Zoete Inval BV",
        "town": "Aalst", "otherNames": [], "situation": "normal", "stopped": False,
    }  # fmt: skip
    assert api.get("/enterprises?q=bakerij%20zoete%20inval").body["items"][0]["enterpriseNumber"] == BAKERY


def test_the_town_tells_two_of_the_same_name_apart(api: ApiClient) -> None:
    for town, number in (("Genk", OTHER), ("Dendermonde", OFFICE)):
        found = api.get(f"/enterprises?q=boekhoudkantoor%20peeters&town={town}").body
        assert found["items"][0]["enterpriseNumber"] == number


def test_no_more_are_given_than_asked_and_it_says_so(api: ApiClient) -> None:
    found = api.get("/enterprises?q=peeters&limit=1").body
    assert (len(found["items"]), found["more"]) == (1, True)


def test_a_number_in_any_writing_is_found(api: ApiClient) -> None:
    found = api.get(f"/enterprises?q=BE%20{BAKERY[:4]}.{BAKERY[4:7]}.{BAKERY[7:]}&town=Genk").body
    assert [one["enterpriseNumber"] for one in found["items"]] == [BAKERY]


def test_a_wrong_check_digit_is_named_as_such(api: ApiClient) -> None:
    for path, place, name in (
        (f"/enterprises?q={WRONG}", "query", "q"), (f"/enterprises/{WRONG}", "path", "enterpriseNumber"),
    ):  # fmt: skip
        refused = api.get(path, 422)
        assert refused.type == "enterpriseNumberCheck"
        assert [(one["in"], one["name"]) for one in refused.body["issues"]] == [(place, name)]


def test_one_that_stopped_is_read_and_says_so(api: ApiClient, world: World) -> None:
    world.session.get_one(RegisterEnterprise, BAKERY).situation = Situation.BANKRUPT
    world.session.commit()
    found = api.get(f"/enterprises/{BAKERY}").body
    assert (found["situation"], found["stopped"]) == ("bankrupt", True)


def test_one_that_nobody_knows_is_not_found(api: ApiClient) -> None:
    assert api.get("/enterprises/0999999922", 404).type == "resourceNotFound"
    assert api.get("/enterprises/2999999922", 400).rules[0][0] == "enterpriseNumber"


def test_a_register_that_cannot_be_read_is_no_mishap(
    api: ApiClient, callers: Callers, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while it is replaced: who searches hears so, and who asks why nobody may act."""

    @contextmanager
    def silent() -> Iterator[None]:
        raise Conflict("register_silent")
        yield

    accept(world, world.give())
    world.session.commit()
    monkeypatch.setattr(enterprises, "readable_register", silent)
    for path in ("/enterprises?q=bakkerij", f"/enterprises/{BAKERY}"):
        assert api.get(path, 409).type == "registerSilent"
    question = {
        "subject": {"type": "organisation", "id": OFFICE}, "action": {"name": "manage"},
        "resource": {"type": "kmo-portefeuille", "id": BAKERY},
    }  # fmt: skip
    token = callers.entity()
    for path, body in (("evaluation", question), ("evaluations", {"evaluations": [question]})):
        assert api.post(f"/access/v1/{path}", body, 409, token=token).type == "registerSilent"
    without_why = callers.entity(scopes=["checks"])
    assert api.post("/access/v1/evaluation", question, token=without_why).body == {"decision": False}
