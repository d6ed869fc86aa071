"""Answers on paper: keyed by a clerk, looked at again, and done as if the sender had done it himself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant import paper_sheets
from app.core.distant.page_images import PageImage
from app.core.distant.paper_sheets import SheetAnswers
from app.core.distant.sheet_acts import do_sheet, put_aside
from app.core.distant.sheet_looks import view_sheet
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.mandates.possible_acts import Act
from app.core.rights.granting import grant_right
from app.core.vault import Vault
from app.core.views.timeline import list_happenings
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet, SheetPage
from app.models.user_right import RightKind
from app.models.visit import Capacity
from tests.acting import accept, kinds, letters, status
from tests.world import TODAY, World

VAULT = Vault(b"l" * 32, b"s" * 32)
PAGE = PageImage("image/png", b"a picture", sent=b"a picture, and where it was taken")


@pytest.fixture
def rita(world: World) -> Actor:
    """A clerk with the post in front of her."""
    return Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id)


def print_letters(world: World, mandate: Mandate) -> None:
    for letter in world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id)):
        letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.flush()


def letter_of(world: World, mandate: Mandate, kind: str) -> Letter:
    print_letters(world, mandate)
    return world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind)).one()


def answers(act: Act, **changes: object) -> SheetAnswers:
    stands = {
        "first_name": "Jan", "last_name": "Peeters", "capacity": Capacity.LEGAL_REPRESENTATIVE, "signed": True,
        "received_on": TODAY, "dated_on": TODAY,
    }  # fmt: skip
    return SheetAnswers(act, **(stands | changes))  # type: ignore[arg-type]


def key(
    world: World, rita: Actor, mandate: Mandate, act: Act, kind: str = "invitation.holder",
    page: PageImage | None = None, vault: Vault = VAULT, letter: Letter | None = None, **changes: object,
) -> PaperSheet:  # fmt: skip
    letter = letter or letter_of(world, mandate, kind)
    return paper_sheets.key_sheet(
        world.session, rita, letter.id, answers(act, **changes), page=page, vault=vault, now=world.now
    )


def do(world: World, sheet: PaperSheet) -> PaperSheet:
    actor = paper_sheets.actor_of(sheet)
    return do_sheet(world.session, actor, policy=world.policy, now=world.now)


def test_nothing_happens_before_the_clerk_looked_again(world: World, rita: Actor) -> None:
    mandate = world.give()
    sheet = key(world, rita, mandate, Act.REFUSE)
    assert status(world, mandate) is Status.OFFERED
    assert kinds(world, mandate) == ["given"]
    assert (sheet.outcome, sheet.done_at) == (None, None)


def test_a_refusal_on_paper_is_a_refusal_and_the_journal_says_how(world: World, rita: Actor) -> None:
    mandate = world.give()
    assert do(world, key(world, rita, mandate, Act.REFUSE)).outcome == "done"
    assert status(world, mandate) is Status.REFUSED
    assert letters(world, mandate)[-1] == "refused.giver"
    said = list_happenings(world.session, mandate.id)[-1]
    assert said.sentence == "Jan Peeters weigerde het mandaat voor Boekhoudkantoor Peeters BV."
    assert said.how == "Dat gebeurde met een brief, nagekeken door medewerker 5120."
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "refused")).one()
    assert (entry.channel, entry.ground, entry.actor_id) == ("paper", "signed_sheet", rita.actor_id)


def test_paper_accepts_also_what_a_code_may_not(world: World, rita: Actor) -> None:
    mandate = world.give("permit.manage")
    do(world, key(world, rita, mandate, Act.ACCEPT))
    assert mandate.accepted_on == TODAY


def test_who_may_not_decide_does_not_accept_on_paper(world: World, rita: Actor) -> None:
    mandate = world.give()
    with pytest.raises(NotAllowed, match="reader_may_not_decide"):
        do(world, key(world, rita, mandate, Act.ACCEPT, capacity=Capacity.NONE))


def test_an_enterprise_that_signs_with_two_does_not_accept_with_one_signature(world: World, rita: Actor) -> None:
    mandate = world.give()
    for function in world.session.query(Function):
        function.signs = "two"
    with pytest.raises(Conflict, match="two_signatures_needed"):
        do(world, key(world, rita, mandate, Act.ACCEPT))


@pytest.mark.parametrize("act", [Act.ACCEPT, Act.REFUSE])
def test_without_a_signature_nothing_but_a_contest_is_keyed(world: World, rita: Actor, act: Act) -> None:
    mandate = world.give()
    with pytest.raises(NotAllowed, match="signature_missing"):
        key(world, rita, mandate, act, signed=False)


def test_the_permit_refuses_an_unsigned_sheet_however_it_was_keyed(world: World, rita: Actor) -> None:
    mandate = world.give()
    sheet = key(world, rita, mandate, Act.REFUSE)
    sheet.signed = False
    with pytest.raises(NotAllowed, match="signature_missing"):
        do(world, sheet)


def test_without_a_signature_the_mandate_can_be_contested(world: World, rita: Actor) -> None:
    mandate = world.give()
    do(world, key(world, rita, mandate, Act.CONTEST, signed=False))
    assert status(world, mandate) is Status.SUSPENDED
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "contested")).one()
    assert (entry.ground, entry.data["reason"]) == ("named_dossier", "other")


def test_more_than_three_unsigned_contests_in_an_hour_raise_an_alarm(world: World, rita: Actor) -> None:
    for type_key in ("hinder.manage", "subsidy.view", "permit.view", "recog.view"):
        do(world, key(world, rita, world.give(type_key), Act.CONTEST, signed=False))
    assert sum(entry.kind == "alarm" for entry in world.session.query(JournalEntry)) == 1


def test_the_same_sheet_twice_is_done_once(world: World, rita: Actor) -> None:
    mandate = world.give()
    assert do(world, key(world, rita, mandate, Act.REFUSE)).outcome == "done"
    assert do(world, key(world, rita, mandate, Act.REFUSE)).outcome == "already_done"
    assert kinds(world, mandate).count("refused") == 1


def test_a_sheet_that_was_done_or_put_aside_does_nothing_more(world: World, rita: Actor) -> None:
    mandate = world.give()
    sheet = key(world, rita, mandate, Act.REFUSE)
    put_aside(world.session, paper_sheets.actor_of(sheet), now=world.now)
    with pytest.raises(NotAllowed, match="sheet_unknown"):
        do(world, sheet)
    assert status(world, mandate) is Status.OFFERED


def test_an_answer_that_came_too_late_is_refused_with_the_last_day(world: World, rita: Actor) -> None:
    mandate = world.give()
    world.later(days=31)
    sheet = key(world, rita, mandate, Act.ACCEPT, received_on=TODAY + timedelta(days=31))
    view = view_sheet(world.session, sheet, now=world.now)
    assert not view.was_done
    with pytest.raises(Conflict, match="not_open_lapsed"):
        do(world, sheet)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"received_on": TODAY + timedelta(days=1)}, "received_in_the_future"),
        ({"received_on": TODAY - timedelta(days=1)}, "received_before_letter"),
        ({"dated_on": TODAY + timedelta(days=1)}, "dated_after_receipt"),
    ],
)
def test_days_that_cannot_be_are_asked_again(world: World, rita: Actor, changes: dict[str, date], code: str) -> None:
    mandate = world.give()
    with pytest.raises(Invalid, match=code):
        key(world, rita, mandate, Act.REFUSE, **changes)


def test_only_a_box_of_that_letter_can_be_ticked(world: World, rita: Actor) -> None:
    mandate = world.give()
    with pytest.raises(Invalid, match="box_not_on_sheet"):
        key(world, rita, mandate, Act.STOP)
    with pytest.raises(Invalid, match="box_not_on_sheet"):
        key(world, rita, mandate, Act.ACCEPT, "given.giver")


@pytest.mark.parametrize(("kind", "act"), [("active.giver", Act.STOP), ("active.holder", Act.RENOUNCE)])
def test_either_side_ends_a_mandate_on_paper(world: World, rita: Actor, kind: str, act: Act) -> None:
    mandate = accept(world, world.give())
    do(world, key(world, rita, mandate, act, kind))
    assert status(world, mandate) is Status.STOPPED


def test_a_sheet_may_stop_only_some_parts(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    sheet = key(world, rita, mandate, Act.STOP, "active.giver")
    view = view_sheet(world.session, sheet, now=world.now)
    assert [type_key for type_key, _ in view.parts] == ["hinder.manage", "subsidy.view"]
    actor = paper_sheets.actor_of(sheet)
    do_sheet(world.session, actor, policy=world.policy, now=world.now, type_keys=["hinder.manage"])
    assert status(world, mandate) is Status.ACTIVE
    assert [line.type_key for line in mandate.lines if line.is_over(TODAY)] == ["hinder.manage"]


def test_a_clerk_keys_no_answer_of_his_own_enterprise(world: World, rita: Actor) -> None:
    mandate = world.give()
    grant_right(world.session, rita.actor_id, world.office.id, RightKind.EXECUTOR, first_day=date(2026, 1, 1))
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        key(world, rita, mandate, Act.REFUSE)


def test_a_colleague_does_not_do_what_somebody_else_keyed(world: World, rita: Actor) -> None:
    sheet = key(world, rita, world.give(), Act.REFUSE)
    karim = world.add_clerk().person_id
    theirs = Actor.on_paper(karim, sheet.id, person_id=sheet.person_id, party_id=sheet.party_id)
    with pytest.raises(NotAllowed, match="sheet_unknown"):
        do_sheet(world.session, theirs, policy=world.policy, now=world.now)
    with pytest.raises(NotFound, match="sheet_unknown"):
        paper_sheets.get_sheet(world.session, theirs, sheet.id)


def test_only_printed_letters_have_a_sheet(world: World, rita: Actor) -> None:
    mandate = world.give()
    assert paper_sheets.list_sheet_letters(world.session, mandate.dossier_number)[1] == []
    print_letters(world, mandate)
    found = paper_sheets.list_sheet_letters(world.session, mandate.dossier_number)[1]
    assert [letter.kind for letter in found] == ["given.giver", "invitation.holder"]
    with pytest.raises(NotFound, match="mandate_unknown"):
        paper_sheets.list_sheet_letters(world.session, "123456789097")


def test_the_picture_is_kept_encrypted(world: World, rita: Actor) -> None:
    sheet = key(world, rita, world.give(), Act.REFUSE, page=PAGE)
    assert PAGE.content not in world.session.get_one(SheetPage, (sheet.id, 1)).sealed
    assert paper_sheets.open_page(world.session, rita, sheet.id, VAULT) == (PAGE.content, "image/png")


def test_a_picture_that_cannot_be_read_any_more_is_said_so(world: World, rita: Actor) -> None:
    sheet = key(world, rita, world.give(), Act.REFUSE, page=PAGE)
    with pytest.raises(Conflict, match="page_damaged"):
        paper_sheets.open_page(world.session, rita, sheet.id, Vault(b"n" * 32, b"s" * 32))
