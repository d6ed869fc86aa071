"""Jan answers for his office: yes, no, or later."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.acts.answering import refuse_mandate, withdraw_mandate
from app.core.mandates.narrower import Narrower
from app.core.people.persons import ensure_person
from app.core.rights.appointing import Newcomer
from app.core.rights.ending import end_relation
from app.core.rights.granting import grant_right
from app.core.rights.wishes import RightWish
from app.db import Database
from app.models.function import Function
from app.models.letter import Letter
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.user_right import RightKind, UserRight
from tests.acting import accept, contest, stop
from tests.colleagues import appoint, colleague
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.small_world import add_account
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import answer, goes_to, read, walk
from tests.world import OFFICE, TODAY, World


def offer(world: World, *keys: str) -> Mandate:
    """A mandate that Maria gave and that waits for the office."""
    mandate = world.give(*keys)
    world.session.commit()
    return mandate


def start(client: LintingClient) -> str:
    """Press "Antwoorden" at the first mandate that waits; the address of the first question."""
    form = client.see("/aanvaarden").select_one(".ml-mandate form")
    assert form is not None, "no mandate waits for an answer"
    return str(client.get(str(client.send(form, "/aanvaarden", {}).location)).location)


def first_door(client: LintingClient) -> str:
    return read(client.see("/").select_one(".ml-door"))


def test_the_start_page_leads_there_and_says_first_what_waits(
    jan: LintingClient, maria: LintingClient, world: World
) -> None:
    assert jan.see("/").select_one(".ml-door a[href='/aanvaarden']") is not None
    assert first_door(jan).startswith("Een mandaat geven")
    offer(world)
    assert first_door(jan).startswith("U moet nog antwoorden (1) Aanvaarden of weigeren")
    assert first_door(maria).startswith("Een mandaat geven")  # she gave it herself


def test_who_only_executes_is_not_told_what_others_have_to_answer(browser: Browser, world: World) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    add_account(world, "els", els)
    grant_right(world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=TODAY)
    offer(world)
    assert first_door(browser("els")).startswith("Een mandaat geven")


def mandate_in(database: Database) -> Mandate:
    with database.reading() as session:
        return session.scalars(select(Mandate)).one()


def test_yes_with_an_executor_makes_the_mandate_active_and_tells_both(
    jan: LintingClient, world: World, sqlite_database: Database
) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    grant_right(world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=TODAY)
    offer(world)
    address = start(jan)
    page = jan.see(address)
    assert read(page.h1) == "Aanvaardt u het mandaat van Bakkerij De Zoete Inval BV?"
    assert "Antwoord ten laatste op woensdag 23 december 2026." in read(page)
    check = walk(jan, address, (("decide", {"decision": "accept"}), ("executor", {"who": ["self", str(els.id)]})))
    assert "Jan Peeters en Els Wouters mogen het uitvoeren." in read(jan.see(check))
    address = str(jan.fill_in(check).location)
    done = jan.see(address)
    assert read(done.h1) == "U hebt het mandaat aanvaard"
    assert "Het mandaat is nu actief. Jan Peeters en Els Wouters kunnen meteen beginnen." in read(done)
    assert mandate_in(sqlite_database).accepted_on == TODAY
    with sqlite_database.reading() as session:
        assert set(session.scalars(select(Letter.kind))) == {
            "given.giver", "invitation.holder", "active.giver", "active.holder"
        }
        assert session.scalars(select(UserRight.mandate_id)).all().count(mandate_in(sqlite_database).id) == 1, (
            "Els could execute every mandate already")
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    world.session.commit()
    done = read(jan.see(address))
    assert "Jan Peeters kan meteen beginnen." in done
    assert "zonder die medewerker" not in done
    assert "Er wacht nu geen mandaat" in read(jan.see("/aanvaarden"))


def test_another_colleague_is_appointed_after_accepting(
    jan: LintingClient, world: World, sqlite_database: Database
) -> None:
    mandate_id = offer(world).id
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": ["other"]})))
    assert "Een andere medewerker, die u daarna aanduidt" in read(jan.see(check)).replace("een andere", "Een andere")
    done = jan.see(str(jan.fill_in(check).location))
    form = done.select_one("main form[action*='aanduiden']")
    assert form is not None
    first = str(jan.send(form, str(form["action"]), {}).location)
    page = jan.see(walk(jan, first, (("who", {"who": "new"}), ("new", {"first_name": "Eva", "last_name": "Claes"}))))
    assert [one["value"] for one in page.select("input[checked]")] == ["chosen", str(mandate_id)]
    assert mandate_in(sqlite_database).accepted_on == TODAY


def test_who_carries_it_out_is_asked_at_once_until_somebody_does_or_is_invited(
    jan: LintingClient, world: World
) -> None:
    mandate = offer(world)
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": ["later"]})))
    address = str(jan.fill_in(check).location)
    done = jan.see(address)
    assert "Wie voert dit mandaat uit? Duid nu iemand aan." in read(done)
    assert done.select_one("main form[action*='aanduiden']") is not None
    newcomer, wish = Newcomer("Eva", "Claes"), RightWish(mandate_ids=(mandate.id,))
    appoint(world, newcomer, wish)
    world.session.commit()
    done = jan.see(address)
    assert "Eva Claes kan nog niet beginnen. Die aanduiding wacht nog op een antwoord" in read(done)
    assert "Niemand is aangeduid om het uit te voeren." in read(done)
    assert done.select_one("main form[action*='aanduiden']") is None
    colleague(world, "Els")
    world.session.commit()
    done = jan.see(address)
    assert "Niemand is aangeduid" not in read(done)
    assert "Eva Claes kan nog niet beginnen." in read(done)


def test_accepting_twice_changes_nothing(jan: LintingClient, world: World, sqlite_database: Database) -> None:
    offer(world)
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": ["later"]})))
    assert "Niemand is aangeduid om het uit te voeren." in read(jan.see(check))
    form = jan.see(check).select_one("main form[method=post]")
    first, again = (jan.send(form, check, {}).location for _ in range(2))  # type: ignore[arg-type]
    assert first == again
    assert goes_to(jan.get(check)) == "done"
    with sqlite_database.reading() as session:
        assert len(session.scalars(select(Letter.id)).all()) == 4


def test_no_needs_no_reason_and_the_other_side_reads_it(
    jan: LintingClient, world: World, sqlite_database: Database
) -> None:
    offer(world)
    check = walk(jan, start(jan), (("decide", {"decision": "refuse"}), ("reason", {})))
    page = jan.see(check)
    assert read(page.h1) == "Kijk na en weiger"
    assert "Geen reden" in read(page)
    done = jan.see(str(jan.fill_in(check).location))
    assert "U hebt het mandaat geweigerd" in read(done)
    assert "Bakkerij De Zoete Inval BV krijgt een brief, ten laatste op 1 december 2026." in read(done)
    assert mandate_in(sqlite_database).refused_on == TODAY


def test_a_reason_stands_on_the_check_page(jan: LintingClient, world: World) -> None:
    offer(world)
    check = walk(jan, start(jan), (("decide", {"decision": "refuse"}), ("reason", {"reason": "unknown_party"})))
    assert "Ik ken deze onderneming niet" in read(jan.see(check))


def test_later_keeps_the_offer_open_and_says_until_when(jan: LintingClient, world: World) -> None:
    mandate = offer(world)
    address = start(jan)
    saved = jan.see(str(answer(jan, address, {"decision": "later"}).location))
    assert mandate.dossier_number[:3] in read(saved), "the mandate's own number, not another one"
    assert start(jan) == address, "answering again goes on with the same draft"


def test_a_change_of_mind_asks_the_other_questions(jan: LintingClient, world: World) -> None:
    offer(world)
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": ["later"]})))
    base = check.rpartition("/")[0]
    assert goes_to(answer(jan, f"{base}/decide", {"decision": "refuse"})) == "reason"
    assert goes_to(jan.get(f"{base}/executor")) == "reason"


def test_wrong_answers_get_the_words_of_the_copy(jan: LintingClient, world: World) -> None:
    offer(world)
    address = start(jan)
    page = page_of(answer(jan, address, {}, 422), 422)
    assert errors_of(page) == ["U hebt nog niet gekozen. Kies wat u met dit mandaat doet."]
    address = walk(jan, address, (("decide", {"decision": "accept"}),))
    page = page_of(answer(jan, address, {}, 422), 422)
    assert errors_of(page) == ["U hebt nog niemand gekozen. Kies minstens 1 persoon, of kies later."]
    page = page_of(answer(jan, address, {"who": ["self", "later"]}, 422), 422)
    assert errors_of(page)[0].startswith("U koos personen en ook later.")
    stranger = {"who": ["00000000-0000-0000-0000-000000000000"]}
    assert page_of(answer(jan, address, stranger, 422), 422).select_one(".govuk-error-summary")


def test_an_important_mandate_says_that_it_starts_later(jan: LintingClient, world: World) -> None:
    offer(world, "permit.manage")
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": ["self"]})))
    done = jan.see(str(jan.fill_in(check).location))
    assert "Dit is een belangrijk mandaat. Het start later" in read(done)


IMPORTANT_PART = "Omgevingsvergunning aanvragen"


@pytest.mark.parametrize(("posted", "before", "after"), [
    (None, "Dat deel start later, na onze brief aan", "start later, na onze brief aan"),
    (4, "Dat deel start pas op 29 november 2026.", "start pas op 29 november 2026. Tot dan mag"),
    (10, None, None),
])  # fmt: skip
def test_a_part_that_starts_later_than_the_rest_is_named_with_its_day(
    jan: LintingClient, world: World, posted: int | None, before: str | None, after: str | None
) -> None:
    mandate = offer(world, "permit.manage", "hinder.manage")
    mandate.giver_posted_on = TODAY - timedelta(days=posted) if posted else None
    world.session.commit()
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": ["self"]})))
    said = f"{IMPORTANT_PART} is een belangrijk mandaat. {before}"
    assert said in read(jan.see(check)) if before else "Dat deel start" not in read(jan.see(check))
    done = read(jan.see(str(jan.fill_in(check).location)))
    assert "Het mandaat is nu actief." in done
    for page in (done, read(jan.see(f"/mandaten/{mandate.id}"))):
        assert f"{IMPORTANT_PART} {after}" in page if after else "Tot dan mag" not in page


def test_the_giver_and_strangers_cannot_answer(maria: LintingClient, jan: LintingClient, world: World) -> None:
    offer(world)
    address = start(jan)
    form = jan.see("/aanvaarden").select_one(".ml-mandate form")
    assert form is not None
    token = maria.see("/geven").select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
    assert maria.post(str(form["action"]), data={"csrf_token": token}).status_code == 404
    assert maria.get(address).status_code == 404
    assert "Er wacht nu geen mandaat" in read(maria.see("/aanvaarden"))


def test_a_mandate_that_was_withdrawn_meanwhile_says_so(
    jan: LintingClient, world: World, sqlite_database: Database
) -> None:
    mandate = offer(world)
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": ["later"]})))
    form = jan.see(check).select_one("main form[method=post]")
    withdraw_mandate(world.session, world.giver, mandate.id, policy=world.policy, now=world.now)
    world.session.commit()
    for page in (jan.get(check), jan.send(form, check, {}, status=409)):  # type: ignore[arg-type]
        assert "Dit mandaat is al ingetrokken." in read(page_of(page, 409))
    assert mandate_in(sqlite_database).accepted_on is None


def test_a_mandate_answered_through_another_door_leads_to_what_was_answered(jan: LintingClient, world: World) -> None:
    mandate = offer(world)
    address = start(jan)
    refuse_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    world.session.commit()
    assert goes_to(jan.get(address)) == "done"
    assert "U hebt het mandaat geweigerd" in read(jan.see(address.replace("decide", "done")))


def asked(world: World, *keys: str) -> Mandate:
    """A mandate that the office asked and that waits for Maria."""
    mandate = world.ask(*keys)
    world.session.commit()
    return mandate


LESS = (
    ("decide", {"decision": "less"}),
    ("parts", {"types": ["subsidy.view"]}),
    ("until", {"until": "day", "day-day": "31", "day-month": "5", "day-year": "2027"}),
)


def test_a_giver_gives_less_than_was_asked_and_reads_what_she_does_not_give(
    maria: LintingClient, world: World, sqlite_database: Database
) -> None:
    asked(world, "hinder.manage", "subsidy.view")
    check = walk(maria, start(maria), LESS)
    words = read(maria.see(check))
    assert "geeft minder dan Boekhoudkantoor Peeters BV vraagt." in words
    assert "vraagt Boekhoudkantoor Peeters BV ook, maar geeft u niet: Hinderpremie aanvragen." in words
    assert "De laatste dag is vroeger dan Boekhoudkantoor Peeters BV vraagt." in words
    assert "tot en met 31 mei 2027" in words
    done = read(maria.see(str(maria.fill_in(check).location)))
    assert "Dit gaf u niet: Hinderpremie aanvragen." in done
    with sqlite_database.reading() as session:
        days = session.execute(select(Line.type_key, Line.refused_on, Line.last_day).order_by(Line.type_key)).all()
    assert [tuple(row) for row in days] == [
        ("hinder.manage", TODAY, date(2027, 11, 22)), ("subsidy.view", None, date(2027, 5, 31))
    ]  # fmt: skip


@pytest.mark.parametrize(("given", "steps", "told"), [
    (None, LESS, "Iemand aanvaardde al meer dan u nu kiest. Stop met wat u niet wilt"),
    (Narrower(("subsidy.view",)), LESS, "Iemand aanvaardde al meer dan u nu kiest."),
    (Narrower(("subsidy.view",)), (("decide", {"decision": "accept"}),), "Iemand aanvaardde al minder dan u nu kiest."),
])  # fmt: skip
def test_who_answers_otherwise_than_somebody_did_meanwhile_reads_so(
    maria: LintingClient, world: World, given: Narrower | None, steps: Any, told: str
) -> None:
    mandate = asked(world, "hinder.manage", "subsidy.view")
    check = walk(maria, start(maria), steps)
    form = maria.see(check).select_one("main form[method=post]")
    accept(world, mandate, world.giver, narrower=given)
    world.session.commit()
    words = read(maria.see(str(maria.send(form, check, {}).location)))
    assert "Iemand antwoordde al vóór u" in words
    assert told in words
    assert "U hebt het mandaat gegeven" not in words
    assert "Dit gaf u niet" not in words


def test_who_names_others_than_somebody_did_meanwhile_reads_who_may_not_carry_it_out(
    jan: LintingClient, world: World
) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    for person in (els, world.maria):
        grant_right(world.session, person.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    mandate = offer(world)
    check = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": [str(world.maria.id)]})))
    form = jan.see(check).select_one("main form[method=post]")
    accept(world, mandate, replace(world.holder, person_id=els.id), executors=[els.id])
    world.session.commit()
    page = jan.see(str(jan.send(form, check, {}).location))
    words = read(page)
    assert "Maria Vermeulen kan dit mandaat niet uitvoeren, want het is zonder die medewerker aanvaard." in words
    assert "kan meteen beginnen" not in words
    assert "Iemand antwoordde al vóór u" in words
    assert "Iemand aanvaardde al, en koos Maria Vermeulen niet." in words
    assert page.select_one("main form[action*='aanduiden']") is not None


def test_who_names_others_than_who_signed_first_meanwhile_reads_who_may_not_carry_it_out(
    jan: LintingClient, world: World
) -> None:
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().signs = "two"
    piet = world.at_home(world.add_representative(OFFICE, "Piet", "Zwaan", signs="two"), world.office, "sign-in piet")
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    for person in (els, world.maria):
        grant_right(world.session, person.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    mandate = offer(world)
    joint = walk(jan, start(jan), (("decide", {"decision": "accept"}), ("executor", {"who": [str(world.maria.id)]})))
    accept(world, mandate, piet, executors=[els.id])
    world.session.commit()
    words = read(jan.see(str(jan.get(joint).location)))
    assert "Iemand tekende al vóór u" in words
    assert "Piet Zwaan koos Maria Vermeulen niet om dit mandaat uit te voeren." in words


@pytest.mark.parametrize(("end", "told"), [
    ("stopped", "Het mandaat is intussen stopgezet."),
    ("suspended", "Het mandaat staat nu stil."),
])  # fmt: skip
def test_the_done_page_of_what_ended_since_does_not_say_that_it_starts(
    jan: LintingClient, world: World, end: str, told: str
) -> None:
    mandate = offer(world)
    address = str(jan.fill_in(walk(jan, start(jan), (
        ("decide", {"decision": "accept"}), ("executor", {"who": ["self"]}),
    ))).location)
    if end == "stopped":
        stop(world, mandate)
    else:
        contest(world, mandate)
    world.session.commit()
    page = jan.see(address)
    assert told in read(page)
    assert "Het start later" not in read(page)
    assert ("U kunt elke dag afstand doen" in read(page)) is (end == "suspended")


REFUSED = (("decide", {"decision": "refuse"}), ("reason", {}))


def test_who_refuses_what_a_colleague_accepted_reads_that_it_runs(maria: LintingClient, world: World) -> None:
    mandate = asked(world, "hinder.manage", "subsidy.view")
    check = walk(maria, start(maria), REFUSED)
    form = maria.see(check).select_one("main form[method=post]")
    accept(world, mandate, world.giver)
    world.session.commit()
    page = maria.see(str(maria.send(form, check, {}).location))
    assert read(page.h1) == "Iemand antwoordde al vóór u"
    assert "Iemand aanvaardde dit mandaat al vóór u. Wilt u het niet? Zet het dan stop." in read(page)
    assert "U hebt het mandaat" not in read(page)


def test_who_accepts_what_a_colleague_refused_reads_that_it_does_not_run(maria: LintingClient, world: World) -> None:
    mandate = asked(world, "hinder.manage", "subsidy.view")
    check = walk(maria, start(maria), (("decide", {"decision": "accept"}),))
    form = maria.see(check).select_one("main form[method=post]")
    refuse_mandate(world.session, world.giver, mandate.id, policy=world.policy, now=world.now)
    world.session.commit()
    page = maria.see(str(maria.send(form, check, {}).location))
    assert read(page.h1) == "Iemand antwoordde al vóór u"
    assert "Iemand weigerde dit mandaat al vóór u." in read(page)
    assert "Wilt u het toch? Dan kunt u zelf een mandaat geven." in read(page)


def test_a_holder_who_refuses_what_a_colleague_accepted_is_not_asked_who_executes_it(
    jan: LintingClient, world: World
) -> None:
    mandate = offer(world)
    check = walk(jan, start(jan), REFUSED)
    form = jan.see(check).select_one("main form[method=post]")
    accept(world, mandate, world.holder)
    world.session.commit()
    words = read(jan.see(str(jan.send(form, check, {}).location)))
    assert "Wilt u het niet? Doe er dan afstand van." in words
    assert "Duid nu iemand aan" not in words


def test_who_answers_the_first_question_after_a_colleague_did_reads_that_it_was_a_colleague(
    maria: LintingClient, browser: Browser, world: World
) -> None:
    mandate = asked(world, "hinder.manage", "subsidy.view")
    mia = ensure_person(world.session, "subject-mia", "Mia", "Vermeulen")
    add_account(world, "mia", mia)
    grant_right(world.session, mia.id, world.giver.party_id, RightKind.MANAGER, first_day=TODAY)
    world.session.commit()
    other = browser("mia")
    address = start(other)
    form = other.see(address).select_one("main form[method=post]")
    accept(world, mandate, world.giver, narrower=Narrower(("subsidy.view",)))
    world.session.commit()
    words = read(other.see(str(other.send(form, address, {"decision": "refuse"}).location)).main)
    assert "Iemand aanvaardde dit mandaat al vóór u." in words
    assert "Dit is niet gegeven: Hinderpremie aanvragen." in words
    assert "U hebt het mandaat" not in words


def test_less_is_said_at_the_question_when_it_is_not_less(maria: LintingClient, world: World) -> None:
    asked(world, "hinder.manage", "subsidy.view")
    everything = (("decide", {"decision": "less"}), ("parts", {"types": ["hinder.manage", "subsidy.view"]}))
    address = walk(maria, start(maria), everything)
    refused = answer(maria, address, {"until": "asked"}, status=422)
    assert "U geeft zo alles wat gevraagd is." in errors_of(page_of(refused, 422))[0]
    later = {"until": "day", "day-day": "1", "day-month": "1", "day-year": "2030"}
    assert "Kies een vroegere dag" in errors_of(page_of(answer(maria, address, later, status=422), 422))[0]
    nothing = address.replace("/until", "/parts")
    assert "Kruis minstens 1 ding aan" in errors_of(page_of(answer(maria, nothing, {}, status=422), 422))[0]


def test_of_one_thing_that_was_asked_only_the_end_can_be_less(maria: LintingClient, world: World) -> None:
    asked(world, "subsidy.view")
    assert walk(maria, start(maria), LESS[:1]).endswith("/until")


def test_a_holder_is_not_offered_less(jan: LintingClient, world: World) -> None:
    offer(world, "hinder.manage", "subsidy.view")
    assert "anders of minder" not in read(jan.see(start(jan)))
