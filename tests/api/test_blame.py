"""A refusal of the core says which field of the request it is about, what was sent there and which rule it breaks."""

from typing import Any

import pytest

from app.models.mandate import Mandate
from app.models.person import Person
from tests.acting import accept
from tests.api.callers import Callers
from tests.api.client import ApiClient, check_names, operation_at
from tests.api.test_starting import gift
from tests.world import BAKERY, OFFICE, OTHER, World

UNKNOWN = "00000000-0000-7000-8000-000000000000"
SOON, FAR = "2026-12-01", "2400-01-01"
RIGHT: dict[str, Any] = {"type": "subsidies.executor"}


def covers(*rights: dict[str, Any], **group: Any) -> dict[str, Any]:
    return {"person": "{person}", "covers": {"rights": [RIGHT | one for one in rights]} | group}


@pytest.mark.parametrize(("path", "body", "name", "value", "rule"), [
    ("/mandates", gift(holder=BAKERY), "holder", BAKERY, "samePartyGiver"),
    ("/mandates", gift(startedBy="holder", giver=OFFICE, reason="Zo."), "giver", OFFICE, "samePartyHolder"),
    ("/mandates", gift(end={"lastDay": "2026-11-01"}), "end.lastDay", "2026-11-01", "lastDayPast"),
    ("/mandates", gift(covers={"types": ["no.such"]}), "covers.types", ["no.such"], "typeUnknown"),
    ("/mandates/{mandate}/transfer", {"holder": OFFICE}, "holder", OFFICE, "sameHolder"),
    ("/mandates/{mandate}/transfer", {"holder": BAKERY}, "holder", BAKERY, "samePartyGiver"),
    ("/mandates/{mandate}/stop", {"from": "2026-11-01"}, "from", "2026-11-01", "stopDayPast"),
    ("/mandates/{mandate}/extend", {"end": {"lastDay": SOON}}, "end.lastDay", SOON, "extensionNotLater"),
    ("/rights", covers({"mandates": [UNKNOWN]}), "covers.rights[0].mandates", [UNKNOWN], "rightMandateUnknown"),
    ("/rights", covers({}, {"lastDay": FAR}), "covers.rights[1].lastDay", FAR, "dayTooFar"),
    ("/rights", covers({}, group={"key": "dossiers", "firstDay": FAR}), "covers.group.firstDay", FAR, "dayTooFar"),
    ("/rights", covers({"type": "no.such"}), "covers.rights[0].type", "no.such", "rightUnknown"),
    ("/rights", {"person": UNKNOWN, "covers": {"rights": [RIGHT]}}, "person", UNKNOWN, "colleagueUnknown"),
])  # fmt: skip
def test_a_field_of_the_body(
    path: str, body: dict[str, Any], name: str, value: Any, rule: str, callers: Callers, api: ApiClient,
    mandate: Mandate, world: World,
) -> None:  # fmt: skip
    token = callers.portal(world.jan, world.office) if body.get("startedBy") == "holder" else None
    sent = filled(body, world.maria)
    refused = api.post(path.format(mandate=mandate.id), sent, 422, token=token)
    (issue,) = refused.body["issues"]
    assert (issue["in"], issue["name"], issue["value"], issue["rule"]) == ("body", name, value, rule)
    assert refused.type == rule


def filled(body: dict[str, Any], who: Person) -> dict[str, Any]:
    return body | {"person": str(who.id)} if body.get("person") == "{person}" else body


def test_what_stands_in_an_address_has_no_body(api: ApiClient, callers: Callers) -> None:
    (issue,) = api.get("/mandates", 422, token=callers.entity()).body["issues"]
    assert (issue["in"], issue["name"], issue["rule"]) == ("query", "giver", "giverOrHolderMissing")
    assert "value" not in issue


def test_a_row_of_a_bulk_is_named_as_the_row_has_it(api: ApiClient, mandate: Mandate) -> None:
    row = api.post("/bulk/mandates", {"items": [gift(holder=OTHER), gift(holder=BAKERY)]}).body["items"][1]["problem"]
    check_names(operation_at("POST", "/api/v1/mandates"), row)
    assert (row["issues"][0]["name"], row["issues"][0]["value"]) == ("holder", BAKERY)
    stop = {"mandateId": str(mandate.id), "from": "2026-11-01"}
    row = api.post("/bulk/mandate-stops", {"items": [stop]}).body["items"][0]["problem"]
    assert (row["issues"][0]["name"], row["issues"][0]["value"]) == ("from", "2026-11-01")


def test_what_opens_something_is_not_sent_back(api: ApiClient) -> None:
    wrong = {"enterpriseNumber": OFFICE, "dossierNumber": "260914000151", "code": "2222-2222"}
    refused = api.post("/invitations/open", wrong, 422)
    assert (refused.body["issues"][0]["name"], refused.body["issues"][0]["rule"]) == ("code", "codeWrong")
    malformed = api.post("/invitations/open", wrong | {"code": "2222/2222"}, 400)
    assert "2222" not in str(refused.body) + str(malformed.body)


def test_passing_on_to_the_giver(api: ApiClient, callers: Callers, world: World) -> None:
    source = accept(world, world.give("permit.manage"))
    world.session.commit()
    token = callers.portal(world.jan, world.office)
    (issue,) = api.post(f"/mandates/{source.id}/pass-on", {"holder": BAKERY}, 422, token=token).body["issues"]
    assert (issue["name"], issue["value"], issue["rule"]) == ("holder", BAKERY, "passOnToGiver")
