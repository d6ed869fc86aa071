"""What mails say: every kind, with names as hostile as the register allows, and nothing in them to click."""

import re
import tomllib
from hashlib import sha256

import pytest

from app.adapters.mail import Wording
from app.adapters.mail.wording import TEMPLATES, dated_for, harmless
from app.core.letters.data import KINDS
from app.core.letters.mail_data import ADDRESS, INVITED, UNINVITED
from app.core.letters.mails import EDITION_OF_TODAY
from app.core.letters.orders import BY_LETTER_ONLY
from app.core.people.notices import REMINDERS
from app.translations.dutch_rules import problems_of
from tests.lint.dutch_texts import Text
from tests.mails.samples import DOSSIER, HOSTILE, OTHER_DOSSIER, all_mails, mail, told

REPORT = "verdacht@safeonweb.be"
# What mail programs make a link of, and what a mail may never ask or hold.
LINK = re.compile(r"//|www\.\S|@|(?<=[^\W_])[.。．｡][^\W\d_]{2}|(mailto|tel|https?|ftp):\S", re.IGNORECASE)
CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b")
ENTERPRISE_NUMBER = re.compile(r"\b[01]\d{3}\.?\d{3}\.?\d{3}\b")
MAILS = all_mails()
RECOGNISED = (
    "Zo herkent u ons: deze e-mail noemt uw dossiernummer, en er staat geen link in.",
    "In een e-mail of sms vragen wij nooit een code, een wachtwoord of geld.",
    f"Twijfelt u? Bel gratis 1700. Stuur valse e-mails door naar {REPORT}.",
    "Dossiernummer: 260 9140 001 51",
)
BAKERY, OFFICE, NEW = "Bakkerij De Zoete Inval BV", "Boekhoudkantoor Peeters BV", "Fiduciaire Maasland NV"
RIGHTS_ENDED = (
    "Rechten van een medewerker zijn ingetrokken, dossier",
    f"Maria Vermeulen trok op 20 november 2026 rechten in van Els Wouters bij {BAKERY}. Dat geldt meteen.",
    "Els Wouters heeft daar nu geen recht meer.", "U krijgt een brief met alle uitleg.")
INVITATION_ENDED = (
    "Een uitnodiging is ingetrokken, dossier",
    f"Maria Vermeulen trok op 20 november 2026 de aanduiding van Els Wouters bij {BAKERY} in. Dat geldt meteen.",
    "U krijgt een brief met alle uitleg.")
