"""The doors as people walk through them: for each, how an act on a prepared dossier is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.mandates.possible_acts import Act
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.web.pages.counter.distant_words import BUTTONS, CHOICES
from app.web.pages.letter_code_forms import CHOICES as LETTER_CHOICES
from app.web.pages.mandate_words import ACTS
from tests.e2e import journeys
from tests.e2e.four_eyes import ask_colleague, press_looked_at
from tests.e2e.prepared import Prepared, make_code, make_sheet, make_visit
from tests.e2e.visitor import Visitor
from tests.world import World

DECIDE = {
    Act.ACCEPT: ("Ja, ik aanvaard", "Mandaat aanvaarden en"),
    Act.REFUSE: ("Nee, ik weiger", "Mandaat weigeren en"),
}
MOST_QUESTIONS = 12


@dataclass(frozen=True)
class Errand:
    """What somebody comes to do: for which side of which mandate."""

    prepared: Prepared
    world: World
    mandate: Mandate
    side: Side
    act: Act

    @property
    def number(self) -> str:
        """The enterprise number of who comes."""
        return self.mandate.party_on(self.side).enterprise_number or ""

    @property
    def path(self) -> str:
        """Where the mandate is read."""
        return f"/mandaten/{self.mandate.id}"


def at_home(errand: Errand, visitor: Visitor) -> None:
    """Signed in, from the page of the mandate."""
    visitor.sign_in("maria" if errand.side is Side.GIVER else "jan", errand.path)
    _from_the_mandate(errand, visitor)


def at_the_counter(errand: Errand, visitor: Visitor) -> None:
    """The clerk, with the customer beside him, on the same pages."""
    make_visit(errand.world, errand.number)
    visitor.sign_in("karim", errand.path)
    _from_the_mandate(errand, visitor)


def _from_the_mandate(errand: Errand, visitor: Visitor) -> None:
    act = errand.act
    if act in DECIDE:
        visitor.go("/aanvaarden").press("Antwoorden")
        answer(visitor, DECIDE[act][1], {"decide": lambda: visitor.choose(DECIDE[act][0])})
    else:
        answer(visitor.press(ACTS[act].link), ACTS[act].button, {})


def with_the_code(errand: Errand, visitor: Visitor) -> None:
    """Who has the letter, and signs in nowhere."""
    open_letter(errand, visitor)
    choose = {"keuze": lambda: visitor.choose(LETTER_CHOICES[errand.act])}
    answer(visitor, ACTS[errand.act].button if errand.act in ACTS else DECIDE[errand.act][1], choose)


def open_letter(errand: Errand, visitor: Visitor) -> None:
    """Type what stands on it."""
    code = make_code(errand.world, errand.prepared.app, errand.mandate, errand.side)
    journeys.open_letter(visitor, errand.mandate.dossier_number, code, errand.number).press("Verder", exact=True)


def by_phone(errand: Errand, visitor: Visitor) -> None:
    """A caller who reads his code to the clerk."""
    begin_call(errand, visitor)
    asked = {"gesprek": lambda: visitor.choose(CHOICES[errand.act]), "wat": lambda: visitor.choose("Nu meteen")}
    answer(visitor, BUTTONS[errand.act], asked)


def begin_call(errand: Errand, visitor: Visitor) -> None:
    """Up to the question what the caller wants."""
    code = make_code(errand.world, errand.prepared.app, errand.mandate, errand.side)
    visitor.sign_in("karim", "/loket/telefoon/met-brief")
    visitor.write("Dossiernummer", errand.mandate.dossier_number).write("Code", code)
    visitor.write("Ondernemingsnummer van de beller", errand.number).write("Voornaam van de beller", "Ann")
    visitor.page.get_by_label("Naam van de beller", exact=True).fill("Beller")
    visitor.choose("Bestuurder, zaakvoerder").press("Kijk na wie belt").sees("Wat wil de beller")


def on_paper(errand: Errand, visitor: Visitor) -> None:
    """A signed sheet that the clerk keys."""
    find_sheet(errand, visitor)
    visitor.choose(CHOICES[errand.act], "Bestuurder, zaakvoerder").write("Voornaam op het blad", "Ann")
    visitor.page.get_by_role("radio", name="Ja", exact=True).check()
    visitor.page.get_by_label("Naam op het blad", exact=True).fill("Schrijver")
    answer(visitor.press("Verder naar nakijken"), BUTTONS[errand.act], {})


def find_sheet(errand: Errand, visitor: Visitor) -> None:
    """Up to the question what stands on it."""
    make_sheet(errand.world, errand.mandate, errand.side, errand.act)
    visitor.sign_in("karim", "/loket/papier").write("Dossiernummer", errand.mandate.dossier_number)
    visitor.press("Verder", exact=True).sees("Bij welke brief").page.get_by_role("radio").first.check()
    visitor.press("Verder", exact=True).sees("Wat staat er op het blad")


def prepare_by_phone(errand: Errand, visitor: Visitor, other: str, type_name: str) -> str:
    """A caller has a gift prepared; the dossier number that he is told."""
    begin_call(errand, visitor)
    questions = _questions(visitor.press("Zet een nieuw mandaat klaar"), "holder", other, type_name)
    answer(visitor, "Klaarzetten en brief", questions)
    return journeys.dossier_number(visitor.sees("Het mandaat staat klaar"))


def finish_at_home(visitor: Visitor, dossier: str) -> None:
    """Who decides signs in, says the number, and gives what stood ready."""
    visitor.sign_in("maria", "/hervatten").write("Dossiernummer", dossier).press("Verdergaan")
    visitor.sees("Welkom terug").press("Verdergaan")
    answer(visitor, "Mandaat geven en", {"notice": lambda: visitor.choose("Met een brief")})


WIZARDS = {"give": "/geven", "request": "/vragen", "transfer": "/veranderen", "pass_on": "/doorgeven"}
BUTTONS_OF_WIZARDS = {
    "give": "Mandaat geven en",
    "request": "Mandaat vragen en",
    "transfer": "Veranderen en",
    "pass_on": "Doorgeven en",
}


def start(visitor: Visitor, act: str, other: str, type_name: str) -> None:
    """Give a mandate to the other party, or ask one of it, for a year; or let it take over what runs."""
    finder = "giver" if act == "request" else "holder"
    visitor.go(WIZARDS[act]).press("Beginnen")
    answer(visitor, BUTTONS_OF_WIZARDS[act], _questions(visitor, finder, other, type_name))


def _questions(visitor: Visitor, finder: str, other: str, type_name: str) -> Mapping[str, Callable[[], object]]:
    return {
        finder: lambda: visitor.write("Naam en gemeente", other),
        f"{finder}-check": lambda: visitor.choose("Ja, dit is de juiste"),
        "what": lambda: visitor.choose("Ik kies zelf uit de lijst"),
        "types": lambda: visitor.choose(type_name),
        "start": lambda: visitor.choose("Zodra"),
        "period": lambda: visitor.choose("1 jaar"),
        "until": lambda: visitor.choose("Zo lang als"),
        "notice": lambda: visitor.choose("Met een brief"),
        "reason": lambda: visitor.write("Uw uitleg", "Wij doen uw boekhouding."),
    }


def answer(visitor: Visitor, last: str, answers: Mapping[str, Callable[[], object]]) -> None:
    """Answer page after page, each known by the end of its address, until the button that does it; press that."""
    usual = {
        "executor": lambda: visitor.choose("Ik kies later"),
        "alone": lambda: journeys.speak_alone(visitor),
        "consent": lambda: visitor.choose("Voorgelezen.", "De klant vindt het goed"),
        "understood": lambda: visitor.choose("De klant legde het juist uit"),
        "wie": lambda: journeys.fill_in_who(visitor),
        "verlengen": lambda: visitor.choose("1 jaar langer"),
    }
    for _ in range(MOST_QUESTIONS):
        step = ask_colleague(visitor).path.partition("?")[0].rpartition("/")[2]
        button = visitor.page.get_by_role("button", name=last)
        if button.count():
            press_looked_at(_first_of_a_list(visitor), last)
            return
        (usual | answers).get(step, lambda: _first_of_a_list(visitor).tick_all())()
        if step != "alone":
            visitor.press("Verder", exact=True)
    raise AssertionError(f"{visitor.path} is one question too many")


def _first_of_a_list(visitor: Visitor) -> Visitor:
    """The first reason, or the first number of months, where one is asked."""
    for name in ("reason", "months"):
        choices = visitor.page.locator(f"input[type=radio][name={name}]")
        if choices.count():
            choices.first.check()
    return visitor


DOORS: Mapping[str, Callable[[Errand, Visitor], None]] = {
    "signed in": at_home,
    "letter code": with_the_code,
    "counter": at_the_counter,
    "phone": by_phone,
    "paper": on_paper,
}
GROUNDS = {
    "signed in": "legal_representative",
    "letter code": "letter_code",
    "counter": "consented_customer",
    "phone": "verified_caller",
    "paper": "signed_sheet",
}
