"""What people come for, page by page, as the tests and the pictures of the walk walk it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.e2e.four_eyes import ask_colleague
from tests.e2e.visitor import Visitor
from tests.letters.sheets import pages_in_words

PEETERS, MAASLAND, AHMED = "0199.000.250", "0199.000.745", "0199.000.349"
CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b")
Look = Callable[[str], object]


def do_not_look(_name: str) -> None:
    """For who only walks past."""


@dataclass(frozen=True)
class Gift:
    """What somebody wants to give: to whom, which types by the beginning of their names, and for how long."""

    holder: str
    number: str
    types: Sequence[str]
    period: str = "1 jaar"


TO_MAASLAND = Gift("Fiduciaire Maasland", MAASLAND, ("Kmo-portefeuille beheren", "Hinderpremie aanvragen"))
HINDER_TO_MAASLAND = Gift("Fiduciaire Maasland", MAASLAND, ("Hinderpremie aanvragen",))
PERMITS_TO_PEETERS = Gift("Boekhoudkantoor Peeters", PEETERS, ("Vergunningen raadplegen",))


def answer_giving(visitor: Visitor, gift: Gift, look: Look = do_not_look) -> Visitor:
    """From the first question until the page before sending; at the counter the clerk reads aloud."""
    visitor.sees("Aan wie geeft u het mandaat").write("Naam en gemeente", gift.number)
    look("aan-wie")
    visitor.press("Verder", exact=True).sees("Is dit de juiste onderneming")
    look("juiste-onderneming")
    visitor.choose("Ja, dit is de juiste").press("Verder", exact=True).sees("voor u doen")
    look("wat")
    visitor.choose("Ik kies zelf uit de lijst").press("Verder", exact=True).sees("precies doen")
    visitor.choose(*gift.types)
    look("soorten")
    visitor.press("Verder", exact=True).sees("Vanaf wanneer").choose("Zodra")
    look("vanaf-wanneer")
    visitor.press("Verder", exact=True).sees("Hoelang").choose(gift.period)
    look("hoelang")
    return choose_news(visitor.press("Verder", exact=True), look)


def choose_news(visitor: Visitor, look: Look = do_not_look) -> Visitor:
    """Letters, from who was never asked."""
    if visitor.title.startswith("Hoe wilt u nieuws krijgen"):
        visitor.choose("Met een brief")
        look("nieuws")
        visitor.press("Verder", exact=True)
    return visitor


def read_aloud(clerk: Visitor, look: Look = do_not_look) -> Visitor:
    """The clerk reads, the customer agrees; before and after it come two questions when the risk asks for them."""
    if clerk.title == "Even alleen met de klant":
        speak_alone(clerk)
    clerk.sees("Lees dit voor").choose("Voorgelezen.", "De klant vindt het goed")
    look("voorlezen")
    clerk.press("Verder", exact=True)
    if clerk.title == "Laat de klant het zelf uitleggen":
        clerk.choose("De klant legde het juist uit").press("Verder", exact=True)
    return clerk


def speak_alone(clerk: Visitor) -> Visitor:
    """The customer chose it himself, and nobody told him to."""
    for answer in ("[name=chose][value=yes]", "[name=told][value=no]"):
        clerk.page.locator(answer).check()
    return clerk.press("Verder", exact=True)


def send_gift(visitor: Visitor, look: Look = do_not_look) -> str:
    """Look again, tick and send; returns the dossier number."""
    ask_colleague(visitor.sees("Kijk alles na")).choose("Ik heb dit gelezen")
    look("nakijken")
    visitor.press("Mandaat geven en brieven versturen").sees("U hebt het mandaat gegeven")
    look("gegeven")
    return dossier_number(visitor)


def give_at_home(visitor: Visitor, gift: Gift, look: Look = do_not_look) -> str:
    """The whole of giving for who is signed in; returns the dossier number."""
    visitor.go("/geven")
    look("beginnen")
    answer_giving(visitor.press("Beginnen"), gift, look)
    return send_gift(visitor, look)


def dossier_number(visitor: Visitor) -> str:
    """The twelve digits that the page shows."""
    found = re.search(r"\d{3} \d{4} \d{3} \d{2}", visitor.text)
    assert found, visitor.text
    return found[0]


def begin_visit(clerk: Visitor, query: str = AHMED, who: str = "Ahmed El Amrani", look: Look = do_not_look) -> Visitor:
    """The clerk finds the customer, says who it is, and how he saw that."""
    clerk.go("/loket").sees("Wie helpt u").write("Naam, ondernemingsnummer", query)
    clerk.press("Zoek de klant")
    look("klant-gevonden")
    clerk.page.get_by_role("radio").first.check()
    return say_who_came(clerk.press("Help deze klant"), who, look)


def say_who_came(clerk: Visitor, who: str, look: Look = do_not_look) -> Visitor:
    """Who stands at the counter, and how the clerk saw that."""
    clerk.sees("Wie is de klant").choose(who)
    look("wie-is-de-klant")
    clerk.press("Verder", exact=True).sees("Hoe zag u wie de klant is")
    clerk.choose("Identiteitskaart gelezen met", "Identiteitskaart").write("Laatste 4 tekens", "4821")
    clerk.page.get_by_role("radio", name="Identiteitskaart", exact=True).check()
    look("bewijs")
    return clerk.press("Verder", exact=True).sees("Wat wilt u doen voor")


def hand_over(clerk: Visitor, reason: str = "Klaar en verstuurd", look: Look = do_not_look) -> Visitor:
    """Ready for the next customer."""
    clerk.press("Klaar, volgende klant").sees("Klaar met deze klant")
    clerk.choose(reason, "De klant heeft al zijn papieren", "De printer is leeg")
    look("overdracht")
    clerk.push(clerk.page.locator("main form button").last)
    return clerk.sees("Klaar voor de volgende klant")


def letters_of(clerk: Visitor) -> list[str]:
    """The words of every page of the letters to post, as the clerk's printer gets them."""
    answer = clerk.page.request.get("/loket/post/brieven.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    return pages_in_words(answer.body())


def code_of(letters: Iterable[str], dossier: str) -> str:
    """The code on the invitation of this dossier."""
    invitations = [text for text in letters if dossier in text and text.startswith("U krijgt een mandaat van")]
    codes = {found for text in invitations for found in CODE.findall(text)}
    assert len(codes) == 1, codes
    return codes.pop()


def open_letter(visitor: Visitor, dossier: str, code: str, number: str = PEETERS) -> Visitor:
    """Type what stands on the letter."""
    visitor.go("/brief").sees("Vul in wat op uw brief staat")
    visitor.write("Dossiernummer", dossier).write("Code", code.lower()).write("Uw ondernemingsnummer", number)
    return visitor


def say_who(reader: Visitor, look: Look = do_not_look) -> Visitor:
    """Who reads the letter; on to the next page."""
    fill_in_who(reader)
    look("wie-bent-u")
    return reader.press("Verder", exact=True)


def fill_in_who(reader: Visitor) -> Visitor:
    """Who reads the letter."""
    reader.sees("Wie bent u").write("Voornaam", "Jan")
    reader.page.get_by_label("Naam", exact=True).fill("Peeters")
    return reader.choose("Ik ben bestuurder")
