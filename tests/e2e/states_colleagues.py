"""Wie mag wat: the matrix of the demo's accountant, every question about a colleague, and taking a right back."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.letters.printing import TEXT, open_letter_part
from app.core.mandates.catalogue import list_groups, list_right_groups
from app.core.people.parties import ensure_enterprise_party
from app.core.people.rights import list_relations_in
from app.core.rights.appointing import Newcomer, appoint_colleague
from app.core.rights.ending import dismiss_rights
from app.core.rights.granting import grant_right
from app.core.rights.rounds import hold_round
from app.core.rights.wishes import AccessLevel, RightKind, RightWish
from app.db import Session
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroupVersion
from app.models.person import Person
from app.models.right_group import RightGroupVersion
from tests.e2e import journeys
from tests.e2e.four_eyes import ASK, LOOK_AGAIN
from tests.e2e.states import Look, _next
from tests.e2e.states_distant import say_who_calls
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor
from tests.many_customers import copy_for_many

OFFICE, BEEKHOEK = "0199.000.250", "0199.000.448"
LAST_DAY = date(2027, 6, 1)
MANY = 30  # more than a page holds, and few on the second


def appoint(peeters: Visitor, look: Callable[[str], object]) -> None:
    """Els gets all customers: every question, and every question that refuses its answer."""
    peeters.press("Een medewerker aanduiden").sees("Welke medewerker duidt u aan")
    look("who")
    look_after(_next(peeters), look, "who-refused")
    _next(peeters.choose("Els Wouters")).sees("Voor welke klanten")
    look("customers")
    look_after(_next(peeters), look, "customers-refused")
    look_after(_next(peeters.choose("Alleen voor deze klanten")), look, "customers-none-ticked")
    _next(peeters.choose("Voor alle klanten")).sees("Wat mag Els Wouters doen")
    look("level")
    look_after(_next(peeters), look, "level-refused")
    _next(peeters.choose("Ik kies zelf rechten")).sees("precies doen")
    look("rights")
    look_after(_next(peeters), look, "rights-refused")
    peeters.press("Vorige").sees("Wat mag Els Wouters doen")
    _next(peeters.choose("Ook mandaten geven")).sees("Hoelang mag dit")
    look("period")
    look_after(_next(peeters), look, "period-refused")
    _next(peeters.choose("Tot en met een dag"))
    look("period-without-day")
    _next(peeters.choose("Tot iemand het recht intrekt")).sees("Kijk de aanduiding na")
    look("check")
    peeters.press("Medewerker aanduiden").sees("Els Wouters is aangeduid")
    look("done")


def for_a_group(peeters: Visitor, look: Callable[[str], object]) -> None:
    """The same for a mandate group: which, and what stands in it; up to the page on which it is read again."""
    _next(peeters.choose("Alleen voor wat in een mandaatgroep staat")).sees("Voor welke mandaatgroepen")
    look("groups")
    look_after(_next(peeters), look, "groups-refused")
    _next(peeters.choose("Mijn boekhouder", "Alles bekijken")).sees("doen")
    _next(_next(peeters.choose("Kijken en doen")).choose("Tot iemand het recht intrekt")).sees("Kijk de aanduiding na")
    look("check-for-groups")


def look_after(_visitor: Visitor, look: Callable[[str], object], name: str) -> None:
    """What the page says of an answer that is missing."""
    look(name)


def colleagues(town: Town, look: Look) -> None:
    """The matrix before and after, a change, a right that is taken back, and somebody who leaves."""
    peeters = town.come().sign_in("peeters", "/medewerkers").sees("Wie mag wat")
    at = lambda name: look(peeters, f"colleague-{name}")  # noqa: E731 - one word in the lines below
    at("matrix")
    appoint(peeters, at)
    peeters.press("Bekijk wie wat mag").sees("Wie mag wat")
    at("matrix-after")
    peeters.press("Geschiedenis").sees("Wat mocht")
    at("history")
    peeters.go("/medewerkers")
    peeters.press("Wijzigen").sees("Wat verandert er")
    at("change")
    for_a_group(_next(peeters), at)
    peeters.go("/medewerkers").press("Intrekken").sees("Trekt u het recht")
    at("dismiss")
    peeters.press("Recht intrekken").sees("Het recht is ingetrokken")
    at("dismissed")
    peeters.go("/medewerkers").press("Gaat weg").sees("gaat weg")
    at("leave")
    els = town.come().sign_in("els", "/medewerkers").press("Gaat weg").sees("Trekt u al uw rechten in")
    look(els, "own-rights-end")
    look(els.press("Alle rechten intrekken").sees("Het recht is ingetrokken"), "own-rights-ended")
    # Els was first: pressing this does nothing more, and says what is.
    peeters.press("Alle rechten intrekken").sees("Het recht is ingetrokken")
    at("left")
    many_customers(town, peeters, at)


def many_customers(town: Town, peeters: Visitor, look: Callable[[str], object]) -> None:
    """With more customers than a page holds: the second page of the matrix, and ticks that a search and a turn keep."""
    with town.app.extensions["database"].writing.begin() as session:
        party_id = ensure_enterprise_party(session, OFFICE.replace(".", "")).id
        held = select(Mandate.id).where(Mandate.holder_id == party_id, Mandate.accepted_on.is_not(None))
        copy_for_many(session, session.scalars(held.order_by(Mandate.started_at.desc()).limit(1)).one(), MANY)
    peeters.go("/medewerkers?bladzijde=2").sees("Wie mag wat")
    look("matrix-many")
    _next(peeters.press("Een medewerker aanduiden").choose("Een nieuwe medewerker"))
    peeters.write("Voornaam", "Tom").page.get_by_label("Naam", exact=True).fill("Claes")
    _next(peeters).sees("Voor welke klanten mag Tom Claes")
    look("customers-many")
    peeters.choose("Alleen voor deze klanten", "Klant 003 BV", "Klant 012 BV").press("Volgende bladzijde")
    peeters.choose("Klant 030 BV").write("Naam of nummer van de klant", "klant 03").press("Zoeken")
    look("customers-kept")
    peeters.write("Naam of nummer van de klant", "niemand").press("Zoeken")
    look("customers-not-found")


def yearly(town: Town, look: Look) -> None:
    """The list of the year: nobody looked at yet, everybody looked at, and what the matrix says after that."""
    extensions = town.app.extensions
    now = extensions["clock"]()
    long_ago = brussels_day(now) - timedelta(days=365)
    with extensions["database"].writing.begin() as session:
        party_id = ensure_enterprise_party(session, OFFICE.replace(".", "")).id
        for relation in list_relations_in(session, party_id):
            for right in relation.rights:
                relation.started_on, right.first_day = long_ago, long_ago
                relation.accepted_on = relation.accepted_on and long_ago
        session.flush()
        hold_round(session, party_id, policy=extensions["policy"], now=now)
    peeters = town.come().sign_in("peeters", "/medewerkers").sees("Wie mag wat")
    look(peeters, "round-asked")
    peeters.press("De lijst nakijken").sees("klopt dit nog")
    look(peeters, "round")
    right = peeters.page.get_by_role("button", name=re.compile("^Klopt"))
    while right.count():
        peeters.push(right.first)
    look(peeters.sees("klopt dit nog"), "round-looked-over")
    list_on_paper(town, look)
    look(peeters.go("/medewerkers").sees("Wie mag wat"), "round-done")
    longer_list(town, party_id, peeters, look)


def longer_list(town: Town, party_id: uuid.UUID, peeters: Visitor, look: Look) -> None:
    """A list with which somebody was given rights is longer now: what is new, and a no that is kept."""
    extensions = town.app.extensions
    day = brussels_day(extensions["clock"]())
    with extensions["database"].writing.begin() as session:
        old = list_right_groups(session, day)[0]
        facts = {"group_key": old.group_key, "hint": old.hint, "sentences": old.sentences, "from_day": day}
        right = next(right for one in list_relations_in(session, party_id) for right in one.rights if right.works)
        right.group_version_id = old.id
        keys = [*old.type_keys, RightKind.MANAGER]
        session.add(RightGroupVersion(number=old.number + 1, type_keys=keys, **facts))
    look(peeters.go("/medewerkers").sees("Wie mag wat"), "colleague-list-grown")
    karim = journeys.begin_visit(town.come().sign_in("karim"), OFFICE, "Jan Peeters").go("/medewerkers")
    look(karim.press("Bekijk").sees("Laat u zo wat"), "counter-list-grown")
    look(karim.press("Ja, laat het zo"), "counter-list-grown-not-read")
    look(peeters.press("Bekijk en kies").sees("ook wat nieuw is"), "colleague-list-grown-choice")
    look(peeters.press("Nee, laat het zo").sees("Wie mag wat"), "colleague-list-kept")
    longer_group(town, party_id, peeters, look)


def longer_group(town: Town, party_id: uuid.UUID, peeters: Visitor, look: Look) -> None:
    """A mandate group for which somebody has a right is longer now: the matrix says so, and the history which list."""
    day = brussels_day(town.app.extensions["clock"]())
    with town.app.extensions["database"].writing.begin() as session:
        old = list_groups(session, day)[0]
        facts = {"group_key": old.group_key, "hint": old.hint, "sentences": old.sentences, "from_day": day}
        right = next(right for one in list_relations_in(session, party_id) for right in one.rights if right.works)
        right.mandate_id, right.mandate_group_version_id = None, old.id
        session.add(MandateGroupVersion(number=old.number + 1, type_keys=[*old.type_keys, "farm.view"], **facts))
        person_id = right.person_id
    look(peeters.go("/medewerkers").sees("Wie mag wat"), "colleague-group-longer")
    look(peeters.press("Bekijk en kies").sees("ook wat nieuw is"), "colleague-group-choice")
    look(peeters.go(f"/medewerkers/{person_id}/geschiedenis").sees("Wat mocht"), "colleague-group-history")


def newcomer(town: Town, look: Look) -> None:
    """Somebody new: the name, the invitation that waits, and the page on which it is taken back."""
    peeters = town.come().sign_in("peeters", "/medewerkers").press("Een medewerker aanduiden")
    _next(peeters.choose("Een nieuwe medewerker")).sees("Wie is de nieuwe medewerker")
    look(peeters, "newcomer-name")
    look(_next(peeters), "newcomer-name-refused")
    peeters.write("E-mailadres", "nora").write("Voornaam", "Nora").page.get_by_label("Naam", exact=True).fill("Claes")
    look(_next(peeters), "newcomer-address-refused")
    peeters.write("E-mailadres", "nora@voorbeeld.be")
    _next(peeters).sees("Voor welke klanten mag Nora Claes")
    _next(peeters.choose("Voor alle klanten"))
    _next(peeters.choose("Alleen kijken"))
    _next(peeters.choose("Tot iemand het recht intrekt")).sees("Kijk de aanduiding na")
    look(peeters, "newcomer-check")
    peeters.press("Medewerker aanduiden").sees("U nodigde Nora Claes uit")
    look(peeters, "newcomer-done")
    done = urlsplit(peeters.page.url).path
    peeters.press("Bekijk wie wat mag").sees("Wie mag wat")
    look(peeters, "newcomer-waits")
    peeters.press("Intrekken").sees("Trekt u de aanduiding van Nora Claes in")
    look(peeters, "newcomer-take-back")
    peeters.press("Aanduiding intrekken").sees("Wie mag wat")
    look(peeters.go(done).sees("is ingetrokken"), "newcomer-done-withdrawn")
    maria = town.come().sign_in("maria", "/uitgenodigd")
    look(maria, "invited")
    look(_next(maria), "invited-refused")
    look(maria.press("Ik kreeg een e-mail").sees("Vul in wat in de e-mail staat"), "invited-by-mail")
    look(_next(maria), "invited-by-mail-refused")
    answer(town, maria, look)
    on_paper(town, look)
    begin_at_the_counter(town, maria, look)


def answer(town: Town, invited: Visitor, look: Look) -> None:
    """Somebody holds the letter: the code of another, the questions of her own, and her yes."""
    office = invite(town)
    town.print_letters()
    number, code = read_letter(town)
    for tried, name in (("2222-2222", "invited-wrong-code"), (code, "invited-answer")):
        invited.go("/uitgenodigd").write("Dossiernummer", number).write("Code", tried)
        look(_next(invited.write("Ondernemingsnummer van uw onderneming", office)), name)
    look(invited.press("Ja, ik aanvaard dit recht").sees("U werkt nu voor"), "invited-done")


def on_paper(town: Town, look: Look) -> None:
    """The form of an invitation comes back: keyed, compared, done."""
    invite(town)
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket/papier").write("Dossiernummer", read_letter(town)[0])
    look(_next(karim).sees("Wat staat er op het formulier"), "paper-invitation")
    look(karim.press("Verder naar nakijken"), "paper-invitation-refused")
    karim.choose("Ja, ik aanvaard").write("Voornaam op het blad", "Maria")
    karim.page.get_by_label("Naam op het blad", exact=True).fill("Vermeulen")
    karim.page.get_by_role("radio", name="Ja", exact=True).check()
    look(karim.press("Verder naar nakijken").sees("Vergelijk met het formulier"), "paper-invitation-check")
    look(karim.press("Uitnodiging aanvaarden"), "paper-invitation-check-refused")
    look(karim.tick_all().press("Uitnodiging aanvaarden").sees("De uitnodiging is aanvaard"), "paper-invitation-done")


def list_on_paper(town: Town, look: Look) -> None:
    """The form of the yearly list comes back: one that stops something, put aside, and one that says all is right."""
    town.print_letters()
    with town.app.extensions["database"].reading() as session:
        of_kind = select(Letter.dossier_number).where(Letter.kind == "round.party")
        number = session.scalars(of_kind.order_by(Letter.cause_id.desc()).limit(1)).one()
    karim = town.come().sign_in("karim", "/loket/papier")
    look(_next(karim.write("Dossiernummer", str(number))).sees("Wat staat er op de lijst"), "paper-round")
    look(karim.press("Verder naar nakijken"), "paper-round-refused")
    fill_in_list(karim, stops=True)
    look(karim, "paper-round-check")
    look(karim.press("Doe wat op de lijst staat"), "paper-round-check-refused")
    karim.press("Leg dit blad opzij").go("/loket/papier/lijst")
    fill_in_list(karim, stops=False)
    look(karim.tick_all().press("De lijst klopt").sees("De lijst is verwerkt"), "paper-round-done")


def fill_in_list(karim: Visitor, *, stops: bool) -> None:
    """What stands on the form, signed by who decides."""
    if stops:
        karim.page.get_by_role("checkbox").first.check()
    karim.page.get_by_role("group", name="Is “De rest klopt” aangekruist?").get_by_label("Ja", exact=True).check()
    karim.choose("Bestuurder, zaakvoerder of eigenaar").write("Voornaam op het blad", "Jan")
    karim.page.get_by_label("Naam op het blad", exact=True).fill("Peeters")
    karim.page.get_by_role("group", name="Ziet u een handtekening?").get_by_label("Ja", exact=True).check()
    karim.press("Verder naar nakijken").sees("Vergelijk met het formulier")


def begin_at_the_counter(town: Town, maria: Visitor, look: Look) -> None:
    """Somebody without a sign-in says yes at the counter, with the letter; signing in once makes her known online."""
    office = invite(town)
    town.print_letters()
    number, code = read_letter(town)
    karim = town.come().sign_in("karim", "/loket").write("Naam, ondernemingsnummer", office).press("Zoek de klant")
    karim.page.get_by_role("radio").first.check()
    karim.press("Help deze klant").sees("Wie is de klant").choose("Geen van deze")
    karim.write("Voornaam", "Maria").page.get_by_label("Naam", exact=True).fill("Vermeulen")
    _next(karim)
    karim.go("/loket/klant").press("Antwoord op de uitnodiging").sees("brief van de klant")
    look(karim, "counter-newcomer-unknown")
    karim.go("/loket/klant/bewijs").choose("Identiteitskaart gelezen met", "Identiteitskaart")
    karim.page.get_by_role("radio", name="Identiteitskaart", exact=True).check()
    _next(karim.write("Laatste 4 tekens", "1234")).press("Antwoord op de uitnodiging")
    look(_next(karim.write("Dossiernummer", number).write("Code", "2222-2222")), "counter-newcomer-wrong-code")
    look(_next(karim.write("Code", code)).sees("Werkt de klant voor"), "counter-newcomer")
    look(karim.press("De klant zegt ja"), "counter-newcomer-not-read")
    karim.choose("Voorgelezen.").press("De klant zegt ja").sees("werkt nu voor")
    look(karim, "counter-newcomer-done")
    look(karim.go("/loket/klant/uitnodiging/antwoord").sees("Werkt de klant voor"), "counter-newcomer-answered")
    maria.go("/uitgenodigd").write("Dossiernummer", number).write("Code", code)
    look(_next(maria.write("Ondernemingsnummer van uw onderneming", office)).sees("Werkt u voor"), "invited-tie")
    begins_to_decide(town, karim, look)


def begins_to_decide(town: Town, karim: Visitor, look: Look) -> None:
    """The same customer is invited to decide too: a colleague of the clerk looks first."""
    invite(town, RightWish(RightKind.MANAGER))
    town.print_letters()
    number, code = read_letter(town)
    karim.go("/loket/klant/uitnodiging").write("Dossiernummer", number).write("Code", code)
    _next(karim).sees("Werkt de klant voor").choose("Voorgelezen.").press("De klant zegt ja")
    look(karim.sees("Een collega kijkt mee na"), "counter-newcomer-waits-for-a-look")
    lotte = town.come().sign_in("lotte", karim.path.replace("/klant", "")).sees("Kijkt u dit mee na")
    look(lotte, "look-invitation")
    town.wait(days=33)
    peeters = town.come().sign_in("peeters", "/medewerkers").sees("Wie mag wat")
    assert "Niet op tijd beantwoord" in peeters.page.locator("main").inner_text()
    look(peeters, "newcomer-lapsed")


def invite(town: Town, *wishes: RightWish) -> str:
    """Jan invites Maria, to look for his customers for a while or to these, through the core; his office's number."""
    with deciding(town, "demo-peeters", OFFICE) as (session, jan, frame):
        wanted = wishes or (RightWish(level=AccessLevel.VIEW, last_day=LAST_DAY),)
        appoint_colleague(session, jan, jan.party_id, Newcomer("Maria", "Vermeulen"), wanted, **frame)
    return OFFICE