EXPECTED = {
    "given.giver": ("U gaf een mandaat", "U krijgt ook een brief met alle uitleg."),
    "invitation.holder": ("Er wacht een mandaat op uw antwoord", "Bakkerij De Zoete Inval BV geeft u een mandaat.",
                          "Uw code staat alleen in onze brief, niet in deze e-mail."),
    "invitation.giver": ("Boekhoudkantoor Peeters BV vraagt u een mandaat.", "ten laatste op zondag 20 december 2026"),
    "active.giver": ("Het mandaat is actief", "mag nu werken voor Bakkerij De Zoete Inval BV."),
    "active.holder": ("Het mandaat geldt van 1 december 2026 tot en met 30 november 2027.",),
    "refused.giver": ("Boekhoudkantoor Peeters BV weigerde het mandaat op 20 november 2026. Er is geen mandaat.",),
    "withdrawn.holder": ("Bakkerij De Zoete Inval BV trok het mandaat in op 20 november 2026. U hoeft niets te doen.",),
    "withdrawn.giver": ("trok de vraag om een mandaat in",),
    "stopped.giver": ("U zette het mandaat stop", "mag niets meer doen vanaf 21 november 2026."),
    "stopped.holder": ("Bakkerij De Zoete Inval BV zette het mandaat stop",),
    "lapsed.giver": ("Er is geen mandaat, dossier", "U kunt het opnieuw geven."),
    "suspended.giver": ("Uw mandaat staat stil", "Wij bellen of schrijven u ten laatste op dinsdag 24 november 2026."),
    "expiring.giver": ("Uw mandaat stopt na 30 november 2027", "Over 374 dagen is het mandaat",
                       "De code staat in onze brief.", "Dan hoeft u niets te doen."),
    "lapsing.holder": ("Bakkerij De Zoete Inval BV wacht op uw antwoord.",),
    "lapsing.giver": ("Boekhoudkantoor Peeters BV antwoordde nog niet.",),
    "extension_waits.giver": (
        "wil het mandaat verlengen tot en met 30 november 2028 en wacht op uw antwoord.",
        "Antwoord ten laatste op zondag 20 december 2026. Zonder antwoord blijft de laatste dag 30 november 2027.",
    ),
    "extension_unanswered.giver": (
        "Boekhoudkantoor Peeters BV antwoordde nog niet op uw vraag om te verlengen", "Daarna vervalt uw vraag",
    ),
    "list_grown.giver": (
        "De lijst “Mijn boekhouder” is langer geworden. Uw mandaat met Boekhoudkantoor Peeters BV blijft",
        "Wilt u het nieuwe ook geven? U beslist,",
    ),
    "list_grown.holder": ("Wilt u het nieuwe vragen? Bakkerij De Zoete Inval BV beslist.",),
    "yearly.giver": ("Klopt uw mandaat nog", "Dat begon op 21 november 2024 en heeft geen laatste dag."),
    "still_needed.giver": ("Er komt een brief van ons", "Wij hebben nog 1 ding nodig. De brief zegt wat."),
    "overview.party": (
        "Wij maken uw overzicht, dossier", f"een overzicht op papier van alle mandaten van {BAKERY}.",
        "Dat overzicht staat in onze brief aan u, niet in deze e-mail.", "Vroeg niemand van u dit? Bel dan gratis"),
    "colleague.party": (
        "Er komt een brief voor een nieuwe medewerker, dossier",
        f"duidde op 20 november 2026 een nieuwe medewerker aan voor {BAKERY}: Els Wouters.",
        "Tot Els Wouters ja zegt, verandert er niets.",
        "Geef die brief aan Els Wouters. Antwoorden kan tot en met 20 december 2026."),
    "rights_to_sign.party": (
        "Er wacht een handtekening voor een medewerker, dossier", "Maria Vermeulen duidde Els Wouters aan",
        "en tekende als eerste op 20 november 2026. Een tweede persoon moet ook tekenen, ten laatste op"),
    "appointment_waits.party": (
        "De aanduiding van een medewerker wacht nog, dossier", "Maria Vermeulen duidde Els Wouters aan",
        "Een tweede persoon moet nog tekenen, ten laatste op 20 december 2026. Anders vervalt het."),
    "rights_ended.party": RIGHTS_ENDED,
    "rights_ended.colleague": RIGHTS_ENDED,
    "invitation_ended.party": INVITATION_ENDED,
    "invitation_ended.colleague": INVITATION_ENDED,
    UNINVITED: (
        "U bent niet meer uitgenodigd als medewerker, dossier 260 9140 001 51", "Beste Els Wouters",
        f"Maria Vermeulen trok op 20 november 2026 uw uitnodiging bij {BAKERY} in.", "U hoeft niets te doen."),
    INVITED: (
        "U bent uitgenodigd als medewerker, dossier 260 9140 001 51", "Beste Els Wouters",
        f"duidde u op 20 november 2026 aan voor {BAKERY}. U wordt daar mandaatuitvoerder.",
        "Antwoorden kan tot en met 20 december 2026.", "Dan hoeft u niets te doen."),
    "round.party": (
        f"Wie mag wat bij {BAKERY}? Klopt dit nog, dossier", "Elk jaar vragen wij u om na te kijken wie mag werken",
        "U gaat dan de lijst na, persoon per persoon. Dat kan ook aan een loket.",
        "Antwoordt u niet? Dan verandert er niets."),
    "prepared.giver": (
        "Uw mandaat staat klaar, dossier", f"Wij zetten een mandaat klaar voor {OFFICE}. Er is nog niets gegeven.",
        "U krijgt ook een brief. Die zegt wat nog ontbreekt", "Belde niemand van u ons? Bel dan gratis 1700."),
    "extension_asked.giver": ("wil het mandaat verlengen tot en met 30 november 2028",),
    ADDRESS: ("U koos voor e-mail, dossier 260 9140 001 51", "vul dit dossiernummer in"),
}  # fmt: skip

