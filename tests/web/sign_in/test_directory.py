"""The directory says who works here: who left is out at the next request, and cannot come back in."""

import io
from datetime import timedelta

import pytest
from flask import Flask

from app.core.actor import Actor
from app.core.counter.visits import find_open_visit, start_visit
from app.core.people.persons import find_person_of
from app.db import Database
from app.models.visit import Visit
from tests.oidc.forger import CLIENT, Forger, sign
from tests.oidc.issuers import CLAIMS, GROUP_OF_OFFICE
from tests.web.client import LintingClient, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.scim.conftest import SUBJECT, Directory, opened
from tests.web.sign_in.coming_back import NOW, STAFF, is_signed_in, reasons, sign_in
from tests.world import BAKERY, World

OFF = {"op": "Replace", "path": "active", "value": False}
EVENTS: dict[str, dict[str, str]] = {"http://schemas.openid.net/event/backchannel-logout": {}}
ON = {"op": "Replace", "path": "active", "value": True}


@pytest.fixture
def of_staff() -> bool:
    """The issuer is that of staff."""
    return True


@pytest.fixture
def more_settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """With a directory, which calls people as Entra ID does."""
    path = tmp_path_factory.mktemp("claims") / "entra.toml"
    path.write_text(CLAIMS.replace("[staff]", '[staff]\nsubject = "oid"'), encoding="utf-8")
    return {"SCIM": "1", "OIDC_CLAIMS_FILE": str(path)}


@pytest.fixture
def directory(app: Flask, forger: Forger, sqlite_database: Database) -> Directory:
    """The directory; what it says of groups in a token does not count beside it."""
    forger.claims |= {"oid": SUBJECT, "groups": ["everybody"]}
    del forger.claims["employeeid"]
    return opened(app, sqlite_database)


@pytest.fixture
def clerk(directory: Directory) -> str:
    """Godelieve, in the group of a counter; her id in the directory."""
    clerk = directory.make_user()
    directory.make_group(clerk)
    return clerk


def refusal(client: LintingClient, forger: Forger) -> str:
    return words_of(page_of(sign_in(client, forger, STAFF), 403).main)


def test_who_was_provisioned_has_a_desk_before_he_ever_signed_in(
    client: LintingClient, forger: Forger, clerk: str, world: World
) -> None:
    assert sign_in(client, forger, f"{STAFF}?next=/loket").location == "/loket"
    who = words_of(client.see("/loket").select_one(".ml-who"))
    assert "Loket Gent (demo), medewerker Godelieve D'Hondt (4711)" in who


@pytest.mark.parametrize("way", ["disabled", "removed", "out of the group", "group removed"])
def test_who_leaves_is_out_at_the_next_request_and_stays_out(
    client: LintingClient, forger: Forger, directory: Directory, clerk: str, way: str, written: io.StringIO
) -> None:
    assert sign_in(client, forger, STAFF).status_code == 303
    assert client.get("/loket").status_code == 200
    group = f"/Groups/{directory.see('/Groups')['Resources'][0]['id']}"
    said = {
        "disabled": lambda: directory.patch(f"/Users/{clerk}", OFF),
        "removed": lambda: directory.send("DELETE", f"/Users/{clerk}"),
        "out of the group": lambda: directory.patch(group, {"op": "Remove", "path": f'members[value eq "{clerk}"]'}),
        "group removed": lambda: directory.send("DELETE", group),
    }[way]
    said()
    assert client.get("/loket").status_code == 303
    reason, words = {
        "disabled": ("directory_not_active", "Uw werkaccount is hier afgesloten."),
        "removed": ("directory_unknown", "staat niet in de lijst van wie hier werkt"),
    }.get(way, ("directory_no_desk", "Uw werkaccount geeft u hier geen plaats."))
    assert words in refusal(client, forger)
    assert reasons(written) == [reason]
    assert not is_signed_in(client)
    assert "Godelieve" not in written.getvalue()


def test_who_comes_back_comes_in_again(
    client: LintingClient, forger: Forger, directory: Directory, clerk: str
) -> None:
    sign_in(client, forger, STAFF)
    directory.patch(f"/Users/{clerk}", OFF)
    directory.patch(f"/Users/{clerk}", ON)
    assert client.get("/loket").status_code == 303
    assert sign_in(client, forger, STAFF).status_code == 303
    assert client.get("/loket").status_code == 200


