"""One dossier through every door: begun at home, sent at the counter, answered by code, contested by phone, resolved
after a call back, and stopped on paper. Nobody starts over, and the journal reads as one story."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts import drafts
from app.core.distant import call_tasks, paper_sheets, phone_calls
from app.core.distant.paper_sheets import SheetAnswers
from app.core.distant.phone_calls import Caller
from app.core.distant.phone_facts import SaidFacts
from app.core.distant.sheet_acts import do_sheet
from app.core.journal import list_entries
from app.core.letters.codes import open_with_code
from app.core.mandates.possible_acts import Act
from app.core.register.functions import list_functions
from app.core.vault import Vault
from app.core.views.letter import Reader, act_with_letter
from app.core.views.timeline import list_happenings
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.visit import Capacity
from tests.acting import consent, give_looked_at, status
from tests.world import BAKERY, BAKERY_PHONE, OFFICE, World

VAULT = Vault(b"l" * 32, b"s" * 32)
CODE = "7K4Q-92XD"
DECIDES = Capacity.LEGAL_REPRESENTATIVE


def printed(world: World, mandate: Mandate, kind: str) -> Letter:
    """The newest letter of this kind, as the worker leaves it: printed, with a code."""
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind).order_by(Letter.ordered_at)
    letter = world.session.scalars(query).all()[-1]
    letter.printed_at, letter.sha256, letter.pages, letter.handed_over = world.now, "0" * 64, 2, True
    world.session.add(LetterCode(letter_id=letter.id, code_hash=VAULT.hash_code(letter.id, CODE), made_at=world.now))
    world.session.flush()
    return letter


def begin_at_home_and_send_at_the_counter(world: World, clerk: Actor) -> Mandate:
    draft = drafts.start_draft(world.session, world.giver, "give", now=world.now)
    drafts.save_answers(world.session, world.giver, draft.id, "holder", {"number": OFFICE}, now=world.now)
    world.later(minutes=20)
    kept = drafts.get_draft(world.session, clerk, draft.id, now=world.now)
    assert kept.answers["holder"] == {"number": OFFICE}
    wish = world.wish("hinder.manage")
    consent(world, clerk, wish.fingerprint())
    return give_looked_at(world, clerk, wish, draft_id=draft.id)


def accept_by_code(world: World, mandate: Mandate) -> None:
    letter = printed(world, mandate, "invitation.holder")
    opened = open_with_code(
        world.session, mandate.dossier_number, CODE, OFFICE, source="a", vault=VAULT, now=world.now
    )
    assert opened.letter.id == letter.id
    reader = Reader(letter.id, world.office.id, mandate.id, "Jan", "Peeters", DECIDES)
    act_with_letter(world.session, reader, Act.ACCEPT, reason=None, policy=world.policy, now=world.now)


def contest_by_phone(world: World, clerk: Actor, mandate: Mandate) -> None:
    said = SaidFacts("boekhoudkantoor peeters", printed(world, mandate, "active.giver").dated, None)
    call = phone_calls.check_caller_by_facts(
        world.session, clerk, mandate.dossier_number, BAKERY, said, Caller("Maria", "Vermeulen", DECIDES),
        vault=VAULT, now=world.now,
    )  # fmt: skip
    caller = phone_calls.actor_of(call)
    asked = phone_calls.Asked("other")
    phone_calls.act_by_phone(world.session, caller, Act.CONTEST, asked=asked, policy=world.policy, now=world.now)
    phone_calls.end_call(world.session, caller, now=world.now)


def resolve_after_calling_back(world: World, clerk: Actor, mandate: Mandate) -> None:
    contest_id = mandate.suspensions[-1].id
    call_tasks.take_call(world.session, clerk, contest_id, now=world.now)
    [function] = list_functions(world.session, BAKERY, world.now.date())
    call = call_tasks.start_call_back(
        world.session, clerk, contest_id, number=BAKERY_PHONE, function_id=function.id, now=world.now
    )
    giver = Actor.on_the_phone(call.clerk_id, call.id, person_id=call.person_id, party_id=call.party_id)
    call_tasks.resolve_contest(
        world.session, giver, resume=True, reason="giver_confirms", policy=world.policy, now=world.now
    )


def stop_on_paper(world: World, post: Actor, mandate: Mandate) -> None:
    day = world.now.date()
    answers = SheetAnswers(Act.STOP, "Maria", "Vermeulen", DECIDES, signed=True, received_on=day, dated_on=day)
    letter = world.session.scalars(
        select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == "active.giver").order_by(Letter.ordered_at)
    ).first()
    sheet = paper_sheets.key_sheet(world.session, post, letter.id, answers, page=None, vault=VAULT, now=world.now)
    done = do_sheet(world.session, paper_sheets.actor_of(sheet), policy=world.policy, now=world.now)
    assert done.outcome == "done"


@pytest.fixture
def story(world: World) -> tuple[World, Mandate]:
    """The dossier after its last door."""
    karim = world.add_clerk()
    [function] = list_functions(world.session, BAKERY, world.now.date())
    at_the_counter = world.visit(karim, BAKERY, function)
    mandate = begin_at_home_and_send_at_the_counter(world, at_the_counter)
    world.later(days=2)
    accept_by_code(world, mandate)
    assert status(world, mandate) is Status.ACTIVE
    lotte = Actor.on_the_phone(world.add_clerk("Lotte", "4802").person_id)
    world.later(days=3)
    contest_by_phone(world, lotte, mandate)
    assert status(world, mandate) is Status.SUSPENDED
    world.later(days=1)
    resolve_after_calling_back(world, lotte, mandate)
    assert status(world, mandate) is Status.ACTIVE
    world.later(days=5)
    stop_on_paper(world, Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id), mandate)
    return world, mandate


STORY = (
    ("Maria Vermeulen gaf dit mandaat voor Bakkerij De Zoete Inval BV.",
     "Dat gebeurde aan het loket in Gent, met hulp van medewerker 4711. Tweede medewerker: 4811. "
     "Maria Vermeulen begon daaraan op 23\u00a0november\u00a02026, online."),
    ("Jan Peeters aanvaardde het mandaat voor Boekhoudkantoor Peeters BV.",
     "Dat gebeurde online, met de code uit een brief."),
    ("Maria Vermeulen belde voor Bakkerij De Zoete Inval BV. Medewerker 4802 keek na wie dat was.",
     "Dat gebeurde aan de telefoon, met hulp van medewerker 4802."),
    ("Maria Vermeulen meldde dat dit mandaat niet klopt. Het mandaat staat stil.",
     "Dat gebeurde aan de telefoon, met hulp van medewerker 4802."),
    ("Medewerker 4802 belde Bakkerij De Zoete Inval BV terug op 053 00 00 51 en sprak met Maria Vermeulen.",
     "Dat gebeurde aan de telefoon, met hulp van medewerker 4802."),
    ("Medewerker 4802 zette het mandaat opnieuw aan, na een gesprek met Maria Vermeulen.",
     "Dat gebeurde aan de telefoon, met hulp van medewerker 4802."),
    ("Wij kregen een antwoord van Bakkerij De Zoete Inval BV met de post. Medewerker 5120 keek het na.",
     "Dat gebeurde met een brief, nagekeken door medewerker 5120."),
    ("Maria Vermeulen zette het mandaat stop voor Bakkerij De Zoete Inval BV.",
     "Dat gebeurde met een brief, nagekeken door medewerker 5120."),
)  # fmt: skip


def test_one_mandate_goes_through_every_door_under_one_number(story: tuple[World, Mandate]) -> None:
    world, mandate = story
    assert status(world, mandate) is Status.STOPPED
    assert tuple((one.sentence, one.how) for one in list_happenings(world.session, mandate.id)) == STORY


def test_each_act_knows_its_door_and_who_stood_behind_it(story: tuple[World, Mandate]) -> None:
    world, mandate = story
    said = [(one.kind, one.channel, one.ground) for one in list_entries(world.session, mandate.id)]
    acts = [one for one in said if one[0] in {"given", "accepted", "contested", "resumed", "stopped"}]
    assert acts == [
        ("given", "counter", "consented_customer"),
        ("accepted", "self", "letter_code"),
        ("contested", "phone", "verified_caller"),
        ("resumed", "phone", "verified_caller"),
        ("stopped", "paper", "signed_sheet"),
    ]