EVENTS = {
    "transfer_sent.giver usual with letter": (
        "U vroeg een ander om over te nemen, dossier",
        f"U vroeg op 20 november 2026 aan {OFFICE} om over te nemen van Boekhoudkantoor Janssens BV.",
        "Antwoorden kan tot en met 20 december 2026.", "Komt er geen ja? Dan verandert er niets."),
    "the new holder is asked": (
        "Iemand vraagt u om over te nemen, dossier",
        f"{BAKERY} wil van mandaatnemer veranderen, en geeft u een mandaat.",
        "Antwoord ten laatste op zondag 20 december 2026.", "Uw code staat alleen in onze brief"),
    "transfer_told.holder usual with letter": (
        "Een ander wordt gevraagd om over te nemen, dossier", f"{BAKERY} wil van mandaatnemer veranderen.",
        f"U werkt verder tot {NEW} aanvaardt en mag starten.", "U hoeft niets te doen."),
    "all of it goes over, to the giver": (
        "Uw mandaat gaat over op 21 november 2026, dossier", f"{NEW} aanvaardde, en neemt over van {OFFICE}.",
        f"Vanaf 21 november 2026 mag {NEW} voor u werken. {OFFICE} mag dit dan niet meer doen.", "Bel meteen gratis"),
    "a part goes over, to the giver": (
        "Een deel van uw mandaat gaat over op", f"neemt een deel over van {OFFICE}.",
        f"De brief zegt wat {OFFICE} nog wel mag doen."),
    "all of it goes over, to the old holder": (
        f"{BAKERY} veranderde van mandaatnemer. {NEW} neemt uw mandaat over.",
        f"Vanaf 21 november 2026 mag u dit niet meer doen voor {BAKERY}.", "Wat al ingediend is, blijft ingediend."),
    "a part goes over, to the old holder": ("neemt een deel van uw mandaat over.", "De brief zegt wat u nog wel mag"),
    "it stays: refused, to the giver": (
        "Uw mandaat blijft zoals het was, dossier", f"U vroeg aan {NEW} om over te nemen van {OFFICE}. {NEW} weigerde",
        "Wilt u toch veranderen? Dat kan elke dag."),
    "it stays: refused, to the holder": (
        f"{BAKERY} vroeg aan {NEW} om van u over te nemen. {NEW} weigerde dat op 20 november 2026. Daarom blijft",),
    "it stays: withdrawn, to the giver": ("U trok die vraag in op 20 november 2026.",),
    "it stays: withdrawn, to the holder": (f"{BAKERY} trok die vraag in op 20 november 2026.",),
    "it stays: lapsed, to the giver": (f"{NEW} antwoordde niet op tijd.",),
    "it stays: contested, to the holder": (
        "Uw mandaat blijft voorlopig zoals het was, dossier", "Iemand meldde dat het nieuwe mandaat niet klopt."),
    "it stays: register, to the giver": ("De KBO meldde dat een onderneming gestopt is.",),
    "it stays: stopped, to the giver": ("Het nieuwe mandaat is stopgezet voor het gebruikt kon worden.",),
    "passed_on.giver usual with letter": (
        "Iemand geeft uw mandaat door, dossier",
        f"Op 20 november 2026 gaf {NEW} een deel van dat mandaat door aan {OFFICE}.", "Wilt u dit niet? Bel meteen"),
    "the third is asked": (
        "Iemand geeft u een mandaat door, dossier", f"{NEW} geeft u een mandaat door van {BAKERY}.",
        f"Stopt het mandaat van {NEW}? Dan stopt het uwe ook.", "Antwoord ten laatste op zondag 20 december 2026."),
    "to the passer: asked": (
        "U gaf een mandaat door, dossier", f"{NEW} moet het nog aanvaarden, ten laatste op 20 december 2026."),
    "to the passer: accepted": (
        "Wat u doorgaf, is aanvaard, dossier",
        f"{NEW} aanvaardde op 20 november 2026 het mandaat van {BAKERY} dat u doorgaf.", "Uw eigen mandaat verandert"),
    "to the passer: refused": ("Wat u doorgaf, is geweigerd, dossier", f"{NEW} weigerde op 20 november 2026"),
    "to the passer: lapsed": ("Wat u doorgaf, is vervallen, dossier", f"{NEW} antwoordde niet op tijd."),
    "to the passer: paused": ("Wat u doorgaf, staat stil, dossier", f"{BAKERY} beslist of het verder mag."),
    "to the passer: ended": ("Wat u doorgaf, is stopgezet, dossier", "Op 20 november 2026 is dit daarvan stopgezet: "),
    "the source stopped": (
        "Wat iemand u doorgaf, stopt, dossier", f"{NEW} gaf u een mandaat van {BAKERY} door.",
        f"Vanaf 21 november 2026 mag {NEW} dit zelf niet meer doen. Daarom mag u dat dan ook niet meer doen."),
    "a part of the source stopped": ("Een deel van wat iemand u doorgaf, stopt", "De brief zegt wat u nog wel mag"),
    "the source is contested": (
        "Wat iemand u doorgaf, staat stil, dossier", f"Iemand meldde dat het mandaat van {NEW} niet klopt.",
        "Daarom staat ook uw mandaat stil."),
    "prepared for an unchecked caller": (
        "Iemand liet een mandaat klaarzetten, dossier", "Wij konden niet nakijken wie dat was.",
        "Belde niemand van u ons? Dan hoeft u niets te doen: zonder u gebeurt er niets.", "U mag ons ook bellen"),
    "the source is paused by the register": (f"De KBO meldde dat {NEW} gestopt is.",),
}  # fmt: skip


