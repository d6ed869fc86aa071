"""Everything that is kept of somebody is told to him and to nobody else, on both engines."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.answering import accept_mandate
from app.core.acts.drafts import start_draft
from app.core.acts.giving import give_mandate
from app.core.counter import visits
from app.core.counter.understanding import record_alone
from app.core.counter.visit_log import open_logged_visit
from app.core.errors import NotAllowed
from app.core.journal import record
from app.core.people.parties import ensure_person_party
from app.core.privacy.own_data import OwnData
from app.core.privacy.own_data_doors import note_customer_data, read_customer_data, read_own_data
from app.core.rights.granting import grant_right
from app.models.account import Account
from app.models.directory import DirectoryUser
from app.models.journal import Ground
from app.models.passkey import Passkey
from app.models.user_right import RightKind
from app.models.visit import IdentityMethod
from app.retention import Retention
from tests.world import World

MOST = 100


def read(world: World, actor: Actor, most: int = MOST) -> OwnData:
    return read_own_data(world.session, actor, retention=Retention(), most=most, now=world.now)


def words(data: OwnData, key: str) -> list[str]:
    [section] = [one for one in data.sections if one.key == key]
    return [f"{item.words} {item.more}".strip().replace("\u00a0", " ") for item in section.items]


def everything(data: OwnData) -> str:
    return str([(section.heading, section.items) for section in data.sections])


def test_who_signed_in_reads_his_name_account_function_right_and_draft(world: World) -> None:
    world.session.add(Account(username="maria", password_hash="x", person_id=world.maria.id))
    grant_right(world.session, world.maria.id, world.office.id, RightKind.EXECUTOR, first_day=date(2026, 1, 1))
    start_draft(world.session, world.giver, "give", now=world.now)
    data = read(world, world.giver)
    assert words(data, "name") == [
        "Uw naam is Maria Vermeulen.", "U bent gekend met uw aanmelding: subject-maria."
    ]  # fmt: skip
    assert words(data, "sign_in") == ["U kunt u aanmelden met de naam maria."]
    assert words(data, "functions") == [
        "Het register noemt u bestuurder van Bakkerij De Zoete Inval BV (0199.000.151): sinds 1 januari 2010."
    ]
    assert len(words(data, "rights")) == 1
    assert "bij Boekhoudkantoor Peeters BV: sinds 1 januari 2026." in words(data, "rights")[0]
    assert "Een mandaat geven, begonnen op 23 november 2026." in words(data, "drafts")[0]
    assert [one.key for one in data.sections if one.key == "work"] == []


def test_a_passkey_is_told_by_its_name_and_never_its_key(world: World) -> None:
    account = Account(username="maria", password_hash="x", person_id=world.maria.id)
    world.session.add(account)
    world.session.flush()
    kept = Passkey(account_id=account.id, credential_id=b"id", public_key=b"key", sign_count=0, name="mijn laptop",
                   made_at=world.now)  # fmt: skip
    world.session.add(kept)
    world.session.flush()
    data = read(world, world.giver)
    assert any("met de passkey mijn laptop, sinds" in one for one in words(data, "sign_in"))
    assert "public_key" not in everything(data)


def test_acts_are_told_with_their_door_and_without_the_name_of_anybody_else(world: World) -> None:
    mandate = world.give()
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.later(hours=1))
    mine, his = read(world, world.giver), read(world, world.holder)
    assert len(words(mine, "acts")) == len(words(his, "acts")) == 1
    assert words(mine, "acts")[0].startswith("Mandaat gegeven, voor Bakkerij De Zoete Inval BV, dossier ")
    assert words(mine, "acts")[0].endswith("Dat gebeurde online.")
    assert "Maria" not in everything(his)
    assert "Jan" not in everything(mine)


def test_the_newest_acts_come_first_and_what_is_older_is_counted(world: World) -> None:
    for hour in range(5):
        record(world.session, world.giver, "reading_aid", now=world.now + timedelta(hours=hour), ground=Ground.OWN_NAME)
    [acts] = [one for one in read(world, world.giver, most=2).sections if one.key == "acts"]
    assert [item.when for item in acts.items] == [world.now + timedelta(hours=4), world.now + timedelta(hours=3)]
    assert acts.left_out == 3


def test_a_person_in_his_own_name_reads_his_mandates_and_letters(world: World) -> None:
    own = ensure_person_party(world.session, world.maria.id)
    actor = Actor.at_home(world.maria.id, own.id, "sign-in 1")
    give_mandate(world.session, actor, world.wish("permit.view", starter_id=own.id), policy=world.policy, now=world.now)
    data = read(world, actor)
    assert [one.split(".")[0] for one in words(data, "mandates")] == [
        "U gaf een mandaat aan Boekhoudkantoor Peeters BV"
    ]  # fmt: skip
    assert words(data, "letters") == ["Brief van 23 november 2026: bevestiging."]
    assert words(read(world, world.holder), "mandates") == []


def counter(world: World, method: IdentityMethod = IdentityMethod.EID_READ) -> tuple[Actor, uuid.UUID]:
    clerk = world.add_clerk()
    function = world.add_function("0199000151", "Els", "Nijs", subject="subject-els")
    actor = world.visit(clerk, "0199000151", function, method)
    assert actor.person_id
    return actor, actor.person_id


def at_home(person_id: uuid.UUID) -> Actor:
    return Actor.at_home(person_id, None, "sign-in 9")


def test_a_visit_is_told_without_what_protects_the_customer(world: World) -> None:
    actor, els = counter(world)
    record_alone(world.session, actor, chose="unsure", told="no", now=world.now)
    visits.end_visit(world.session, actor, "pressure", now=world.later(minutes=5), note="Haar man fluistert.")
    data = read(world, at_home(els))
    [visit] = words(data, "visits")
    assert "met medewerker 4711, voor Bakkerij De Zoete Inval BV." in visit
    assert visit.endswith("Wij lazen uw identiteitskaart. U toonde: identiteitskaart, laatste tekens 1234.")
    assert "fluistert" not in everything(data)
    assert [hidden for hidden in ("pressure", "spoke_alone", "unsure") if hidden in everything(data)] == []


def test_who_works_here_reads_what_the_directory_says_of_him(world: World) -> None:
    said = DirectoryUser(
        external_id="oid-1", user_name="maria@loket.example", user_key="maria@loket.example", active=True,
        given_name="Maria", family_name="Vermeulen", number="4790", person_id=world.maria.id, created_at=world.now,
        changed_at=world.now,
    )  # fmt: skip
    world.session.add(said)
    data = read(world, world.giver)
    assert words(data, "work") == ["De lijst van wie hier werkt, noemt u maria@loket.example."]
    assert "4790" in everything(data)


def test_who_of_the_staff_looked_is_told(world: World) -> None:
    actor, els = counter(world)
    visits.end_visit(world.session, actor, "done", now=world.now)
    clerk = Actor.at_the_counter(actor.actor_id)  # type: ignore[arg-type]
    open_logged_visit(world.session, clerk, actor.visit_id, "check", now=world.later(hours=1))  # type: ignore[arg-type]
    [look] = words(read(world, at_home(els)), "looks")
    assert look.startswith("Opgezocht wie er op bezoek was, voor Bakkerij")
    assert "medewerker 4711" in look
    assert words(read(world, world.holder), "looks") == []


def test_a_clerk_reads_what_he_did_for_customers_without_their_names(world: World) -> None:
    actor, _ = counter(world)
    data = read(world, at_home(actor.actor_id))  # type: ignore[arg-type]
    assert words(data, "work")[0].startswith("U bent medewerker 4711.")
    assert any("Nagekeken wie de klant is" in one for one in words(data, "work"))
    assert "Els" not in everything(data)


def test_a_clerk_prints_for_a_customer_who_showed_a_document_and_the_journal_tells(world: World) -> None:
    actor, els = counter(world)
    kept = {"retention": Retention(), "most": MOST}
    with pytest.raises(NotAllowed, match="data_not_noted"):
        read_customer_data(world.session, actor, now=world.now, **kept)
    note_customer_data(world.session, actor, now=world.now)
    data = read_customer_data(world.session, actor, now=world.now, **kept)
    assert data.name == "Els Nijs"
    [look] = words(read(world, at_home(els)), "looks")
    assert look.startswith("Uw gegevens afgedrukt")
    with pytest.raises(NotAllowed, match="data_not_noted"):
        read_customer_data(world.session, actor, now=world.later(minutes=20), **kept)


@pytest.mark.parametrize("method", [IdentityMethod.VOUCHED_FOR, IdentityMethod.NONE])
def test_without_a_document_of_his_own_nobody_gets_the_data_of_a_customer(
    world: World, method: IdentityMethod
) -> None:
    actor, _ = counter(world, method)
    with pytest.raises(NotAllowed, match="data_needs_document"):
        note_customer_data(world.session, actor, now=world.now)


def test_a_letter_code_opens_nothing_of_a_person(world: World, session: Session) -> None:
    reader = replace(world.giver, letter_id=uuid.uuid4())
    with pytest.raises(NotAllowed, match="sign_in_first"):
        read(world, reader)


def test_moments_are_told_to_machines_in_iso(world: World) -> None:
    world.give()
    [acts] = [one for one in read(world, world.giver).sections if one.key == "acts"]
    assert acts.items[0].facts["at"] == datetime(2026, 11, 23, 11, tzinfo=UTC).isoformat()
