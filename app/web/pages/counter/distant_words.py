"""The words for somebody who is not here: what he asks by phone or on paper, as the clerk reads it back."""

from collections.abc import Sequence

from app.core.distant.still_needed import Missing
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.lookup import Mandate, Side
from app.core.mandates.possible_acts import Act

CHOICES = {
    Act.TAKE_BACK: "Stopzetten wat doorgegeven is",
    Act.ACCEPT: "Ja, het mandaat aanvaarden",
    Act.REFUSE: "Nee, het mandaat weigeren",
    Act.WITHDRAW: "Het mandaat intrekken",
    Act.STOP: "Het mandaat stopzetten",
    Act.RENOUNCE: "Afstand doen van het mandaat",
    Act.CONTEST: "Dit klopt niet: het mandaat stilzetten",
    Act.EXTEND: "Het mandaat verlengen",
    Act.ACCEPT_EXTENSION: "De verlenging aanvaarden",
    Act.REFUSE_EXTENSION: "De verlenging weigeren",
    Act.WITHDRAW_EXTENSION: "De vraag om te verlengen intrekken",
    Act.SIGN: "Ja, mee tekenen",
    Act.REFUSE_SIGNATURE: "Nee, niet tekenen",
}
BUTTONS = {
    Act.TAKE_BACK: "Stopzetten en brieven versturen",
    Act.ACCEPT: "Mandaat aanvaarden en brieven versturen",
    Act.REFUSE: "Mandaat weigeren en brief versturen",
    Act.WITHDRAW: "Mandaat intrekken en brief versturen",
    Act.STOP: "Mandaat stopzetten en brieven versturen",
    Act.RENOUNCE: "Afstand doen en brieven versturen",
    Act.CONTEST: "Zet het mandaat nu stil",
    Act.EXTEND: "Verlenging vragen en brieven versturen",
    Act.ACCEPT_EXTENSION: "Verlenging aanvaarden en brieven versturen",
    Act.REFUSE_EXTENSION: "Verlenging weigeren en brief versturen",
    Act.WITHDRAW_EXTENSION: "Vraag intrekken en brief versturen",
    Act.SIGN: "Handtekening bewaren",
    Act.REFUSE_SIGNATURE: "Niet tekenen en brief versturen",
}
DONE = {
    Act.TAKE_BACK: "Wat doorgegeven was, is stopgezet",
    Act.ACCEPT: "Het mandaat is aanvaard",
    Act.REFUSE: "Het mandaat is geweigerd",
    Act.WITHDRAW: "Het mandaat is ingetrokken",
    Act.STOP: "Het mandaat is stopgezet",
    Act.RENOUNCE: "Het mandaat is stopgezet",
    Act.CONTEST: "Het mandaat staat stil",
    Act.EXTEND: "De vraag om te verlengen is verstuurd",
    Act.ACCEPT_EXTENSION: "Het mandaat is verlengd",
    Act.REFUSE_EXTENSION: "De verlenging is geweigerd",
    Act.WITHDRAW_EXTENSION: "De vraag om te verlengen is ingetrokken",
    Act.SIGN: "De tweede handtekening is gezet",
    Act.REFUSE_SIGNATURE: "Er is niet getekend",
}
MISSING = {
    Missing.CHOICE: "Het vakje van de keuze",
    Missing.NAME: "Een leesbare naam",
    Missing.DATE: "De datum",
    Missing.SIGNATURE: "De handtekening",
}
RED = frozenset({Act.TAKE_BACK, Act.REFUSE_SIGNATURE, Act.WITHDRAW, Act.STOP, Act.RENOUNCE, Act.CONTEST})
FILED_STAYS = "Wat al ingediend is, blijft ingediend."
BOTH = "Allebei krijgen een brief."
OTHER = "{other} krijgt een brief."
ENDS_AS_IT_IS = "Het mandaat eindigt zoals het nu staat."
SENTENCES = {
    Act.ACCEPT: ["{own} aanvaardt het mandaat van {other}.", BOTH],
    Act.REFUSE: ["{own} weigert het mandaat van {other}.", "Niemand mag iets doen met dit mandaat.", OTHER],
    Act.WITHDRAW: ["{own} trekt het mandaat in.", "{other} kan niet meer aanvaarden.", OTHER],
    Act.STOP: [
        "{own} zet het mandaat aan {other} stop.",
        "{other} mag vanaf vandaag niets meer doen met dit mandaat.",
        FILED_STAYS,
        BOTH,
    ],
    Act.RENOUNCE: [
        "{own} doet afstand van het mandaat van {other}.",
        "{own} mag vanaf vandaag niets meer doen met dit mandaat.",
        FILED_STAYS,
        BOTH,
    ],
    Act.CONTEST: [
        "Het mandaat staat meteen stil. Niemand kan het dan gebruiken.",
        "{giver} beslist binnen 30 dagen: opnieuw aanzetten of stopzetten.",
        BOTH,
    ],
    Act.EXTEND: [
        "{own} wil het mandaat verlengen.", "{other} moet dat aanvaarden. Tot dan verandert er niets.", BOTH,
    ],
    Act.ACCEPT_EXTENSION: ["{own} aanvaardt de verlenging van het mandaat.", BOTH],
    Act.REFUSE_EXTENSION: ["{own} weigert de verlenging.", ENDS_AS_IT_IS, OTHER],
    Act.WITHDRAW_EXTENSION: ["{own} trekt de vraag om te verlengen in.", ENDS_AS_IT_IS, OTHER],
    Act.SIGN: ["De tweede persoon tekent mee voor {own}.", "Wat de eerste persoon tekende, gaat nu door."],
    Act.REFUSE_SIGNATURE: ["De tweede persoon tekent niet voor {own}.", "Het gaat niet door. {own} krijgt een brief."],
}  # fmt: skip
# Of a mandate that the holder asked, the giver accepts or refuses the question.
ASKED = {
    Act.ACCEPT: ["{own} geeft het mandaat dat {other} vroeg.", BOTH],
    Act.REFUSE: ["{own} weigert het mandaat dat {other} vroeg.", "Niemand mag iets doen met dit mandaat.", OTHER],
    Act.WITHDRAW: ["{own} trekt de vraag in.", "{other} kan niet meer aanvaarden.", OTHER],
}


def box_words(act: Act, chain: Mandate | None) -> str:
    """A box of a sheet; `chain` is what was passed on and is stopped with it."""
    return f"{CHOICES[act]} aan {chain.holder.name}" if act is Act.TAKE_BACK and chain else CHOICES[act]


def summary(mandate: Mandate, side: Side, act: Act, longer: Sequence[str] = ()) -> list[str]:
    """What is about to happen, in sentences that can be read aloud; `longer` are the types that are extended alone."""
    names = {
        "own": mandate.party_on(side).name,
        "other": mandate.party_on(side.other).name,
        "giver": mandate.giver.name,
    }
    sentences = [one.format(**names) for one in (SENTENCES | (ASKED if mandate.was_asked else {}))[act]]
    if act is Act.EXTEND and longer:
        what = short_phrase([line.mandate_type for line in mandate.lines if line.type_key in longer])
        sentences[0] = f"{names['own']} wil een deel van het mandaat verlengen: {what}."
    return sentences