def words(wording: Wording, name: str) -> str:
    """Subject and text with ordinary spaces."""
    sent = wording.write(MAILS[name])
    return f"{sent.subject}\n{sent.text}".replace("\u00a0", " ")


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_mail_says_what_its_kind_must_say(wording: Wording, kind: str) -> None:
    text = words(wording, f"{kind} usual {'without' if kind == ADDRESS else 'with'} letter")
    assert [line for line in EXPECTED[kind] if line not in text] == []


@pytest.mark.parametrize("event", EVENTS)
def test_what_happens_to_a_mandate_that_moves_or_is_passed_on_has_words_of_its_own(
    wording: Wording, event: str
) -> None:
    text = words(wording, event)
    assert [line for line in EVENTS[event] if line not in text] == []


def test_a_mail_about_a_caller_whom_nobody_knows_says_so(wording: Wording) -> None:
    text = words(wording, "prepared.giver five with letter")
    assert "Wij konden niet nakijken wie dat was. Wij zetten een mandaat klaar" in text


def test_an_edition_says_what_stood_in_it_on_its_day() -> None:
    assert [dated_for("given", day) for day in ("2026-11-27", "2026-11-28", "2027-01-01")] == [
        None, "2026-11-28", "2026-11-28",
    ]  # fmt: skip
    assert [dated_for("prepared", day) for day in ("2026-11-28", "2026-11-29")] == [None, "2026-11-29"]


def test_only_what_passes_between_two_of_one_party_has_no_mail_of_its_own() -> None:
    subjects = {kind.partition(".")[0] for kind in KINDS} - BY_LETTER_ONLY
    assert {subject for subject in subjects if not (TEMPLATES / subject).is_dir()} == set()


def test_in_no_mail_there_is_a_link_a_code_or_an_enterprise_number(wording: Wording) -> None:
    for name in MAILS:
        text = words(wording, name).replace(REPORT, "")
        found = [one.group() for pattern in (LINK, CODE, ENTERPRISE_NUMBER) for one in pattern.finditer(text)]
        assert (name, found) == (name, [])
        assert text.replace("\n", "").isprintable()


def test_every_mail_has_the_lines_by_which_people_know_ours(wording: Wording) -> None:
    for name in MAILS:
        subject, _, text = words(wording, name).partition("\n")
        assert "dossier 260 9140 001 51" in subject
        assert text.startswith("Beste ")
        assert [line for line in RECOGNISED if line not in text] == []
        assert "\n\n\n" not in text
        assert "  " not in text


def test_our_dutch_in_mails_follows_the_rules(wording: Wording) -> None:
    problems = {
        problem
        for name in MAILS if "hostile" not in name and "long" not in name
        for line in words(wording, name).replace(" BV", "").splitlines() if line
        for problem in problems_of(Text(name, "text", line))
    }  # fmt: skip
    assert problems == set()


