"""Loading the catalogue file where two people approved things on a screen: nothing of that goes in silence."""

import tomllib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.administration import catalogue_changes, entities
from app.core.administration.catalogue_loading import Loaded, load_beside_screen
from app.core.errors import Conflict, CoreError, NotAllowed, NotFound
from app.core.journal_blanking import blank_entries
from app.core.journal_seals import seal_journal
from app.core.mandates.catalogue import list_groups
from app.models.api_client import ApiClient
from app.models.catalogue_change import ChangeKind, ChangeState
from app.models.journal import JournalEntry
from app.models.mandate_type import Domain, MandateType
from tests.core.test_catalogue_changes import TOMORROW, Desk, new_type, refused
from tests.world import CATALOGUE, NOON, TODAY, World

INGE, OMAR = "6001", "6012"  # an administrator, and who manages the domains of another entity


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session)


@pytest.fixture
def file() -> dict[str, Any]:
    """The file with which everything began."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


def load(desk: Desk, file: dict[str, Any], *, over_screen: bool = False, moved_by: str | None = None) -> Loaded:
    return load_beside_screen(desk.session, file, over_screen=over_screen, moved_by=moved_by, now=NOON)


def refusal_of(
    desk: Desk, file: dict[str, Any], code: str = "catalogue_over_screen", moved_by: str | None = None
) -> str:
    """What the old file would undo; the savepoint goes back to what stood there."""
    with desk.session.begin_nested() as kept:
        found = refused(lambda: load(desk, file, moved_by=moved_by), Conflict, code)
        kept.rollback()
    return str(found.values["what"])


def test_a_file_that_undoes_nothing_of_the_screen_loads(desk: Desk, file: dict[str, Any]) -> None:
    desk.approve(desk.offer(new_type()))  # the file does not name it
    assert load(desk, file).undone == []


@pytest.mark.parametrize(
    ("kind", "key", "changes"),
    [
        (ChangeKind.TYPE, "hinder.manage", {"short": "een premie vragen"}),
        (ChangeKind.RIGHT, "subsidies.executor", {"short": "werken voor premies"}),
        (ChangeKind.RIGHT_GROUP, "dossiers", {"name": "Dossierploeg"}),
    ],
)
def test_what_was_changed_on_a_screen_is_named_and_stays(
    desk: Desk, file: dict[str, Any], kind: ChangeKind, key: str, changes: dict[str, Any]
) -> None:
    desk.approve(desk.offer(desk.wanted(kind, key, **changes)))
    assert f"{kind.value} {key} (" in refusal_of(desk, file)
    undone = load(desk, file, over_screen=True).undone
    assert [line.split(" (")[0] for line in undone] == [f"{kind.value} {key}"]
    entry = desk.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert (entry.kind, entry.data["key"]) == ("catalogue_undone", key)
    assert load(desk, file).undone == []  # nothing of the screen stands any more


def test_an_end_and_what_is_planned_count_too(desk: Desk, file: dict[str, Any]) -> None:
    desk.approve(desk.offer(new_type()))
    file["types"] = [*file["types"], new_type().content]
    desk.approve(desk.offer(desk.wanted(ChangeKind.TYPE_END, "water.manage", TOMORROW)))
    planned = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", TOMORROW, short="een premie vragen"))
    desk.approve(planned)
    assert "type_end water.manage" in refusal_of(desk, file)
    file["types"][-1] = new_type().content | {"withdrawn_from": TOMORROW}
    assert load(desk, file).undone == []
    changed = next(one for one in file["types"] if one["key"] == "hinder.manage")
    changed["name"] = "Premie bij hinder"
    assert f"planned for {TOMORROW}" in refusal_of(desk, file)
    load(desk, file, over_screen=True)
    catalogue_changes.apply_planned(desk.session, now=NOON + timedelta(days=1))
    stored = desk.session.get_one(MandateType, "hinder.manage")
    assert (planned.state, stored.name) == (ChangeState.OVERTAKEN, "Premie bij hinder")


def test_a_version_of_the_screen_stays_beside_an_older_one_of_the_file(desk: Desk, file: dict[str, Any]) -> None:
    held = next(one for one in list_groups(desk.session, TODAY) if one.group_key == "boekhouder")
    wider = desk.wanted(ChangeKind.GROUP, "boekhouder", types=[*held.type_keys, "invest.manage"])
    desk.approve(desk.offer(wider), "types")
    assert load(desk, file).undone == []
    newest = next(one for one in list_groups(desk.session, TODAY) if one.group_key == "boekhouder")
    assert (newest.number, newest.type_keys) == (2, wider.content["types"])
    listed = next(one for one in file["groups"] if one["key"] == "boekhouder")
    listed |= {"version": 2, "from": TODAY, "types": wider.content["types"], "hint": "Iets anders"}
    assert "group boekhouder" in refusal_of(desk, file)


def test_the_name_that_an_entity_got_on_a_screen_stays(desk: Desk, file: dict[str, Any]) -> None:
    entities.rename_entity(desk.session, desk.inge, "ondernemen", "Agentschap Ondernemen", now=NOON)
    assert refusal_of(desk, file) == "entity ondernemen (Agentschap Ondernemen)"
    assert load(desk, {**file, "entities": {**file["entities"], "ondernemen": "Agentschap Ondernemen"}}).undone == []
    assert load(desk, file, over_screen=True).undone == ["entity ondernemen (Agentschap Ondernemen)"]
    entry = desk.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert (entry.kind, entry.data["what"], entry.data["key"]) == ("name_undone", "entity", "ondernemen")
    assert load(desk, {**file, "entities": {**file["entities"], "ondernemen": "Weer anders"}}).undone == []


def test_the_name_of_a_domain_that_was_made_on_a_screen_stays(desk: Desk, file: dict[str, Any]) -> None:
    entities.add_domain(desk.session, desk.inge, "ondernemen", "export", "Export", now=NOON)
    assert load(desk, file).undone == []
    file["domains"] = {**file["domains"], "export": {"name": "Uitvoer", "entity": "ondernemen"}}
    assert refusal_of(desk, file) == "domain export (Export), of ondernemen"


def test_a_domain_that_was_made_on_a_screen_stays_with_its_entity(desk: Desk, file: dict[str, Any]) -> None:
    entities.add_domain(desk.session, desk.inge, "ondernemen", "export", "Export", now=NOON)
    file["domains"] = {**file["domains"], "export": {"name": "Export", "entity": "omgeving"}}
    assert refusal_of(desk, file) == "domain export (Export), of ondernemen"
    assert desk.session.get_one(Domain, "export").entity_key == "ondernemen"
    assert load(desk, file, over_screen=True, moved_by=INGE).undone == ["domain export (Export), of ondernemen"]
    assert desk.session.get_one(Domain, "export").entity_key == "omgeving"
    file["domains"]["export"] = {"name": "Uitvoer", "entity": "omgeving"}
    assert load(desk, file).undone == []  # it is the file's from then on


def moved(file: dict[str, Any]) -> dict[str, Any]:
    """The same file, in which the domain of subsidies is of another entity."""
    return {**file, "domains": {**file["domains"], "subsidies": {"name": "Subsidies en premies", "entity": "omgeving"}}}


def test_a_domain_of_a_file_goes_to_another_entity_only_when_that_is_asked(desk: Desk, file: dict[str, Any]) -> None:
    said = "domain subsidies (Subsidies en premies), from ondernemen to omgeving"
    assert refusal_of(desk, moved(file), "catalogue_moves_domain") == said
    assert desk.session.get_one(Domain, "subsidies").entity_key == "ondernemen"
    assert load(desk, moved(file), moved_by=INGE).moved == [said]
    assert desk.session.get_one(Domain, "subsidies").entity_key == "omgeving"
    entry = desk.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    about = {"domain": "subsidies", "entity": "omgeving", "before": "ondernemen"}
    assert (entry.kind, entry.data, entry.person_id) == ("domain_moved", about, desk.inge.actor_id)
    assert load(desk, moved(file)).moved == []


@pytest.mark.parametrize(("number", "kind", "code"), [
    (OMAR, NotAllowed, "administrator_only"), ("9999", NotFound, "staff_unknown"),
])  # fmt: skip
def test_only_an_administrator_decides_that_a_domain_moves(
    desk: Desk, file: dict[str, Any], number: str, kind: type[CoreError], code: str
) -> None:
    with pytest.raises(kind, match=code):
        load(desk, moved(file), moved_by=number)


def test_a_domain_is_not_moved_under_an_application_of_its_entity(desk: Desk, file: dict[str, Any]) -> None:
    client = ApiClient(key="premies", name="Premies", entity_key="ondernemen", domains=["subsidies"], created_at=NOON)
    desk.session.add(client)
    desk.session.flush()
    said = "application premies (Premies), in domain subsidies"
    assert refusal_of(desk, moved(file), "domain_of_application", moved_by=INGE) == said
    desk.session.get_one(ApiClient, client.id).revoked_at = NOON
    assert load(desk, moved(file), moved_by=INGE).moved


@pytest.mark.parametrize(
    ("kind", "key"), [(ChangeKind.TYPE, "hinder.manage"), (ChangeKind.RIGHT, "subsidies.executor")]
)
def test_a_domain_is_not_moved_before_the_day_of_what_its_entity_planned(
    desk: Desk, file: dict[str, Any], kind: ChangeKind, key: str
) -> None:
    wanted = desk.wanted(kind, key, TOMORROW, short="een premie vragen")
    desk.approve(desk.offer(wanted))
    said = f"{kind.value} {key} ({wanted.content['name']}), planned for {TOMORROW}, in domain subsidies"
    assert refusal_of(desk, moved(file), "domain_of_planned", moved_by=INGE) == said
    catalogue_changes.apply_planned(desk.session, now=NOON + timedelta(days=1))
    assert load(desk, moved(file), over_screen=True, moved_by=INGE).moved


def test_what_is_planned_in_another_domain_holds_up_no_move(desk: Desk, file: dict[str, Any]) -> None:
    desk.approve(desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", TOMORROW, short="een premie vragen")))
    farms = file["domains"]["landbouw"] | {"entity": "omgeving"}
    assert load(desk, {**file, "domains": {**file["domains"], "landbouw": farms}}, moved_by=INGE).moved


def test_a_name_of_the_screen_stays_when_its_entry_is_over_its_term(desk: Desk, file: dict[str, Any]) -> None:
    entities.rename_entity(desk.session, desk.inge, "ondernemen", "Agentschap Ondernemen", now=NOON)
    late = NOON + timedelta(days=3000)
    seal_journal(desk.session, now=late)
    named = select(JournalEntry.id).where(JournalEntry.kind == "entity_renamed")
    blank_entries(desk.session, desk.session.scalars(named).all(), now=late)
    assert desk.session.scalars(named).all() == []
    assert refusal_of(desk, file) == "entity ondernemen (Agentschap Ondernemen)"
