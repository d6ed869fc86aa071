"""What is over its term goes, in batches, once, and nothing else does; on both engines."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.acts.drafts import start_draft
from app.core.counter import visits
from app.core.distant import paper_sheets
from app.core.distant.invitation_sheets import do_invitation_sheet
from app.core.journal import record_rule
from app.core.journal_seals import check_seals, seal_journal
from app.core.mandates.possible_acts import Act
from app.core.people import accounts, staffing, web_sessions
from app.core.people.break_glass import seal_account
from app.core.people.code_app import seal_code_app
from app.core.people.persons import ensure_person
from app.core.privacy.forgetting import is_forgotten
from app.core.privacy.inventory import Forgetting, read_inventory
from app.core.privacy.throwing import ALL, first_kept_day, note_run, report_due, throw_batch
from app.core.rights.accepting import accept_relation
from app.core.rights.granting import grant_right
from app.core.rights.rounds import close_round, confirm_colleague, hold_round, view_round
from app.core.vault import Vault
from app.models.account import Account
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.letter import CodeAttempt, Letter, LetterContent
from app.models.mandate import Mandate
from app.models.mandate_type import Entity
from app.models.paper_sheet import PaperSheet
from app.models.person import Person
from app.models.rights_round import RightsRound, RightsSeen
from app.models.second_factor import CodeApp
from app.models.sign_in_attempt import SignInAttempt
from app.models.staff import Staff
from app.models.staff_role import StaffRole
from app.models.user_right import RightKind, UserRight
from app.models.visit import IdentityMethod, Visit
from app.models.voucher import Voucher
from app.models.work_relation import WorkRelation
from app.retention import Retention
from tests.acting import accept, stop
from tests.colleagues import EVA, appoint, colleague, person, with_letter
from tests.core.doors import clerk_of
from tests.core.test_invitation_sheets import key_form
from tests.world import World

TERMS = Retention()
VAULT = Vault(b"l" * 32, b"s" * 32)


# Numbers and days that stay after their term: by then the name behind them is gone, and mandates point at them.
LEAD_TO_NOBODY = {
    "catalogue_change", "contest_call", "domain", "entity", "extension", "letter", "line", "paper_sheet", "phone_call",
    "signature", "staff", "staff_role", "suspension", "visit",
}  # fmt: skip


def run(world: World, terms: Retention = TERMS, *, batch: int = 2) -> dict[str, int]:
    """A whole run in small batches; how much of each sort went."""
    counts: dict[str, int] = {}
    number = 0
    while number < len(ALL):
        thrown = throw_batch(world.session, number, terms, now=world.now, batch=batch)
        counts[ALL[number].name] = counts.get(ALL[number].name, 0) + thrown
        number += thrown < batch
    note_run(world.session, counts, now=world.now)
    world.session.expire_all()
    return {name: count for name, count in counts.items() if count}


def due(world: World, terms: Retention = TERMS) -> dict[str, int]:
    return {one.name: one.count for one in report_due(world.session, terms, now=world.now) if one.count}


def count(session: Session, model: type) -> int:
    return len(session.scalars(select(model)).unique().all())


def ended_mandate(world: World) -> Mandate:
    """Given, accepted, stopped today, with a printed letter to each side."""
    mandate = accept(world, world.give())
    for letter in world.session.scalars(select(Letter)):
        letter.printed_at, letter.sha256, letter.pages = world.now, "a" * 64, 1
        world.session.add(LetterContent(letter_id=letter.id, part="pdf", sealed=b"secret"))
    stop(world, mandate)
    return mandate


def test_the_first_day_that_is_kept_counts_in_days_months_and_years(world: World) -> None:
    days = {sort.name: first_kept_day(sort, TERMS, world.now) for sort in ALL}
    assert (days["draft"], days["web_session"]) == (date(2026, 11, 23), date(2026, 11, 22))
    assert (days["visit"], days["letter"]) == (date(2024, 11, 23), date(2020, 11, 23))


def test_a_young_world_loses_nothing(world: World) -> None:
    ended_mandate(world)
    start_draft(world.session, world.giver, "give", now=world.now)
    assert (due(world), run(world)) == ({}, {})


def test_tries_go_after_a_day_and_drafts_on_the_day_that_was_told(world: World) -> None:
    accounts.begin_sign_in(world.session, "maria", "10.0.0.1", now=world.now)
    for days in (0, 40):
        web_sessions.start_session(world.session, "{}", None, now=world.now + timedelta(days=days))
    world.session.add(CodeAttempt(dossier_number="1" * 12, party_was_right=False, source="a" * 64, at=world.now))
    draft = start_draft(world.session, world.giver, "give", now=world.now, days=40)
    world.now += timedelta(days=1)
    assert due(world) == {}
    world.now += timedelta(days=1)
    assert run(world) == {"sign_in_attempt": 1, "code_attempt": 1, "web_session": 1}
    assert (count(world.session, SignInAttempt), draft.expires_on) == (0, date(2027, 1, 2))
    world.now = datetime.fromisoformat("2027-01-03T11:00+00:00")
    assert run(world) == {"draft": 1}
    assert count(world.session, Draft) == 0


def visited(world: World, method: IdentityMethod) -> uuid.UUID:
    function = world.add_function("0199000151", "Els", "Nijs", subject="subject-els")
    actor = world.visit(world.add_clerk(), "0199000151", function, method)
    visits.end_visit(world.session, actor, "other", now=world.now, note="Komt terug met haar broer.")
    assert actor.visit_id
    return actor.visit_id


@pytest.mark.parametrize("method", [IdentityMethod.EID_READ, IdentityMethod.VOUCHED_FOR])
def test_details_of_a_visit_go_and_that_it_was_stays(world: World, method: IdentityMethod) -> None:
    visit_id = visited(world, method)
    world.now += timedelta(days=732)
    counts = run(world)
    visit = world.session.get_one(Visit, visit_id)
    assert (visit.document_last_four, visit.exit_note, visit.spoke_alone) == (None, None, None)
    assert (visit.exit_reason, visit.identity_method) == ("other", method)
    assert counts.pop("visit") == 1
    assert counts == ({"voucher": 1} if method is IdentityMethod.VOUCHED_FOR else {})
    assert (count(world.session, Voucher), run(world)) == (0, {})


def test_letters_of_a_mandate_that_ended_years_ago_lose_their_words(world: World) -> None:
    ended_mandate(world)
    running = accept(world, world.give("kmop.manage", months=None))
    for letter in world.session.scalars(select(Letter).where(Letter.mandate_id == running.id)):
        letter.printed_at, letter.sha256 = world.now, "b" * 64
    world.now = world.now.replace(year=2032, month=12)
    mine = [one for one in world.session.scalars(select(Letter)) if one.mandate_id != running.id and one.printed_at]
    assert run(world)["letter"] == len(mine) > 1
    assert {(tuple(one.address_lines), str(one.data), one.sha256) for one in mine} == {((), "{}", "a" * 64)}
    assert count(world.session, LetterContent) == 0
    assert all(one.data for one in world.session.scalars(select(Letter).where(Letter.mandate_id == running.id)))


def test_the_journal_of_an_ended_mandate_is_blanked_at_last_and_seals_still_fit(world: World) -> None:
    mandate = ended_mandate(world)
    world.now += timedelta(days=1)
    seal_journal(world.session, now=world.now)
    world.now = world.now.replace(year=2037, month=1)
    counts = run(world)
    of_mandate = select(JournalEntry.kind).where(JournalEntry.mandate_id == mandate.id)
    assert set(world.session.scalars(of_mandate)) == {"gone"}
    assert counts["journal of mandates"] >= 3
    assert check_seals(world.session).broken_on is None
    told = [one.data for one in world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "thrown_away"))]
    assert told == [{"counts": counts}]


def test_what_is_not_sealed_yet_keeps_what_it_says(world: World) -> None:
    ended_mandate(world)
    world.now = world.now.replace(year=2037, month=1)
    assert "journal of mandates" not in run(world)
    assert "gone" not in world.session.scalars(select(JournalEntry.kind)).all()


def test_who_nothing_names_any_more_is_forgotten_and_who_is_still_known_is_not(world: World) -> None:
    gone = Person(first_name="Piet", last_name="Weg")
    world.session.add(gone)
    world.session.flush()
    assert run(world)["person"] == 1
    assert (gone.name, world.maria.name) == ("vergeten persoon", "Maria Vermeulen")
    assert run(world) == {}


def test_a_right_that_ended_years_ago_goes_with_its_relation(world: World) -> None:
    right = grant_right(
        world.session, world.maria.id, world.office.id, RightKind.EXECUTOR, first_day=date(2020, 1, 1),
        last_day=date(2020, 12, 31),
    )  # fmt: skip
    kept = grant_right(world.session, world.jan.id, world.office.id, RightKind.EXECUTOR, first_day=date(2020, 1, 1))
    assert right.relation_id != kept.relation_id
    world.now = world.now.replace(year=2031, month=1)
    assert run(world)["work_relation"] == 1
    assert world.session.scalars(select(WorkRelation.id)).all() == [kept.relation_id]
    assert world.session.scalars(select(UserRight.id)).all() == [kept.id]


def test_the_form_of_an_invitation_goes_with_its_relation(world: World) -> None:
    sheet = key_form(world, appoint(world, EVA), Act.REFUSE)
    do_invitation_sheet(world.session, paper_sheets.actor_of(sheet), policy=world.policy, now=world.now)
    world.now = world.now.replace(year=2040)
    assert run(world)["work_relation"] == 1
    assert world.session.scalars(select(PaperSheet.id)).all() == []


def test_the_proof_of_a_right_that_runs_stays_until_years_after_its_end(world: World) -> None:
    relation, eva = appoint(world, EVA), person(world, "Eva")
    (letter,) = world.session.scalars(select(Letter).where(Letter.dossier_number == relation.dossier_number))
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    letter.printed_at, letter.sha256, letter.pages = world.now, "a" * 64, 1
    about = {"party_id": letter.party_id, "letter_id": str(letter.id), "letter": letter.kind}
    record_rule(world.session, "letter_printed", None, now=world.now, **about)
    seal_journal(world.session, now=world.later(days=1))
    world.now = world.now.replace(year=2040)
    thrown = run(world)
    assert ("letter" in thrown, "work_relation" in thrown, letter.data["colleague"]) == (False, False, "Eva Claes")
    told = set(world.session.scalars(select(JournalEntry.kind).where(JournalEntry.party_id == world.office.id)))
    assert {"colleague_invited", "colleague_accepted", "letter_printed"} <= told
    for right in world.session.scalars(select(UserRight)):
        right.stop_day = world.now.date()
    world.now = world.now.replace(year=2051)
    thrown = run(world)
    assert (thrown["letter"], thrown["work_relation"], letter.data) == (1, 1, {})
    left = set(world.session.scalars(select(JournalEntry.kind)))
    assert not {"colleague_invited", "colleague_accepted", "letter_printed"} & left


def test_what_a_holder_wrote_goes_years_after_the_end_of_the_mandate(world: World) -> None:
    gone = accept(world, world.ask(), world.giver)
    running = accept(world, world.ask("kmop.manage"), world.giver)
    for line in running.lines:
        line.last_day = None
    stop(world, gone)
    world.now = world.now.replace(year=2036)
    assert "why a mandate was asked" not in run(world)
    world.now = world.now.replace(year=2037)
    assert run(world)["why a mandate was asked"] == 1
    assert (gone.reason, bool(running.reason)) == (None, True)


@pytest.mark.parametrize(("provider", "shut", "goes"), [
    (None, "disabled_at", True), (None, "left_at", True), (None, "dormant_at", True), (None, "used_at", False),
    ("staff", "left_at", True), ("staff", "dormant_at", True), ("staff", "used_at", False),
    # The provider knows him, so he gets a new one.
    ("citizen", "used_at", True),
    # An administrator said no: without the row the next sign-in there would make an open one.
    ("staff", "disabled_at", False),
])  # fmt: skip
def test_an_account_that_was_shut_for_months_goes(world: World, provider: str | None, shut: str, goes: bool) -> None:
    account = Account(provider=provider, person_id=world.maria.id)
    if provider is None:
        account = accounts.create_account(world.session, "maria", "demo", world.maria.id)
    world.session.add(account)
    setattr(account, shut, world.now)
    world.session.flush()
    seal_code_app(world.session, account.id, vault=VAULT, now=world.now)
    world.now += timedelta(days=365)
    assert run(world) == {}
    world.now += timedelta(days=1)
    assert run(world) == ({"account": 1} if goes else {})
    assert (count(world.session, Account), count(world.session, CodeApp)) == ((0, 0) if goes else (1, 1))


def test_an_account_that_was_closed_again_counts_from_the_last_time(world: World) -> None:
    account = accounts.create_account(world.session, "maria", "demo", world.maria.id)
    account.dormant_at, account.disabled_at = world.now, world.now + timedelta(days=300)
    world.session.flush()
    world.now += timedelta(days=400)
    assert due(world) == {}


def test_the_account_for_emergencies_stays(world: World) -> None:
    sealed = seal_account(world.session, "nood", "9999", vault=VAULT, now=world.now)
    accounts.get_account(world.session, sealed.username).disabled_at = world.now
    world.session.flush()
    world.now += timedelta(days=800)
    assert "account" not in run(world)


def test_an_account_that_is_opened_at_this_moment_is_not_thrown_away(world: World) -> None:
    account = accounts.create_account(world.session, "maria", "demo", world.maria.id)
    [sort] = [one for one in ALL if one.name == "account"]
    sort.throw(world.session, [account.id], world.now)
    assert count(world.session, Account) == 1


def test_the_account_of_a_citizen_who_comes_in_at_this_moment_is_not_thrown_away(world: World) -> None:
    account = Account(provider="citizen", person_id=world.maria.id, used_at=world.now)
    world.session.add(account)
    world.session.flush()
    [sort] = [one for one in ALL if one.name == "account"]
    sort.throw(world.session, [account.id], world.now)
    assert count(world.session, Account) == 1


@pytest.mark.parametrize(("still", "goes"), [("nothing", True), ("a counter", False), ("a role", False), (
    "an account", False), ("a name on a screen", True)])  # fmt: skip
def test_who_worked_here_is_forgotten_when_nothing_kept_names_him(world: World, still: str, goes: bool) -> None:
    who = ensure_person(world.session, "staff-7001", "Rik", "Aerts")
    staffing.add_staff(world.session, who.id, "7001")
    role = StaffRole(person_id=who.id, kind="administrator", from_directory=False, given_at=world.now, ended_at=None)
    world.session.add(role)
    if still != "a role":
        role.ended_at = world.now
    if still == "a counter":
        world.session.get_one(Staff, who.id).office_id = clerk_of(world).office_id
    if still == "an account":
        accounts.create_account(world.session, "rik", "demo", who.id)
    if still == "a name on a screen":
        world.session.add(Entity(key="water", name="Water", named_by=who.id))
    world.session.flush()
    world.now = world.now.replace(year=2051)
    run(world)
    assert is_forgotten(who) is goes
    assert world.session.get_one(Staff, who.id).number == "7001"


@pytest.fixture
def round_of_els(world: World) -> World:
    """Els was looked over in the round of a year ago, and left."""
    els = colleague(world, "Els")
    world.later(days=365)
    hold_round(world.session, world.office.id, policy=world.policy, now=world.now)
    view = view_round(world.session, world.holder, now=world.now)
    confirm_colleague(world.session, world.holder, els.id, view.mark_of(view.everybody[0]), now=world.now)
    close_round(world.session, world.holder, now=world.now)
    for right in world.session.scalars(select(UserRight)):
        right.stop_day = world.now.date()
    return world


def test_who_was_named_in_a_yearly_round_is_forgotten_once_that_is_over(round_of_els: World) -> None:
    world = round_of_els
    els = world.session.scalars(select(Person).where(Person.first_name == "Els")).one()
    seal_journal(world.session, now=world.later(days=1))
    world.now += timedelta(days=3640)
    assert not {"rights_round", "work_relation", "person"} & set(run(world))
    world.now += timedelta(days=20)
    counts = run(world)
    assert (counts["rights_round"], counts["work_relation"]) == (1, 1)
    assert (count(world.session, RightsRound), count(world.session, RightsSeen)) == (0, 0)
    assert is_forgotten(els)


def test_who_was_said_to_be_right_later_stays_in_the_round_as_long(round_of_els: World) -> None:
    seen = round_of_els.session.scalars(select(RightsSeen)).one()
    seen.seen_at += timedelta(days=30)
    round_of_els.now += timedelta(days=3670)
    assert "rights_round" not in due(round_of_els)


def test_every_term_with_a_number_has_a_sort_in_the_job_and_every_sort_a_place_in_the_list() -> None:
    inventory = read_inventory()
    thrown = {(table, sort.term) for sort in ALL for table in sort.tables}
    listed = {(one.table, one.term) for one in inventory.data}
    assert thrown - listed == set()
    with_a_number = {term for term, (setting, _) in inventory.terms.items() if setting}
    assert {term for _, term in thrown} == with_a_number
    left = [one for one in inventory.data if one.term in with_a_number and (one.table, one.term) not in thrown]
    assert [(one.table, one.columns) for one in left if one.forgetting is Forgetting.ERASE] == []
    assert {one.table for one in left} == LEAD_TO_NOBODY


def test_a_report_changes_nothing(world: World) -> None:
    accounts.begin_sign_in(world.session, "maria", "10.0.0.1", now=world.now)
    world.now += timedelta(days=3)
    assert due(world) == due(world) == {"sign_in_attempt": 1}