def read_letter(town: Town) -> tuple[str, str]:
    """The dossier number and the code on the newest letter to an organisation about somebody who is invited."""
    with town.app.extensions["database"].reading() as session:
        of_kind = select(Letter).where(Letter.kind == "colleague.party")
        letter = session.scalars(of_kind.order_by(Letter.cause_id.desc()).limit(1)).one()
        text = open_letter_part(session, letter, TEXT, town.app.extensions["vault"]).decode()
        code = re.search(r"Uw code: (\w{4}-\w{4})", text.replace("\u00a0", " "))
        assert code is not None
        return str(letter.dossier_number), code[1]


@contextmanager
def deciding(town: Town, subject: str, number: str) -> Iterator[tuple[Session, Actor, dict[str, Any]]]:
    """Somebody of the demo decides for an enterprise, through the core; committed at the end."""
    extensions = town.app.extensions
    frame = {"policy": extensions["policy"], "now": extensions["clock"]()}
    with extensions["database"].writing.begin() as session:
        person = session.scalars(select(Person).where(Person.subject == subject)).one()
        party = ensure_enterprise_party(session, number.replace(".", ""))
        yield session, Actor.at_home(person.id, party.id, "sign-in of a test"), frame


def two_appoint(town: Town, customer: str, johan: Visitor, look: Look) -> None:
    """Godelieve makes Els a manager who looks for one customer; Johan reads that, and Els is gone when he signs."""
    with deciding(town, "demo-godelieve", BEEKHOEK) as (session, godelieve, frame):
        els = session.scalars(select(Person.id).where(Person.subject == "demo-els")).one()
        days = {"first_day": brussels_day(frame["now"]), "last_day": date(2026, 12, 31)}
        right = grant_right(session, els, godelieve.party_id, RightKind.EXECUTOR, **days)
        mandate_id = uuid.UUID(customer.rsplit("/", 1)[1])
        looks = RightWish(level=AccessLevel.VIEW, mandate_ids=(mandate_id,), last_day=LAST_DAY)
        wishes = [looks, RightWish(RightKind.MANAGER)]
        appoint_colleague(session, godelieve, godelieve.party_id, els, wishes, **frame)
    johan.go("/medewerkers").press("Bekijk en teken").sees("Tekent u mee voor Els Wouters")
    look(johan, "colleague-sign")
    with deciding(town, "demo-godelieve", BEEKHOEK) as (session, godelieve, frame):
        dismiss_rights(session, godelieve, els, [right.id], **frame)
    look(johan.press("Ik teken mee").sees("Tekent u mee voor Els Wouters"), "colleague-sign-gone")