def test_a_mail_without_a_letter_sends_nobody_to_a_letter(wording: Wording) -> None:
    for kind in KINDS:
        if kind.partition(".")[0] in REMINDERS:
            for size in ("usual", "five", "long"):
                assert "brief" not in words(wording, f"{kind} {size} without letter")


def test_several_things_are_one_mail_each_under_its_dossier(wording: Wording) -> None:
    two = words(wording, "gathered, two dossiers")
    assert two.startswith("Er verandert iets aan 2 mandaten, dossier 260 9140 001 51 en meer\n")
    assert "U gaf een mandaat, dossier 260 9140 001 51\nU gaf op 20 november 2026 een mandaat" in two
    assert "Het mandaat is actief, dossier 260 9140 002 52\n" in two
    assert "Dossiernummer: 260 9140 001 51 en 260 9140 002 52" in two
    one = words(wording, "gathered, one dossier")
    assert one.startswith("Er verandert iets aan uw mandaat, dossier 260 9140 001 51\n")


def test_a_kind_of_letter_without_a_mail_of_its_own_is_announced(wording: Wording) -> None:
    text = words(wording, "something_new.giver usual with letter")
    assert text.startswith("Er komt een brief van ons, dossier 260 9140 001 51\n")


def test_what_changes_the_sense_of_a_mail_is_said(wording: Wording) -> None:
    def said(kind: str, **other: object) -> str:
        return wording.write(mail(told(kind, **other))).text.replace("\u00a0", " ")

    assert "mag werken voor Bakkerij De Zoete Inval BV vanaf 10" in said("active.giver", starts_on="2026-12-10")
    part = said("stopped.holder", still=["volgen hoever een aanvraag staat"])
    assert "zette een deel van het mandaat stop" in part
    assert "mag niets meer doen" not in part
    assert "Niemand besliste op tijd" in said("stopped.giver", stopped_by="nobody", acted_by=None)
    assert "De KBO meldde dat Boekhoudkantoor Peeters BV gestopt is." in said("suspended.giver", reason="register")
    assert "Over 1 dag is het mandaat" in said("expiring.giver", last_day="2026-11-22")
    assert "Vandaag is de laatste dag" in said("expiring.giver", last_day="2026-11-21")
    some = {"ending": ["een hinderpremie aanvragen", "steun vragen"], "going_on": ["vergunningen bekijken"]}
    part = said("expiring.giver", **some)
    assert "tot en met 30 november 2027 doen voor Bakkerij De Zoete Inval BV: een hinderpremie aanvragen en" in part
    assert "De rest van het mandaat loopt verder." in part
    assert "Wilt u dit deel verlengen? De code staat in onze brief." in part
    assert "Wilt u" not in said("expiring.giver", **some, other_extension=True)
    assert "Uw code" not in said("invitation.holder", high_risk=True)
    assert said("given.giver", recipient_name=None).startswith("Beste ondernemer,")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_never_becomes_a_link_or_a_line(name: str) -> None:
    assert not LINK.search(harmless(name))
    assert harmless(name).isprintable()


def test_an_ordinary_name_stays_as_it_is() -> None:
    for name in ("Bakkerij De Zoete Inval BV", "B.V.B.A. Jansen & Co.", "Café ’t Hoekje", "Nr. 1 in 24/7 hulp"):
        assert harmless(name) == name


def test_an_edition_of_which_a_mail_was_sent_is_never_changed() -> None:
    editions = tomllib.loads((TEMPLATES / "editions.toml").read_text(encoding="utf-8"))
    assert {path.stem for path in TEMPLATES.glob("*/*.txt")} == set(editions)
    assert max(editions) == EDITION_OF_TODAY
    for dated, digest in editions.items():
        files = sorted(TEMPLATES.glob(f"*/{dated}.txt"))
        now = sha256(b"".join(path.parent.name.encode() + path.read_bytes() for path in files)).hexdigest()
        assert now == digest, f"templates/mails/editions.toml: make a new date, or write {now} if nothing was sent yet"


def test_both_dossiers_are_those_of_the_samples() -> None:
    assert {one.dossier_number for one in MAILS["gathered, two dossiers"].told} == {DOSSIER, OTHER_DOSSIER}
