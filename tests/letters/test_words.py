"""What the reader finds on paper, and on the page that reads the letter aloud."""

import re

import pytest
from bs4 import BeautifulSoup

from app.adapters.press.samples import CODE, FIVE_TYPES, TWO_TYPES, facts, sample
from app.core.letters.data import KINDS, KINDS_WITH_CODE
from tests.letters.sheets import words_of

ALWAYS = (
    "21 november 2026",
    "Dossiernummer 260 9140 001 51",
    "ondernemingsnummer 0199.000.151",
    "Klopt dit niet?",
    "Bel gratis 1700",
    "Uw contactpersoon is Sofie Lambrecht van Mandaatloket, telefoon 02 000 00 00.",
    "Ons adres is Mandaatloket, Brievenplein 1, 1000 Brussel.",
    "Wij vragen u nooit om geld, een wachtwoord of een pincode.",
    "Deze code is voor onze verwerking. U hoeft niets te scannen.",
    "Wilt u deze brief in grote letters, of weten wat wij met uw gegevens doen? Bel 1700.",
)
OWN = {
    "given.giver": (
        "U gaf een mandaat aan Boekhoudkantoor Peeters BV",
        "Maria Vermeulen deed dat op 20 november 2026, aan het loket in Gent, met hulp van medewerker 4711.",
        "Het mandaat is nog niet actief: Boekhoudkantoor Peeters BV moet het eerst aanvaarden.",
        "Boekhoudkantoor Peeters BV antwoordt ten laatste op 20 december 2026. Anders vervalt het mandaat.",
    ),
    "invitation.holder": (
        "U krijgt een mandaat van Bakkerij De Zoete Inval BV",
        "Antwoord ten laatste op 20 december 2026. Anders vervalt het mandaat.",
        "Kies “Ik heb een brief met een code”.",
        "Antwoordformulier bij dossier 260 9140 001 51",
        "Ja, Boekhoudkantoor Peeters BV aanvaardt het mandaat van Bakkerij De Zoete Inval BV.",
        "Wie mag het uitvoeren? (mag u leeg laten)",
        "Handtekening",
    ),
    "invitation.giver": (
        "Boekhoudkantoor Peeters BV vraagt u een mandaat",
        "De reden: “Wij doen uw boekhouding en vragen graag de premies voor u aan.”",
        "U bent nergens toe verplicht.",
        "Ja, Bakkerij De Zoete Inval BV geeft dit mandaat aan Boekhoudkantoor Peeters BV.",
    ),
    "refused.holder": (
        "Bakkerij De Zoete Inval BV weigert het mandaat",
        "U mag dus niets doen in naam van Bakkerij De Zoete Inval BV. De reden: “Wij werken niet meer samen”.",
    ),
    "withdrawn.giver": ("Boekhoudkantoor Peeters BV trekt de vraag in", "Gooi het antwoordformulier weg."),
    "active.giver": (
        "Boekhoudkantoor Peeters BV mag nu voor u werken",
        "is actief. Maria Vermeulen aanvaardde het op 20 november 2026. Het mandaat geldt van 1 december 2026",
        "Bewaar deze brief bij uw papieren.",
    ),
    "active.holder": (
        "U mag nu werken voor Bakkerij De Zoete Inval BV",
        "aanvaardde het op 20 november 2026, aan het loket in Gent",
        "Els Wouters is aangeduid als mandaatuitvoerder.",
    ),
    "refused.giver": ("Boekhoudkantoor Peeters BV weigert het mandaat", "De reden: “Wij werken niet meer samen”."),
    "withdrawn.holder": ("Bakkerij De Zoete Inval BV trekt het mandaat in", "Gooi het antwoordformulier weg."),
    "stopped.giver": (
        "Het mandaat tussen Bakkerij De Zoete Inval BV en Boekhoudkantoor Peeters BV stopt op 21 november 2026",
        "de kmo-portefeuille beheren",
        "Vraag uw papieren terug aan Boekhoudkantoor Peeters BV.",
    ),
    "stopped.holder": ("Dien niets meer in voor Bakkerij De Zoete Inval BV.", "Geef de papieren terug."),
    "lapsed.giver": ("Uw antwoorden staan klaar tot en met 20 december 2026.",),
    "lapsed.holder": ("U kon antwoorden tot en met 20 december 2026. Wij kregen geen antwoord.",),
    "suspended.giver": (
        "Het mandaat aan Boekhoudkantoor Peeters BV staat stil",
        "Iemand meldde op 20 november 2026 dat dit mandaat (volmacht) niet klopt. Daarom zetten wij het meteen stil.",
        "Wij bellen of schrijven u ten laatste op 24 november 2026.",
    ),
    "suspended.holder": ("Dit is geen straf: wij kijken het gewoon na.",),
    "extension_asked.giver": (
        "Boekhoudkantoor Peeters BV wil het mandaat verlengen tot en met 30 november 2028",
        "Nu is de laatste dag 30 november 2027. Tot u aanvaardt, verandert er niets.",
        "Antwoord ten laatste op 20 december 2026.",
        "Ja, Bakkerij De Zoete Inval BV aanvaardt de verlenging tot en met 30 november 2028.",
    ),
    "extension_asked.holder": (
        "Bakkerij De Zoete Inval BV wil het mandaat verlengen tot en met 30 november 2028",
        "Ja, Boekhoudkantoor Peeters BV aanvaardt de verlenging tot en met 30 november 2028.",
        "Nee, Boekhoudkantoor Peeters BV wil niet verlengen.",
    ),
    "extension_sent.giver": (
        "U wilt het mandaat met Boekhoudkantoor Peeters BV verlengen tot en met 30 november 2028",
        "Er verandert niets tot Boekhoudkantoor Peeters BV aanvaardt.",
    ),
    "extension_sent.holder": ("Er verandert niets tot Bakkerij De Zoete Inval BV aanvaardt.",),
    "extended.giver": ("is verlengd tot en met 30 november 2028", "Niets: het dossiernummer blijft hetzelfde."),
    "extended.holder": ("Maria Vermeulen aanvaardde dat op 20 november 2026",),
    "not_extended.giver": ("is niet verlengd", "Er verandert niets. De laatste dag blijft 30 november 2027."),
    "expiring.giver": (
        "Uw mandaat aan Boekhoudkantoor Peeters BV stopt na 30 november 2027",
        "Over 374 dagen is het mandaat (volmacht) aan Boekhoudkantoor Peeters BV voorbij.",
        "Boekhoudkantoor Peeters BV moet de verlenging ook aanvaarden, ten laatste op 30 november 2027.",
        "Kies “Ik heb een brief met een code”. Bel gratis 1700 en geef uw dossiernummer en code.",
        "Dan hoeft u niets te doen. Het mandaat stopt vanzelf.",
    ),
    "expiring.holder": (
        "Uw mandaat van Bakkerij De Zoete Inval BV stopt na 30 november 2027",
        "Bakkerij De Zoete Inval BV moet de verlenging ook aanvaarden",
    ),
    "lapsing.giver": (
        "Boekhoudkantoor Peeters BV antwoordde nog niet",
        "U gaf op 20 oktober 2026 een mandaat (volmacht) aan Boekhoudkantoor Peeters BV.",
        "kan antwoorden tot en met 20 december 2026. Daarna vervalt het mandaat.",
    ),
    "lapsing.holder": (
        "Er wacht een mandaat op uw antwoord",
        "Zonder antwoord vervalt het mandaat na 20 december 2026.",
        "Op papier: vul het formulier in bij onze brief van 20 oktober 2026.",
    ),
    "extension_waits.giver": (
        "Antwoord nog op de vraag om te verlengen",
        "Wij schreven u daarover op 20 oktober 2026. Wij kregen nog geen antwoord.",
        "Zonder antwoord blijft de laatste dag 30 november 2027.",
        "Antwoord ten laatste op 20 december 2026.",
        "Ja, Bakkerij De Zoete Inval BV aanvaardt de verlenging tot en met 30 november 2028.",
    ),
    "extension_waits.holder": (
        "Bakkerij De Zoete Inval BV wil het mandaat (volmacht)",
        "Ja, Boekhoudkantoor Peeters BV aanvaardt de verlenging tot en met 30 november 2028.",
    ),
    "extension_unanswered.giver": (
        "Boekhoudkantoor Peeters BV antwoordde nog niet",
        "U vroeg op 20 oktober 2026 om te verlengen tot en met 30 november 2028.",
        "Daarna vervalt uw vraag, en de laatste dag blijft 30 november 2027.",
    ),
    "extension_unanswered.holder": ("Bakkerij De Zoete Inval BV antwoordde nog niet",),
    "sign_waits.giver": (
        "Uw handtekening is nog nodig",
        "Maria Vermeulen tekende op 20 november 2026. Uw handtekening hebben wij nog niet.",
        "Teken ten laatste op 20 december 2026. Anders gaat het niet door.",
        "Ja, ik teken mee voor Bakkerij De Zoete Inval BV.",
    ),
    "sign_waits.holder": ("Boekhoudkantoor Peeters BV wil een mandaat (volmacht) vragen aan",),
    "list_grown.giver": (
        "De lijst “Mijn boekhouder” is langer geworden",
        "Uw mandaat blijft zoals het was. Wilt u het nieuwe ook geven? U beslist.",
        "Boekhoudkantoor Peeters BV moet het daarna nog aanvaarden.",
    ),
    "list_grown.holder": (
        "U mag het nieuwe niet doen, behalve als Bakkerij De Zoete Inval BV het u geeft.",
        "Wilt u het nieuwe vragen? Kies 1 manier:",
    ),
    "overview.party": (
        "Wie mag iets doen voor Bakkerij De Zoete Inval BV?",
        "1. Boekhoudkantoor Peeters BV, ondernemingsnummer 0199.000.250",
        "Boekhoudkantoor Peeters BV mag in uw naam de kmo-portefeuille beheren. Het mandaat geldt van 1 december 2026",
        "Ik zet dit mandaat stop.",
        "Stuur alle bladen terug in de omslag.",
    ),
    "still_needed.giver": ("Wij hebben nog 1 ding nodig voor uw mandaat", "aan Boekhoudkantoor Peeters BV. Bedankt."),
    "still_needed.holder": (
        "Wij kregen op 18 november 2026 uw papieren voor het mandaat (volmacht) van Bakkerij De Zoete Inval BV.",
        "Er ontbreekt nog iets: uw handtekening",
        "Wat wij al weten, staat er al op. Stuur het terug ten laatste op zondag 20 december 2026",
        "Ja, Boekhoudkantoor Peeters BV aanvaardt het mandaat van Bakkerij De Zoete Inval BV.",
        "Voornaam en naam Jan Peeters",
    ),
    "yearly.giver": (
        "Klopt uw mandaat aan Boekhoudkantoor Peeters BV nog?",
        "Dat begon op 21 november 2024 en heeft geen laatste dag.",
        "Wij vragen u elk jaar of het nog klopt.",
    ),
    "transfer_sent.giver": (
        "U vroeg Boekhoudkantoor Peeters BV om over te nemen van Boekhoudkantoor Janssens BV",
        "Tot dan werkt Boekhoudkantoor Janssens BV verder.",
        "Komt er geen ja? Dan blijft alles bij Boekhoudkantoor Janssens BV. Wij schrijven u dat.",
    ),
    "transfer_told.holder": (
        "Bakkerij De Zoete Inval BV wil van mandaatnemer veranderen",
        "Maria Vermeulen vroeg op 20 november 2026 aan Fiduciaire Maasland NV, ondernemingsnummer 0199.000.349,",
        "U mag dit blijven doen tot Fiduciaire Maasland NV aanvaardt en mag starten.",
    ),
    "transferred.giver": (
        "Fiduciaire Maasland NV neemt over van Boekhoudkantoor Peeters BV, vanaf 21 november 2026",
        "Vraag uw papieren terug aan Boekhoudkantoor Peeters BV.",
    ),
    "transferred.holder": (
        "Fiduciaire Maasland NV neemt uw mandaat van Bakkerij De Zoete Inval BV over, vanaf 21 november 2026",
        "Vanaf 21 november 2026 mag Boekhoudkantoor Peeters BV dit niet meer doen:",
    ),
    "stays.giver": (
        "Uw mandaat blijft bij Boekhoudkantoor Peeters BV",
        "Fiduciaire Maasland NV weigerde dat op 20 november 2026.",
        "Boekhoudkantoor Peeters BV mag dit nog altijd voor u doen:",
    ),
    "passed_on.giver": (
        "Fiduciaire Maasland NV geeft uw mandaat door aan Boekhoudkantoor Peeters BV",
        "Maria Vermeulen gaf het door op 20 november 2026. Boekhoudkantoor Peeters BV,",
        "Stopt het mandaat van Fiduciaire Maasland NV? Dan stopt dit ook.",
    ),
    "onward.holder": (
        "U geeft een mandaat van Bakkerij De Zoete Inval BV door aan Fiduciaire Maasland NV",
        "Fiduciaire Maasland NV antwoordt ten laatste op 20 december 2026. Daarna krijgt u een nieuwe brief.",
        "Bakkerij De Zoete Inval BV krijgt ook een brief en mag dit elke dag stopzetten.",
        "Ik zet stop wat ik doorgaf aan Fiduciaire Maasland NV. Ik zet mijn hele mandaat stop.",
    ),
    "colleague.party": (
        "Geef deze brief aan Els Wouters", "Tot dan mag Els Wouters niets doen voor Bakkerij De Zoete Inval BV.",
        "Maria Vermeulen duidde Els Wouters aan voor Bakkerij De Zoete Inval BV, op 20 november 2026.",
        "Mandaatuitvoerder: mag alleen kijken, tot en met 1 juni 2027, alleen voor Slagerij Maes BV",
        "Anders vervalt de uitnodiging.", "Kies “Ik ben uitgenodigd als medewerker”.",
        "Op papier: vul het formulier op de achterkant in.", "Schrijf eerst het dossiernummer en de code over."),
    "rights_to_sign.party": (
        "Een tweede persoon moet tekenen voor Els Wouters", "Johan Claes", "Kies “Wie mag wat”.",
        "Tot de tweede persoon tekent, verandert er niets aan wat Els Wouters mag."),
    "appointment_waits.party": (
        "Er wacht nog een handtekening voor Els Wouters", "Een tweede persoon tekende nog niet.", "Johan Claes",
        "Teken ten laatste op 20 december 2026. Anders vervalt het.", "Kies “Wie mag wat”."),
    "rights_ended.party": (
        "Els Wouters mag niets meer doen voor Bakkerij De Zoete Inval BV",
        "Dat gebeurde op 20 november 2026, aan het loket in Gent, met hulp van medewerker 4711. Het geldt meteen.",
        "Mandaatuitvoerder: mag alleen kijken, tot en met 1 juni 2027, alleen voor Slagerij Maes BV",
        "Els Wouters heeft nu geen recht meer bij Bakkerij De Zoete Inval BV.", "Kies “Wie mag wat”."),
    "rights_ended.colleague": (
        "U mag niets meer doen voor Bakkerij De Zoete Inval BV", "Deze brief is voor Els Wouters.",
        "Maria Vermeulen trok een recht van u bij Bakkerij De Zoete Inval BV in.",
        "U hebt nu geen recht meer bij Bakkerij De Zoete Inval BV.",
        "Dien niets meer in voor Bakkerij De Zoete Inval BV"),
    "invitation_ended.party": (
        "Els Wouters krijgt dit recht niet bij Bakkerij De Zoete Inval BV",
        "Maria Vermeulen trok de aanduiding van Els Wouters bij Bakkerij De Zoete Inval BV in.",
        "Hebt u de brief met de code nog? Gooi hem weg: de code werkt niet meer.",
        "Els Wouters kreeg ook een brief, op het adres van Bakkerij De Zoete Inval BV."),
    "invitation_ended.colleague": (
        "U bent niet meer uitgenodigd bij Bakkerij De Zoete Inval BV", "Deze brief is voor Els Wouters.",
        "Maria Vermeulen trok uw uitnodiging bij Bakkerij De Zoete Inval BV in.",
        "De code in de vorige brief werkt niet meer.",
        "Vraag een nieuwe uitnodiging aan wie beslist voor Bakkerij De Zoete Inval BV."),
    "round.party": (
        "Wie mag wat bij Bakkerij De Zoete Inval BV? Klopt dit nog?", "Antwoordt u niet? Dan verandert er niets.",
        "2. Els Wouters", "mag kijken en doen, voor alle klanten, ook nieuwe",
        "Iemand stoppen kan elke dag.", "Op papier: kruis aan wat stopt en teken."),
    "prepared.giver": (
        "Uw mandaat voor Boekhoudkantoor Peeters BV staat klaar",
        "Op 20 november 2026 belde Maria Vermeulen ons voor Bakkerij De Zoete Inval BV.",
        "Er is dus nog niets gegeven, en Boekhoudkantoor Peeters BV weet hier niets van.",
        "Wij weten nog niet zeker wie u bent.", "Ga verder ten laatste op 20 december 2026",
        "Met deze brief alleen kan niemand iets in uw naam doen."),
    "to_sign.giver": (
        "Maria Vermeulen vraagt ook uw handtekening",
        "Daarvoor zijn 2 handtekeningen nodig. Maria Vermeulen tekende op 20 november 2026.",
        "Er verandert niets tot u ook tekent.", "Ja, ik teken mee voor Bakkerij De Zoete Inval BV."),
    "to_sign.holder": (
        "vraagt ook uw handtekening",
        "Boekhoudkantoor Peeters BV wil een mandaat (volmacht)",
        "Nee, ik teken niet. Het gaat niet door.",
    ),
    "not_signed.giver": (
        "De tweede handtekening kwam er niet",
        "Daarvoor zijn 2 handtekeningen nodig.",
        "Begin dan opnieuw. Spreek eerst samen af wie tekent.",
    ),
    "not_signed.holder": ("De tweede handtekening kwam er niet", "Daarvoor zijn 2 handtekeningen nodig."),
    "stays.holder": (
        "Uw mandaat van Bakkerij De Zoete Inval BV blijft bij u",
        "Werk verder zoals voorheen.",
    ),
    "not_extended.holder": ("Boekhoudkantoor Peeters BV weigerde dat op 20 november 2026.",),
}
GIVEN = {"given.giver", "transfer_sent.giver", "passed_on.giver"}
WITH_SLIP = GIVEN | {"onward.holder", "yearly.giver", "suspended.giver", "suspended.holder"} | {
    f"{act}.{side}" for act in ("active", "extension_sent", "extended", "expiring") for side in ("giver", "holder")
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_its_kind_must_say(printed, kind):
    words = words_of(printed(kind, "usual").pdf)
    for sentence in (*ALWAYS, *OWN[kind]):
        assert sentence in words
    assert "eferentie" not in words
    assert re.search(r"\w\.[A-Z][a-z]", words) is None, "two sentences without a space between them"


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_says_which_page_it_is(printed, kind):
    letter = printed(kind, "usual")
    words = words_of(letter.pdf)
    assert f"Einde van deze brief, pagina {letter.pages} van {letter.pages}" in words
    for page in range(1, letter.pages):
        assert f"pagina {page} van {letter.pages}" in words


@pytest.mark.parametrize("kind", sorted(KINDS_WITH_CODE))
def test_a_letter_on_which_the_reader_can_act_prints_its_code(press, printed, kind):
    assert f"Uw code: {CODE}" in words_of(printed(kind, "usual").pdf)
    covered = words_of(press.print_pdf(sample(kind, code=None))[0])
    assert CODE not in covered
    assert CODE not in press.text_version(sample(kind, code=None))
    assert "(afgedekt)" in covered


@pytest.mark.parametrize("kind", sorted(KINDS_WITH_CODE))
def test_in_the_text_version_a_full_stop_ends_the_code(press, printed, kind):
    # On paper the code stands apart in a box; read aloud, only the full stop tells where it ends.
    for code, words in ((CODE, f"Uw code: {CODE}. Geef ze"), (None, "Uw code: (afgedekt). Geef ze")):
        page = BeautifulSoup(press.text_version(sample(kind, code=code)), "html.parser")
        assert words in " ".join(page.get_text().replace("\u00a0", " ").split())
    assert f"{CODE}." not in words_of(printed(kind, "usual").pdf)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - KINDS_WITH_CODE))
