"""The same pages at the counter: a clerk reads aloud before anything is sent."""

import uuid
from collections.abc import Callable

from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter import visits
from app.core.people.persons import add_person
from app.db import Database
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.visit import Capacity, IdentityMethod, Visit
from tests.colleagues import colleague
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.wizards.walk import ANSWERS, answer, begin, count, goes_to, read, send_looked_at, walk
from tests.world import OFFICE, World

Counter = Callable[..., LintingClient]
AGREED = {"agreed": "y", "keeps": "y"}
ALONE = {"chose": "yes", "told": "no"}


def to_consent(client: LintingClient, *types: str) -> str:
    """Answer every question up to the one that is read aloud; its address."""
    answers = (*ANSWERS[:3], ("types", {"types": list(types or ("hinder.manage",))}), *ANSWERS[4:])
    address = walk(client, begin(client, "/geven"), answers)
    if address.endswith("/alone"):
        address = str(answer(client, address, ALONE).location)
    assert address.endswith("/consent")
    return address


def to_check(client: LintingClient, *types: str) -> str:
    """Answer every question, also those to the customer; the address of the check page."""
    address = str(answer(client, to_consent(client, *types), AGREED).location)
    if address.endswith("/understood"):
        address = str(answer(client, address, {"told_back": "right"}).location)
    assert address.endswith("/check")
    return address


def test_the_clerk_reads_at_the_doors_what_the_customer_has_to_answer(
    counter: Callable[..., LintingClient], world: World
) -> None:
    client = counter(number=OFFICE)
    assert "moet nog antwoorden" not in read(client.see("/loket/klant"))
    world.give()
    world.session.commit()
    assert "De klant moet nog antwoorden (1)" in read(client.see("/loket/klant").select_one(".ml-doors"))


def test_the_script_holds_the_answers(counter: Counter) -> None:
    client = counter()
    script = read(client.see(to_consent(client)).select_one(".ml-script"))
    assert "Boekhoudkantoor Peeters BV mag dan in uw naam een hinderpremie aanvragen." in script
    assert "U krijgt een brief op uw adres in de KBO." in script
    assert "Bel gratis 1700. Dan staat het mandaat meteen stil. Gaat u akkoord?" in script


def test_three_types_are_read_from_the_list(counter: Counter) -> None:
    client = counter()
    address = to_consent(client, "hinder.manage", "kmop.manage", "permit.view")
    script = read(client.see(address).select_one(".ml-script"))
    assert "Boekhoudkantoor Peeters BV mag dan doen wat op dit blad staat. Ik lees het voor." in script
    assert "Boekhoudkantoor Peeters BV mag de vergunningen en plannen zien." in script


def test_both_ticks_are_needed_before_the_check_page(counter: Counter) -> None:
    client = counter()
    address = to_consent(client)
    assert len(errors_of(page_of(answer(client, address, {}, 422), 422))) == 2
    assert len(errors_of(page_of(answer(client, address, {"agreed": "y"}, 422), 422))) == 1
    assert goes_to(client.get(address.replace("consent", "check"))) == "consent"
    assert goes_to(answer(client, address, AGREED)) == "check"


def test_what_was_read_aloud_and_nothing_else_is_given(
    counter: Counter, world: World, sqlite_database: Database
) -> None:
    client = counter()
    check = str(answer(client, to_consent(client), AGREED).location)
    send_looked_at(client, world, check, {"read": "y"})
    with sqlite_database.reading() as session:
        assert session.scalars(select(Mandate)).one().started_by == "giver"
        given = session.scalars(select(JournalEntry).where(JournalEntry.kind == "given")).one()
        visit = session.scalars(select(Visit)).one()
        assert (given.channel, given.visit_id, given.ground) == ("counter", visit.id, "consented_customer")


def test_a_changed_answer_is_read_aloud_again(counter: Counter) -> None:
    client = counter()
    check = str(answer(client, to_consent(client), AGREED).location)
    assert goes_to(answer(client, check.replace("check", "period"), {"period": "6"})) == "consent"
    assert goes_to(client.get(check)) == "consent"


def test_evidence_that_is_too_weak_is_named_before_sending(counter: Counter, sqlite_database: Database) -> None:
    client = counter(IdentityMethod.VOUCHED_FOR)
    check = to_check(client, "kmop.manage")
    page = client.see(check)
    problem = page.select_one(".govuk-error-summary__list a")
    assert problem is not None
    assert str(problem["href"]).endswith("/types")
    assert page.find("button", string="Mandaat geven en brieven versturen") is None
    answer(client, check, {"read": "y"}, 422)
    assert count(sqlite_database, Mandate) == 0


def test_consent_of_an_earlier_visit_does_not_count(counter: Counter, world: World) -> None:
    client = counter()
    check = str(answer(client, to_consent(client), AGREED).location)
    visit = world.session.scalars(select(Visit)).one()
    visit.ended_at, visit.exit_reason = world.now, "comes_back"
    function_id = visit.function_id
    again = Visit(
        clerk_id=visit.clerk_id, office_id=visit.office_id, party_id=visit.party_id, person_id=visit.person_id,
        function_id=function_id, capacity=visit.capacity, identity_method=visit.identity_method, started_at=world.now,
    )
    world.session.add(again)
    world.session.commit()
    assert goes_to(client.get(check)) == "consent"


