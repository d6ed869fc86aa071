"""Who was invited answers in another application, with what his letter or his e-mail says; the core tests the rules."""

import pytest

from app.core.letters.codes import TRIES
from app.core.rights.wishes import Newcomer, RightWish
from app.models.journal import Channel, JournalEntry
from app.models.letter import CodeAttempt, Letter, LetterCode
from app.models.person import Person
from app.models.work_relation import WorkRelation
from tests.acting import count
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.colleagues import appoint, person
from tests.world import OFFICE, World

CODE = "7K4Q-92XD"


@pytest.fixture
def eva(world: World) -> Person:
    """Eva, who has no right anywhere yet."""
    return person(world, "Eva")


@pytest.fixture
def api(api: ApiClient, callers: Callers, eva: Person, world: World) -> ApiClient:
    """Calls for Eva, who works for nobody yet."""
    api.token = callers.for_nobody(eva)
    return api


@pytest.fixture
def invited(world: World, api: ApiClient) -> WorkRelation:
    """The office invited Eva by letter, and it was printed."""
    relation = appoint(world, Newcomer("Eva", "Wouters"), RightWish("subsidies.executor", months=6))
    letter = world.session.query(Letter).filter_by(dossier_number=relation.dossier_number).one()
    digest = api.app.extensions["vault"].hash_code(letter.id, CODE)
    world.session.add(LetterCode(letter_id=letter.id, code_hash=digest, made_at=world.now))
    world.session.commit()
    return relation


def key(relation: WorkRelation, code: str = CODE) -> dict[str, str]:
    return {"enterpriseNumber": OFFICE, "dossierNumber": relation.dossier_number, "code": code}


def test_who_was_invited_reads_it_and_begins(
    api: ApiClient, invited: WorkRelation, callers: Callers, eva: Person, world: World
) -> None:  # fmt: skip
    read = api.post("/invitations/open", key(invited)).body
    assert (read["organisation"]["enterpriseNumber"], read["invitedBy"]) == (OFFICE, "Jan Peeters")
    assert (read["status"], read["answerBy"], len(read["may"]) > 0) == ("offered", "2026-12-23", True)
    for _ in range(2):
        accepted = api.post(f"/rights/{read['id']}/accept", key(invited, "7k4q 92xd")).body
    assert (accepted["status"], accepted["person"]["id"]) == ("active", str(eva.id))
    own = api.get("/rights", token=callers.portal(eva, world.office)).body["items"]
    assert [one["id"] for one in own] == [read["id"]]
    entry = world.session.query(JournalEntry).filter_by(kind="colleague_accepted").one()
    assert (entry.channel, entry.person_id) == (Channel.API, eva.id)


def test_a_refusal_is_final_and_twice_is_harmless(api: ApiClient, invited: WorkRelation) -> None:
    for _ in range(2):
        assert api.post(f"/rights/{invited.id}/refuse", key(invited)).body["status"] == "refused"
    assert api.post(f"/rights/{invited.id}/accept", key(invited), 409).type == "appointmentRefused"


def test_wrong_tries_count_also_when_they_are_refused_and_void_the_code(
    api: ApiClient, invited: WorkRelation, world: World
) -> None:  # fmt: skip
    right, wrong, same = key(invited), key(invited, "2222-2222"), {"Idempotency-Key": "one-and-the-same"}
    for _ in range(2):
        refused = api.post(f"/rights/{invited.id}/accept", wrong, 422, headers=same)
    assert (refused.type, refused.body["issues"][0]["name"]) == ("codeWrong", "code")
    assert count(world, CodeAttempt) == 1
    world.session.rollback()
    for _ in range(TRIES - 1):
        refused = api.post("/invitations/open", wrong, 422)
    assert refused.type == "codeVoid"
    assert api.post("/invitations/open", right, 403).type == "codeVoid"


def test_the_number_of_an_e_mail_needs_no_code(api: ApiClient, invited: WorkRelation, world: World) -> None:
    invited.mail_number = "260914000151"
    world.session.commit()
    shown = {"enterpriseNumber": OFFICE, "dossierNumber": "260914000151"}
    assert api.post("/invitations/open", shown).body["id"] == str(invited.id)
    wrong = api.post("/invitations/open", shown | {"dossierNumber": "260914000150"}, 422)
    assert (wrong.type, wrong.body["issues"][0]["name"]) == ("dossierNumberWrong", "dossierNumber")


def test_it_answers_an_application_of_another_domain_with_nothing(
    api: ApiClient, invited: WorkRelation, callers: Callers, eva: Person
) -> None:  # fmt: skip
    other = callers.for_nobody(eva, domains=["landbouw"])
    for address in ("/invitations/open", f"/rights/{invited.id}/accept", f"/rights/{invited.id}/refuse"):
        assert api.post(address, key(invited), 403, token=other).type == "outsideDomains"
