"""What Entra ID sends, in the form in which its documentation shows it, and what we make of it."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.web.scim.conftest import ENTERPRISE, GROUP, PATCH, SUBJECT, USER, Directory

ADSCIM = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"
NEW_USER: dict[str, Any] = {
    "schemas": [USER, ENTERPRISE], "externalId": SUBJECT, "userName": "Test_User_ab6490ee", "active": True,
    "emails": [{"primary": True, "type": "work", "value": "test@testuser.com"}], "meta": {"resourceType": "User"},
    "name": {"formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName"}, "roles": [],
}  # fmt: skip
NEW_GROUP = {
    "schemas": [GROUP, ADSCIM], "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159", "displayName": "displayName",
    "meta": {"resourceType": "Group"},
}  # fmt: skip


def found(directory: Directory, kind: str, asked: str, more: str = "") -> list[dict[str, Any]]:
    answer = directory.see(f"/{kind}?filter={quote(asked)}{more}")
    assert answer["totalResults"] == len(answer.get("Resources", []))
    return list(answer.get("Resources", []))


def test_the_test_of_the_connection_finds_nobody(directory: Directory) -> None:
    assert found(directory, "Users", 'userName eq "48af9bf5-f2b8-4c1a-8fb9-1c5a9b1b9d1b"') == []


def test_a_user_is_made_found_changed_disabled_and_removed(directory: Directory) -> None:
    answer = directory.send("POST", "/Users", NEW_USER)
    made = answer.get_json()
    assert (answer.status_code, made["meta"]["location"]) == (201, answer.headers["Location"])
    assert answer.headers["ETag"] == made["meta"]["version"] == 'W/"1"'
    # What says nothing of who works here is kept nowhere.
    assert set(made) == {"schemas", "id", "externalId", "userName", "active", "name", "meta"}
    for asked in ('userName eq "TEST_user_ab6490EE"', f'externalId eq "{SUBJECT}"', f'id eq "{made["id"]}"'):
        assert [one["id"] for one in found(directory, "Users", asked)] == [made["id"]]
    address = f"/Users/{made['id']}"
    directory.patch(
        address, {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "updatedEmail@microsoft.com"},
        {"op": "Replace", "path": "name.familyName", "value": "updatedFamilyName"},
    )  # fmt: skip
    directory.patch(address, {"op": "Add", "path": f"{ENTERPRISE}:employeeNumber", "value": "4711"})
    seen = directory.see(address)
    assert (seen["name"]["familyName"], seen[ENTERPRISE]["employeeNumber"]) == ("updatedFamilyName", "4711")
    directory.patch(address, {"op": "Replace", "path": "active", "value": False})
    assert directory.see(address)["active"] is False
    assert directory.send("DELETE", address).status_code == 204
    assert directory.see(address, 404)["status"] == "404"


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False, "name.givenName": "Other"}},
        {"op": "REPLACE", "path": f"{USER}:active", "value": False},
    ],
)
def test_whatever_the_way_of_saying_so_a_user_is_disabled(directory: Directory, operation: dict[str, Any]) -> None:
    address = f"/Users/{directory.made('/Users', NEW_USER)}"
    directory.patch(address, operation)
    assert directory.see(address)["active"] is False


@pytest.mark.parametrize("way", ["value", "filter", "all", "replace"])
def test_a_group_is_filled_and_emptied(directory: Directory, way: str) -> None:
    member = directory.made("/Users", NEW_USER)
    group = directory.made("/Groups", NEW_GROUP)
    address = f"/Groups/{group}"
    entry = {"$ref": None, "value": member}
    for _ in range(2):  # the second time nothing is new
        directory.patch(address, {"op": "Add", "path": "members", "value": [entry]})
    assert [one["value"] for one in directory.see(address)["members"]] == [member]
    assert [one["value"] for one in directory.see(f"/Users/{member}")["groups"]] == [group]
    assert "members" not in directory.see(f"{address}?excludedAttributes=members")
    named = found(directory, "Groups", 'displayName eq "displayName"', "&excludedAttributes=members")
    assert [one["id"] for one in named] == [group]
    assert found(directory, "Groups", f'id eq "{group}" and members[value eq "{member}"]') != []
    removal = {
        "value": {"op": "Remove", "path": "members", "value": [entry]},
        "filter": {"op": "Remove", "path": f'members[value eq "{member}"]'},
        "all": {"op": "remove", "path": "members"},
        "replace": {"op": "Replace", "path": "members", "value": []},
    }[way]
    directory.patch(address, removal)
    assert "members" not in directory.see(address)
    assert "groups" not in directory.see(f"/Users/{member}")


def test_a_group_gets_another_name_and_goes(directory: Directory) -> None:
    address = f"/Groups/{directory.made('/Groups', NEW_GROUP)}"
    directory.patch(address, {"op": "Replace", "path": "displayName", "value": "1879db59-3bdf-4490"})
    assert directory.see(address)["displayName"] == "1879db59-3bdf-4490"
    assert directory.send("DELETE", address).status_code == 204
    assert directory.send("DELETE", address).status_code == 404


def test_all_are_read_a_page_at_a_time(directory: Directory) -> None:
    made = sorted(directory.make_user(userName=f"u{n}", externalId=f"x{n}") for n in range(5))
    page = directory.see("/Users?startIndex=3&count=2")
    assert (page["totalResults"], page["itemsPerPage"], page["startIndex"]) == (5, 2, 3)
    assert [one["id"] for one in page["Resources"]] == made[2:4]
    assert directory.see("/Users?count=0")["totalResults"] == 5
    short = directory.see("/Users?attributes=userName&count=1")["Resources"][0]
    assert set(short) == {"schemas", "id", "userName"}


def test_a_change_of_what_is_no_longer_so_is_refused(directory: Directory) -> None:
    address = f"/Users/{directory.made('/Users', NEW_USER)}"
    body = {"schemas": [PATCH], "Operations": [{"op": "Replace", "path": "active", "value": False}]}
    assert directory.send("PATCH", address, body, **{"If-Match": 'W/"7"'}).status_code == 412
    assert directory.send("PATCH", address, body, **{"If-Match": 'W/"1"'}).status_code == 204
    assert directory.send("DELETE", address, **{"If-Match": 'W/"1"'}).status_code == 412
    assert directory.send("GET", address, **{"If-None-Match": 'W/"2"'}).status_code == 304


def test_a_name_that_is_taken_is_refused_as_the_rfc_says(directory: Directory) -> None:
    directory.made("/Users", NEW_USER)
    for again in (NEW_USER, NEW_USER | {"userName": "other"}, NEW_USER | {"externalId": "other"}):
        answer = directory.send("POST", "/Users", again)
        assert (answer.status_code, answer.get_json()["scimType"]) == (409, "uniqueness")
