"""The bytes of a scan as they were sent: kept as proof beside the picture, and taken out by who has the machine."""

import hashlib

import pytest
from sqlalchemy import inspect, select

from app.core.actor import Actor
from app.core.distant.paper_sheets import actor_of, open_page
from app.core.distant.sheet_acts import do_sheet
from app.core.distant.sheet_originals import Original, take_originals
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.mandates.possible_acts import Act
from app.core.people.roles import ADMINISTRATOR, Role, give_first_role
from app.core.privacy.throwing import ALL, throw_batch
from app.core.vault import Vault
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet, SheetPage
from app.retention import Retention
from tests.core.test_paper_sheets import PAGE, VAULT, key, rita
from tests.world import World

__all__ = ["rita"]


@pytest.fixture
def inge(world: World) -> Actor:
    """An administrator at the command line."""
    person_id = world.add_clerk("Inge", "1").person_id
    give_first_role(world.session, "1", Role(ADMINISTRATOR), now=world.now)
    return Actor.on_duty(person_id, "command line", world.now)


@pytest.fixture
def mandate(world: World) -> Mandate:
    return world.give()


@pytest.fixture
def sheet(world: World, rita: Actor, mandate: Mandate) -> PaperSheet:
    return key(world, rita, mandate, Act.REFUSE, page=PAGE)


def page_of(world: World, sheet: PaperSheet) -> SheetPage:
    return world.session.get_one(SheetPage, (sheet.id, 1))


def take(world: World, actor: Actor, mandate: Mandate, vault: Vault = VAULT) -> list[Original]:
    return list(take_originals(world.session, actor, mandate.dossier_number, vault, now=world.now))


def test_the_bytes_as_they_were_sent_are_kept_encrypted_with_their_digest(world: World, sheet: PaperSheet) -> None:
    page = page_of(world, sheet)
    assert page.sent_sha256 == hashlib.sha256(PAGE.sent).hexdigest()
    assert page.sent is not None
    assert PAGE.sent not in page.sent
    assert VAULT.unseal(page.sent, f"sheet:{sheet.id}:1:sent") == PAGE.sent


def test_a_list_does_not_read_them(world: World, sheet: PaperSheet) -> None:
    world.session.expire_all()
    assert "sent" in inspect(page_of(world, sheet)).unloaded


def test_nobody_gets_them_on_a_screen(world: World, rita: Actor, sheet: PaperSheet) -> None:
    assert open_page(world.session, rita, sheet.id, VAULT) == (PAGE.content, PAGE.media)


def test_an_administrator_takes_them_out_and_the_journal_says_so(
    world: World, inge: Actor, mandate: Mandate, sheet: PaperSheet
) -> None:
    (taken,) = take(world, inge, mandate)
    assert (taken.sheet_id, taken.content, taken.media) == (sheet.id, PAGE.sent, "image/png")
    assert taken.sha256 == hashlib.sha256(PAGE.sent).hexdigest()
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "scan_taken_out")).one()
    assert (entry.actor_id, entry.party_id, entry.data["sheet"]) == (inge.actor_id, sheet.party_id, str(sheet.id))
    assert list_happenings(world.session, mandate.id)[-1].sentence == (
        "Wij haalden het blad van Boekhoudkantoor Peeters BV op zoals het ingescand werd, als bewijs."
    )
    read = [list_happenings(world.session, mandate.id, party_id) for party_id in (mandate.holder_id, mandate.giver_id)]
    assert ["scan_taken_out" in {one.kind for one in happenings} for happenings in read] == [True, False]


def test_nobody_else_takes_them_out(world: World, rita: Actor, mandate: Mandate, sheet: PaperSheet) -> None:
    assert sheet
    with pytest.raises(NotAllowed, match="administrator_only"):
        take(world, rita, mandate)


def test_what_is_not_there_is_not_found(world: World, inge: Actor, rita: Actor, mandate: Mandate) -> None:
    key(world, rita, mandate, Act.REFUSE)
    with pytest.raises(NotFound, match="scans_unknown"):
        take(world, inge, mandate)


def test_a_scan_of_before_they_were_kept_has_none(
    world: World, inge: Actor, mandate: Mandate, sheet: PaperSheet
) -> None:
    page_of(world, sheet).sent = page_of(world, sheet).sent_sha256 = None
    with pytest.raises(NotFound, match="scans_unknown"):
        take(world, inge, mandate)


def test_bytes_that_are_no_longer_those_that_were_sent_are_no_proof(
    world: World, inge: Actor, mandate: Mandate, sheet: PaperSheet
) -> None:
    with pytest.raises(Conflict, match="scan_damaged"):
        take(world, inge, mandate, Vault(b"x" * 32, b"s" * 32))
    page_of(world, sheet).sent_sha256 = "0" * 64
    with pytest.raises(Conflict, match="scan_damaged"):
        take(world, inge, mandate)


def test_they_go_with_the_picture_at_the_end_of_the_same_term(
    world: World, rita: Actor, mandate: Mandate, sheet: PaperSheet
) -> None:
    do_sheet(world.session, actor_of(sheet), policy=world.policy, now=world.now)
    number = [sort.name for sort in ALL].index("paper_sheet")
    for years, left in ((5, 1), (7, 0)):
        throw_batch(world.session, number, Retention(), now=world.later(days=366 * years))
        assert len(world.session.scalars(select(SheetPage)).all()) == left
