"""The words of a second look: why it is asked, what it is about, what a colleague can say. Source: the Dutch texts."""

from collections.abc import Sequence

from app.core.counter.known_customers import REASON as KNOWN
from app.core.counter.look_reasons import (
    ALL_DOMAINS,
    CLOSE,
    IMPORTANT,
    MANY,
    NEW_ADDRESS,
    NO_EID,
    PRESSURE,
    SENT_HERE,
)
from app.core.views.second_look import LookView

REASONS = {
    IMPORTANT: "Belangrijk mandaat",
    ALL_DOMAINS: "Alle domeinen samen",
    CLOSE: "De mandaatnemer, of wie het uitvoert, is een collega of familie",
    MANY: "Veel mandaten voor dezelfde mandaatnemer deze week",
    SENT_HERE: "Dezelfde loketmedewerker verstuurde de uitnodiging",
    NO_EID: "Bewijs is geen eID",
    NEW_ADDRESS: "Adres veranderde minder dan 90 dagen geleden",
    KNOWN: "De klant toont geen document",
    PRESSURE: "Bij een vorig bezoek leek iemand druk te zetten",
}
# Of a right inside an organisation: nobody holds a mandate by it.
RIGHT_REASONS = {
    IMPORTANT: "Belangrijk recht",
    CLOSE: "De medewerker is een collega of familie",
}
OUTCOMES = {
    "agrees": "Ik keek het na en het klopt",
    "doubts": "Ik twijfel, wacht nog",
    "refuses": "Dit mag niet door",
}
STATES = {
    None: "Wacht op een collega",
    "agrees": "Nagekeken: het klopt",
    "doubts": "Een collega twijfelt",
    "refuses": "Mag niet door",
}
# Of a look that asks who knows the customer too: nothing is sent.
KNOW_OUTCOMES = {
    "agrees": "Ik ken deze klant ook",
    "doubts": "Ik twijfel, wacht nog",
    "refuses": "Ik ken deze klant niet",
}
KNOW_STATES = {
    None: "Wacht op een collega",
    "agrees": "Een collega kent de klant",
    "doubts": "Een collega twijfelt",
    "refuses": "Een collega kent de klant niet",
}
ACTS = {
    "know": "Kent een collega {customer} ook?",
    "give": "{giver} geeft een mandaat aan {holder}",
    "request": "{holder} vraagt een mandaat aan {giver}",
    "transfer": "{giver} vraagt {holder} om een mandaat over te nemen",
    "transfer_now": "{giver} zet een mandaat nu meteen stop bij een ander, en geeft het aan {holder}",
    "pass_on": "Een mandaat van {giver} doorgeven aan {holder}",
    "accept": "Het mandaat van {giver} aan {holder} aanvaarden",
    "confirm": "Het mandaat van {giver} aan {holder} bevestigen",
    "resume": "Het mandaat van {giver} aan {holder} opnieuw aanzetten",
    "extend": "Vragen om het mandaat van {giver} aan {holder} te verlengen",
    "accept_extension": "De verlenging van het mandaat van {giver} aan {holder} aanvaarden",
    "appoint": "{colleague} aanduiden bij {giver}",
    "change_rights": "Het recht van {colleague} bij {giver} wijzigen",
    "accept_invitation": "{colleague} aanvaardt een uitnodiging van {giver}",
    "sign_appointment": "Mee tekenen voor {colleague} bij {giver}",
    "sign": "Het mandaat van {giver} aan {holder} mee tekenen",
}
CLOSE_TO_ME = "De mandaatnemer is een collega of familie van mij."
NAMED_CLOSE_TO_ME = "De mandaatnemer, of wie het uitvoert, is een collega of familie van mij."
COLLEAGUE_CLOSE_TO_ME = "De medewerker is een collega of familie van mij."
CLOSE_HINT = "Dit is voor u, niet voor de klant. Een collega kijkt dan mee na."


def reason_words(reasons: Sequence[str], *, with_customer: bool = False, of_rights: bool = False) -> list[str]:
    """The reasons in words; beside the customer without the one that nobody may read over a shoulder."""
    words = REASONS | RIGHT_REASONS if of_rights else REASONS
    return [words[one] for one in reasons if not (with_customer and one == PRESSURE)]


def act_words(view: LookView) -> str:
    """What would be sent, in a few words."""
    colleague = view.rights.name if view.rights else ""
    return ACTS[view.act].format(
        giver=view.giver.name, holder=view.holder.name, customer=view.customer, colleague=colleague
    )


def outcome_words(view: LookView) -> dict[str, str]:
    """What a colleague can say."""
    return KNOW_OUTCOMES if view.is_about_who else OUTCOMES


def state_words(view: LookView) -> str:
    """How far it is."""
    return (KNOW_STATES if view.is_about_who else STATES)[view.look.outcome]
