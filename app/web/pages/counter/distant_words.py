"""The words for somebody who is not here: what he asks by phone or on paper, as the clerk reads it back."""

from app.core.acts import Act
from app.core.mandates import Mandate, Side

CHOICES = {
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
}
BUTTONS = {
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
}
DONE = {
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
}
RED = frozenset({Act.WITHDRAW, Act.STOP, Act.RENOUNCE, Act.CONTEST})
FILED_STAYS = "Wat al ingediend is, blijft ingediend."


def summary(mandate: Mandate, side: Side, act: Act) -> list[str]:
    """What is about to happen, in sentences that can be read aloud."""
    own, other = mandate.party_on(side).name, mandate.party_on(side.other).name
    sentences = {
        Act.ACCEPT: [f"{own} aanvaardt het mandaat van {other}.", "Allebei krijgen een brief."],
        Act.REFUSE: [
            f"{own} weigert het mandaat van {other}.",
            "Niemand mag iets doen met dit mandaat.",
            f"{other} krijgt een brief.",
        ],
        Act.WITHDRAW: [
            f"{own} trekt het mandaat in.", f"{other} kan niet meer aanvaarden.", f"{other} krijgt een brief."
        ],
        Act.STOP: [
            f"{own} zet het mandaat aan {other} stop.",
            f"{other} mag vanaf vandaag niets meer doen met dit mandaat.",
            FILED_STAYS,
            "Allebei krijgen een brief.",
        ],
        Act.RENOUNCE: [
            f"{own} doet afstand van het mandaat van {other}.",
            f"{own} mag vanaf vandaag niets meer doen met dit mandaat.",
            FILED_STAYS,
            "Allebei krijgen een brief.",
        ],
        Act.CONTEST: [
            "Het mandaat staat meteen stil. Niemand kan het dan gebruiken.",
            f"{mandate.giver.name} beslist binnen 30 dagen: opnieuw aanzetten of stopzetten.",
            "Allebei krijgen een brief.",
        ],
        Act.EXTEND: [
            f"{own} wil het mandaat verlengen.",
            f"{other} moet dat aanvaarden. Tot dan verandert er niets.",
            "Allebei krijgen een brief.",
        ],
        Act.ACCEPT_EXTENSION: [f"{own} aanvaardt de verlenging van het mandaat.", "Allebei krijgen een brief."],
        Act.REFUSE_EXTENSION: [
            f"{own} weigert de verlenging.", "Het mandaat eindigt zoals het nu staat.", f"{other} krijgt een brief."
        ],
        Act.WITHDRAW_EXTENSION: [
            f"{own} trekt de vraag om te verlengen in.", "Het mandaat eindigt zoals het nu staat.",
            f"{other} krijgt een brief.",
        ],
    }  # fmt: skip
    return sentences[act]