def at_the_counter(town: Town, look: Look) -> None:
    """A manager is appointed at the counter: read aloud, and looked at by a colleague."""
    karim, lotte = town.come().sign_in("karim", "/loket"), town.come().sign_in("lotte", "/loket")
    journeys.begin_visit(karim, "0199.000.250", "Jan Peeters").go("/medewerkers").sees("Wie mag wat")
    look(karim, "counter-colleague-matrix")
    _next(karim.press("Een medewerker aanduiden").choose("Els Wouters"))
    _next(karim.choose("Voor alle klanten"))
    _next(karim.choose("Ook mandaten geven"))
    _next(karim.choose("Tot iemand het recht intrekt")).sees("Lees dit voor aan de klant")
    look(karim, "counter-colleague-consent")
    look(_next(karim), "counter-colleague-consent-refused")
    _next(karim.choose("Voorgelezen.", "De klant vindt het goed")).sees("Kijk de aanduiding na")
    look(karim, "counter-colleague-check")
    look(karim.press(ASK).sees("Kijk de aanduiding na"), "counter-colleague-waits-for-a-look")
    look(lotte.press("Nakijken").press("Els Wouters aanduiden").sees("Kijkt u dit mee na"), "look-at-rights")
    lotte.choose("Ik keek het na").press("Bewaar wat u vond")
    karim.press(LOOK_AGAIN).press("Medewerker aanduiden").sees("Els Wouters is aangeduid")
    look(karim, "counter-colleague-done")