def test_a_customer_accepts_at_the_counter_after_the_script(counter: Counter, world: World) -> None:
    world.give("hinder.manage")
    world.session.commit()
    client = counter(number=OFFICE)
    form = client.see("/aanvaarden").select_one(".ml-mandate form")
    assert form is not None
    address = str(client.get(str(client.send(form, "/aanvaarden", {}).location)).location)
    address = walk(client, address, (("decide", {"decision": "accept"}), ("executor", {"who": ["later"]})))
    assert "Bakkerij De Zoete Inval BV geeft het aan Boekhoudkantoor Peeters BV." in read(client.see(address))
    check = str(answer(client, address, AGREED).location)
    done = str(send_looked_at(client, world, check, {}).location)
    assert "U hebt het mandaat aanvaard" in read(client.see(done))


def test_who_is_named_to_execute_is_read_aloud(counter: Counter, world: World) -> None:
    els = colleague(world, "Els")
    world.give("hinder.manage")
    world.session.commit()
    client = counter(number=OFFICE)
    form = client.see("/aanvaarden").select_one(".ml-mandate form")
    assert form is not None
    address = str(client.get(str(client.send(form, "/aanvaarden", {}).location)).location)
    address = walk(client, address, (("decide", {"decision": "accept"}), ("executor", {"who": ["self", str(els.id)]})))
    page = client.see(address)
    assert "Mia Vermeulen en Els Wouters mogen dit mandaat uitvoeren." in read(page.select_one(".ml-script"))
    assert "De mandaatnemer, of wie het uitvoert, is een collega of familie van mij." in read(page.main)


def test_a_customer_who_is_asked_for_more_than_low_risk_tells_it_in_his_own_words(
    counter: Counter, world: World, sqlite_database: Database
) -> None:
    world.ask("kmop.manage")
    world.session.commit()
    client = counter()
    waiting = page_of(client.get("/aanvaarden")).select_one("main form[method=post]")
    resume = client.post(waiting["action"], data={"csrf_token": waiting.select_one("[name=csrf_token]")["value"]})
    decide = str(client.get(str(resume.location)).location)
    alone = str(answer(client, decide, {"decision": "accept"}).location)
    assert alone.endswith("/alone")
    consent = str(answer(client, alone, ALONE).location)
    script = read(client.see(consent).select_one(".ml-script"))
    assert "Bakkerij De Zoete Inval BV geeft het aan Boekhoudkantoor Peeters BV." in script
    understood = str(answer(client, consent, AGREED).location)
    assert understood.endswith("/understood")
    check = str(answer(client, understood, {"told_back": "right_afterwards"}).location)
    assert goes_to(send_looked_at(client, world, check, {})) == "done"
    with sqlite_database.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "accepted")).one()
        assert (entry.channel, entry.ground) == ("counter", "consented_customer")


def test_somebody_without_an_enterprise_gives_in_his_own_name(
    counter: Counter, world: World, sqlite_database: Database
) -> None:
    client = counter()
    clerk = world.session.scalars(select(Visit)).one().clerk_id
    visits.end_visit(world.session, _clerk(world, clerk), "done", now=world.now)
    noor = add_person(world.session, "Noor", "Baert")
    visit = visits.start_visit_of_person(world.session, Actor.at_the_counter(clerk), noor.id, now=world.now)
    actor = Actor.at_the_counter(clerk, visit.id, party_id=visit.party_id)
    visits.record_customer(world.session, actor, capacity=Capacity.OWNER, now=world.now)
    evidence = visits.Evidence(IdentityMethod.EID_READ, "identity_card", "1234")
    visits.record_identity(world.session, actor, evidence, now=world.now)
    world.session.commit()
    check = to_check(client, "permit.manage")
    script = client.see(check.replace("/check", "/consent")).select_one(".ml-script")
    assert "Wij vinden geen adres van u in de KBO." in read(script)
    page = client.see(check)
    assert "Noor Baert geeft een mandaat (volmacht) aan Boekhoudkantoor Peeters BV." in read(page)
    done = client.see(str(send_looked_at(client, world, check, {"read": "y"}).location))
    assert "Uw brief ligt klaar aan het loket." in read(done)
    with sqlite_database.reading() as session:
        assert session.scalars(select(Mandate)).one().giver_must_confirm


def _clerk(world: World, clerk_id: uuid.UUID) -> Actor:
    visit = visits.find_open_visit(world.session, clerk_id)
    assert visit is not None
    return Actor.at_the_counter(clerk_id, visit.id, person_id=visit.person_id, party_id=visit.party_id)


def test_without_a_customer_the_clerk_is_sent_to_the_counter_page(counter: Counter, world: World) -> None:
    client = counter()
    clerk = world.session.scalars(select(Visit)).one().clerk_id
    visits.end_visit(world.session, _clerk(world, clerk), "done", now=world.now)
    world.session.commit()
    for address in ("/geven", "/aanvaarden"):
        assert str(client.get(address).location) == "/loket/klaar"