def test_a_letter_on_which_nothing_can_be_done_has_no_code(printed, kind):
    assert "Uw code" not in words_of(printed(kind, "usual").pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_the_slip_goes_with_the_letters_that_say_so(printed, kind):
    words = words_of(printed(kind, "usual").pdf)
    assert ("stuur de strook terug" in words) == (kind in WITH_SLIP)
    assert ("Strook bij dossier 260 9140 001 51." in words) == (kind in WITH_SLIP)


@pytest.mark.parametrize("kind", ["given.giver", "invitation.holder", "active.giver", "active.holder"])
@pytest.mark.parametrize("size", ["usual", "five"])
def test_all_that_may_and_may_not_is_on_the_letter(printed, kind, size):
    words = words_of(printed(kind, size).pdf)
    may, may_not = TWO_TYPES if size == "usual" else FIVE_TYPES
    for sentence in (*may, *may_not):
        assert sentence.removeprefix("{mandaatnemer} ").removesuffix(".") in words
    assert "mag niets anders doen" in words


def test_a_list_that_is_too_long_gets_a_second_sheet(printed):
    words = words_of(printed("given.giver", "long").pdf)
    assert "Dat staat op pagina 3." in words
    assert "Dat staat op pagina 4." in words
    for sentence in FIVE_TYPES[0] + FIVE_TYPES[1]:
        assert sentence.removeprefix("{mandaatnemer} ").removesuffix(".") in words


def test_the_code_of_a_high_risk_invitation_only_refuses(press):
    words = words_of(press.print_pdf(sample("invitation.holder", high_risk=True))[0])
    assert "Online: zoek zelf Mandaatloket op vlaanderen.be en meld u aan." in words
    assert "Kies “Ik heb een brief met een code”" not in words
    assert "Met deze code kunt u alleen weigeren." in words


def test_a_high_risk_gift_says_when_it_can_start(press):
    words = words_of(press.print_pdf(sample("given.giver", starts_after="2026-12-07"))[0])
    assert "Dit is een belangrijk mandaat: het start ten vroegste op 7 december 2026." in words


def test_an_accepted_mandate_that_starts_later_is_not_called_active(press):
    words = words_of(press.print_pdf(sample("active.giver", starts_on="2026-12-07"))[0])
    assert "Boekhoudkantoor Peeters BV mag vanaf 7 december 2026 voor u werken" in words
    assert "is aanvaard. Het start op 7 december 2026." in words
    assert "is actief" not in words


@pytest.mark.parametrize("kind", ["active.giver", "active.holder", "extended.giver", "extended.holder"])
def test_what_holds_after_all_is_said_so(press, printed, kind):
    pdf, pages = press.print_pdf(sample(kind, came_on="2026-10-14"))
    assert "Het antwoord kwam op tijd met de post: op 14 oktober 2026. Deze brief vervangt onze vorige" in words_of(pdf)
    assert pages == printed(kind, "usual").pages
    assert "niemand antwoordde" not in words_of(printed(kind, "usual").pdf)


def test_a_name_that_was_written_is_told_and_gives_no_right(press, printed):
    pdf, pages = press.print_pdf(sample("active.holder", written="Els Wouters"))
    assert "U schreef: Els Wouters mag het uitvoeren. Een naam alleen geeft nog geen recht." in words_of(pdf)
    assert pages == printed("active.holder", "usual").pages
    assert "U schreef" not in words_of(printed("active.holder", "usual").pdf)


@pytest.mark.parametrize("kind", ["active.giver", "active.holder"])
def test_who_takes_over_a_part_leaves_the_rest_as_it_was(press, kind):
    letter = sample(kind, takes_over=True, left_out=["vergunningen bekijken"])
    words = words_of(press.print_pdf(letter)[0])
    assert "Boekhoudkantoor Peeters BV neemt dit niet over: vergunningen bekijken. Dat blijft zoals het was." in words
    assert "Minder dan gevraagd" not in words


def test_a_letter_about_a_caller_whom_nobody_knows_says_so(press):
    words = words_of(press.print_pdf(sample("prepared.giver", unchecked=True))[0])
    assert "Iemand liet een mandaat voor Boekhoudkantoor Peeters BV klaarzetten" in words
    assert "Die persoon noemde zich Maria Vermeulen. Wij konden niet nakijken wie dat was." in words
    assert "Dan hoeft u niets te doen: zonder u gebeurt er niets" in words


def test_a_stop_of_a_part_says_what_goes_on(press, printed):
    words = words_of(printed("stopped.giver", "five").pdf)
    assert "Een deel van het mandaat tussen" in words
    assert "Dit loopt nog wel:" in words
    assert "mag zien wat gevraagd en betaald is" in words


PART = {"ending": ["een hinderpremie aanvragen"], "going_on": ["de kmo-portefeuille beheren", "vergunningen bekijken"]}


@pytest.mark.parametrize("side", ["giver", "holder"])
def test_a_reminder_of_a_part_says_what_stops_and_what_runs_on(press, side):
    words = words_of(press.print_pdf(sample(f"expiring.{side}", **PART))[0])
    assert f"Een deel van uw mandaat {'aan' if side == 'giver' else 'van'}" in words
    assert "De laatste dag daarvan is 30 november 2027." in words
    assert ": een hinderpremie aanvragen." in words
    assert "mag dit blijven doen: de kmo-portefeuille beheren en vergunningen bekijken." in words
    assert "Wilt u dit deel verlengen? Kies 1 manier:" in words
    assert "Dit deel stopt vanzelf." in words
    assert "Ik wil dit deel 1 jaar langer." in words
    assert "niets meer" not in words


def test_a_reminder_of_a_part_says_why_it_cannot_be_longer(press):
    def words(**facts):
        return words_of(press.print_pdf(sample("expiring.giver", **PART, **facts))[0])

    assert "Dit deel kan niet langer." in words(can_extend=False)
    waits = words(other_extension=True)
    assert "Die vraag gaat over een ander deel. Is daarop geantwoord? Dan kunt u ook dit deel verlengen." in waits
    assert "jaar langer" not in waits
    assert "Dit deel wordt pas langer als de vraag aanvaard is." in words(extension_until="2028-11-30")


def test_a_contest_that_nobody_decided_is_said_so(press):
    letter = sample("stopped.giver", stopped_by="nobody", acted_by=None, channel=None)
    assert "besliste niet of dit mandaat (volmacht) verder mocht gaan. Daarom stopt het." in words_of(
        press.print_pdf(letter)[0]
    )


PASSED = {"passed_by": "Fiduciaire Maasland NV"}


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("invitation.holder", {}, "Fiduciaire Maasland NV geeft u een mandaat (volmacht) door van Bakkerij De Zoete"),
        ("active.giver", {}, "Fiduciaire Maasland NV gaf het door. Stopt dat mandaat? Dan stopt dit ook."),
        ("refused.giver", {}, "Fiduciaire Maasland NV mag zelf nog wel voor u werken."),
        ("lapsed.holder", {}, "Vraag Fiduciaire Maasland NV om het mandaat opnieuw door te geven."),
        ("withdrawn.giver", {"taken_back": True}, "wilde een mandaat (volmacht) van Bakkerij De Zoete"),
        ("withdrawn.holder", {"taken_back": True}, "trok Fiduciaire Maasland NV het mandaat (volmacht) van Bakkerij"),
        ("stopped.giver", {"stopped_by": "passer"}, "Fiduciaire Maasland NV zette het mandaat (volmacht) stop."),
        (
            "stopped.holder",
            {"stopped_by": "source", "acted_by": None, "channel": None},
            "Fiduciaire Maasland NV mag dit zelf niet meer doen. Daarom stopt wat doorgegeven is ook.",
        ),
        (
            "suspended.holder",
            {"reason": "register", "stopped_party": "passer"},
            "De KBO meldde op 20 november 2026 dat Fiduciaire Maasland NV gestopt is.",
        ),
    ],
)
def test_what_was_passed_on_is_said_so(press, kind, facts, sentence):
    assert sentence in words_of(press.print_pdf(sample(kind, **PASSED, **facts))[0])