def by_phone(town: Town, look: Look) -> None:
    """A caller of the office names a colleague, chooses and hears it read aloud; nobody else is named."""
    karim = town.come().sign_in("karim", "/loket/telefoon").press("De beller heeft geen brief")
    karim.write("Dossiernummer", "260 9140 001 51").write("Ondernemingsnummer van de beller", "0199.000.250")
    karim.write("Met welke onderneming", "Bakkerij De Zoete Inval").page.locator("main summary").click()
    karim.choose("Hinderpremie aanvragen")
    say_who_calls(karim, "Jan", "Peeters").press("Kijk na wie belt").sees("Wat wil de beller")
    karim.press("Een recht van een medewerker intrekken").sees("Van welke medewerker")
    look(karim, "phone-right-name")
    look(_next(karim.write("Hoe heet die medewerker", "Els")), "phone-right-name-refused")
    _next(karim.write("Hoe heet die medewerker", "Els Wouters")).sees("Wat wil de beller")
    look(karim, "phone-right-what")
    _next(karim.choose("Els Wouters gaat weg")).sees("Lees voor wat u noteerde")
    look(karim, "phone-right-check")
    look(karim.press("Alle rechten intrekken"), "phone-right-check-refused")
    karim.choose("Voorgelezen.").press("Alle rechten intrekken").sees("Alle rechten zijn ingetrokken")
    look(karim, "phone-right-done")


COLLEAGUES: tuple[Callable[[Town, Look], None], ...] = (colleagues, newcomer, at_the_counter, by_phone, yearly)