def test_who_changes_desks_begins_anew(
    client: LintingClient, forger: Forger, directory: Directory, clerk: str
) -> None:
    sign_in(client, forger, STAFF)
    group = directory.see("/Groups")["Resources"][0]["id"]
    directory.make_group(clerk, external_id=GROUP_OF_OFFICE)
    assert client.get("/loket").status_code == 200  # the first desk counts
    directory.send("DELETE", f"/Groups/{group}")
    assert client.get("/loket").status_code == 303
    sign_in(client, forger, STAFF)
    assert client.get("/loket").status_code == 404


def test_a_stranger_to_the_directory_is_refused_whatever_his_token_says(
    client: LintingClient, forger: Forger, directory: Directory, written: io.StringIO
) -> None:
    forger.claims |= {"employeeid": "4711", "groups": [GROUP_OF_OFFICE]}
    assert "staat niet in de lijst van wie hier werkt" in refusal(client, forger)
    del forger.claims["oid"]
    assert "Wij konden niet nakijken wie u bent" in refusal(client, forger)
    assert reasons(written) == ["directory_unknown", "wrong_sub"]


def test_who_has_no_number_reads_so(client: LintingClient, forger: Forger, directory: Directory) -> None:
    directory.make_group(directory.make_user(**{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {}}))
    assert "Wij kregen geen personeelsnummer door." in refusal(client, forger)


def test_who_signs_out_at_the_provider_is_named_as_the_directory_names_him(
    client: LintingClient, forger: Forger, clerk: str, written: io.StringIO
) -> None:
    said = {"iss": forger.url, "aud": CLIENT, "iat": NOW, "exp": NOW + 120, "sub": "made for us", "events": EVENTS}
    for number, (more, status, stays) in enumerate((
        ({}, 400, True), ({"sid": "elsewhere"}, 200, True), ({"oid": "somebody else"}, 200, True),
        ({"oid": SUBJECT}, 200, False),
    )):  # fmt: skip
        if number == 0:
            assert sign_in(client, forger, STAFF).status_code == 303
        token = sign(said | more | {"jti": str(number)}, "one", typ="logout+jwt")
        assert client.post("/aanmelden/afgemeld/staff", data={"logout_token": token}).status_code == status
        assert is_signed_in(client) is stays
    assert reasons(written) == ["wrong_sub"]


class TestOthersMayComeIn:
    """The setting that lets in who is not in the directory."""

    @pytest.fixture
    def more_settings(self) -> dict[str, str]:
        """Everybody with a group in his token may come in, and is known by `sub`."""
        return {"SCIM": "1", "SCIM_KNOWN_ONLY": "0"}

    def test_a_stranger_comes_in_by_his_groups_and_who_left_does_not(
        self, client: LintingClient, forger: Forger, app: Flask, sqlite_database: Database
    ) -> None:
        directory = opened(app, sqlite_database)
        assert sign_in(client, forger, STAFF).status_code == 303
        known = directory.make_user(externalId="person-1")
        assert not is_signed_in(client)  # the directory knows him now, and gave him no desk yet
        directory.send("DELETE", f"/Users/{known}")
        assert "Uw toegang is afgesloten" in refusal(client, forger)


def test_a_visit_of_who_left_is_over(
    client: LintingClient, forger: Forger, directory: Directory, clerk: str, world: World, still_clock: StillClock
) -> None:
    sign_in(client, forger, STAFF)
    person = find_person_of(world.session, f"{forger.url} {SUBJECT}")
    assert person is not None
    visit = start_visit(world.session, Actor.at_the_counter(person.id), BAKERY, now=still_clock())
    world.session.commit()
    still_clock.wait(timedelta(minutes=1))
    directory.patch(f"/Users/{clerk}", OFF)
    world.session.expire_all()
    assert find_open_visit(world.session, person.id) is None
    found = world.session.get_one(Visit, visit.id)
    assert (found.ended_at, found.exit_reason) == (still_clock(), "clerk_left")