@pytest.mark.parametrize("outcome", ["accepted", "refused", "lapsed", "ended", "paused"])
def test_who_passed_on_reads_what_became_of_it(press, outcome):
    letter = sample("onward.holder", outcome=outcome)
    words = " ".join(BeautifulSoup(press.text_version(letter), "html.parser").get_text(" ").split())
    assert "Uw eigen mandaat verandert niet." in words



def test_a_pause_by_the_register_promises_no_decision(printed):
    words = words_of(printed("suspended.holder", "five").pdf)
    assert "De KBO meldde op 20 november 2026 dat Boekhoudkantoor Peeters BV gestopt is. Daarom zetten wij" in words
    assert "Is de KBO weer juist? Dan zetten wij het mandaat opnieuw aan." in words
    assert "beslist ten laatste" not in words


def test_a_person_without_enterprise_number_can_give(press):
    words = words_of(press.print_pdf(sample("given.giver", giver_name="Luc Vanhoutte", giver_number=None))[0])
    assert "Luc Vanhoutte gaf een mandaat (volmacht) aan Boekhoudkantoor Peeters BV" in words
    assert "0199.000.151" not in words


def test_nobody_known_is_greeted_as_entrepreneur(press):
    assert "Beste ondernemer" in words_of(press.print_pdf(sample("refused.giver", recipient_name=None))[0])


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_version_says_the_same_under_lower_headings(press, printed, kind):
    page = BeautifulSoup(press.text_version(sample(kind)), "html.parser")
    words = " ".join(page.get_text(" ").replace("\u00a0", " ").split())
    assert page.find("h1") is None
    assert len(page.find_all("h2")) == 1
    assert len(page.find_all("h3")) >= 2
    paper = words_of(printed(kind, "usual").pdf)
    for block in page.find_all(["h2", "h3", "li"]):
        assert " ".join(block.get_text().replace("\u00a0", " ").split()) in paper
    assert (facts(kind).get("party_name") or facts(kind)["giver_name"]) in words
    assert printed(kind, "usual").text.split("\n")[0] == page.h2.get_text().replace("\u00a0", " ")
