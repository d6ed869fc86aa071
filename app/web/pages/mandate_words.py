"""The words of the acts on a mandate: buttons, headings, what is asked and what is said when it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.mandates.possible_acts import Act


@dataclass(frozen=True)
class ActWords:
    """One act: its address, the button that leads to it, the question, and the button that does it.

    `stops` makes the last button red: something stops. `sends` says that letters follow.
    """

    act: Act
    slug: str
    link: str
    heading: str
    button: str
    done: str
    stops: bool = True

    @property
    def aid(self) -> str:
        """With which reading aid a customer reads along."""
        if self.act in {Act.CONTEST, Act.RESUME, Act.STOP_CONTESTED}:
            return "contest"
        if "extension" in self.act or self.act is Act.EXTEND:
            return "extend"
        return "answer" if self.act in {Act.CONFIRM, Act.SIGN, Act.REFUSE_SIGNATURE} else "stop"



@dataclass(frozen=True)
class TaskWords:
    """What the overview says of something that waits."""

    word: str
    sentence: str
    button: str


ACTS = {
    words.act: words
    for words in (
        ActWords(
            Act.WITHDRAW, "intrekken", "Dit mandaat intrekken", "Wilt u dit mandaat intrekken?",
            "Mandaat intrekken en brief versturen", "U hebt het mandaat ingetrokken",
        ),
        ActWords(
            Act.STOP, "stopzetten", "Dit mandaat stopzetten", "Wilt u dit mandaat stopzetten?",
            "Mandaat stopzetten en brieven versturen", "Het mandaat is stopgezet",
        ),
        ActWords(
            Act.RENOUNCE, "afstand-doen", "Afstand doen", "Wilt u afstand doen van dit mandaat?",
            "Afstand doen en brieven versturen", "Het mandaat is stopgezet",
        ),
        ActWords(
            Act.CONTEST, "klopt-niet", "Dit klopt niet", "Wat klopt er niet?",
            "Zet het mandaat nu stil", "Het mandaat staat stil",
        ),
        ActWords(
            Act.CONFIRM, "bevestigen", "Dit mandaat bevestigen", "Bevestigt u dit mandaat?",
            "Ja, dit klopt", "U hebt het mandaat bevestigd", stops=False,
        ),
        ActWords(
            Act.RESUME, "opnieuw-aanzetten", "Opnieuw aanzetten", "Wilt u dit mandaat opnieuw aanzetten?",
            "Mandaat opnieuw aanzetten", "Het mandaat staat weer aan", stops=False,
        ),
        ActWords(
            Act.STOP_CONTESTED, "definitief-stopzetten", "Definitief stopzetten",
            "Wilt u dit mandaat definitief stopzetten?", "Mandaat stopzetten en brieven versturen",
            "Het mandaat is stopgezet",
        ),
        ActWords(
            Act.EXTEND, "verlengen", "Dit mandaat verlengen", "Tot wanneer verlengt u het mandaat?",
            "Mandaat verlengen en brieven versturen", "U hebt gevraagd om te verlengen", stops=False,
        ),
        ActWords(
            Act.ACCEPT_EXTENSION, "verlenging-aanvaarden", "Verlenging aanvaarden", "Wilt u de verlenging aanvaarden?",
            "Verlenging aanvaarden en brieven versturen", "Het mandaat is verlengd", stops=False,
        ),
        ActWords(
            Act.REFUSE_EXTENSION, "verlenging-weigeren", "Verlenging weigeren", "Wilt u de verlenging weigeren?",
            "Verlenging weigeren en brief versturen", "U hebt de verlenging geweigerd", stops=False,
        ),
        ActWords(
            Act.WITHDRAW_EXTENSION, "verlenging-intrekken", "Verlenging intrekken", "Wilt u de verlenging intrekken?",
            "Verlenging intrekken en brief versturen", "U hebt de verlenging ingetrokken", stops=False,
        ),
        ActWords(
            Act.SIGN, "mee-tekenen", "Mee tekenen", "Tekent u mee?", "Ja, ik teken mee", "U hebt mee getekend",
            stops=False,
        ),
        ActWords(
            Act.REFUSE_SIGNATURE, "niet-tekenen", "Niet tekenen", "Moet dit niet doorgaan?",
            "Niet tekenen en brief versturen", "Dit gaat niet door",
        ),
    )
}
BY_SLUG = {words.slug: words for words in ACTS.values()}
TASKS = {
    Act.ACCEPT: TaskWords("Wacht op uw antwoord", "Zeg ja of nee.", "Antwoorden"),
    Act.CONFIRM: TaskWords("Wacht op uw bevestiging", "Laat ons weten dat alles klopt.", "Bevestigen"),
    Act.ACCEPT_EXTENSION: TaskWords("Wacht op uw antwoord", "Zeg ja of nee tegen de verlenging.", "Antwoorden"),
    Act.SIGN: TaskWords("Wacht op uw handtekening", "U moet nog mee tekenen.", "Tekenen"),
    Act.RESUME: TaskWords("Staat stil", "U beslist: opnieuw aanzetten of stopzetten.", "Beslissen"),
}
WIZARDS = {
    "give": "Een mandaat geven",
    "ask": "Een mandaat vragen",
    "ask_many": "Mandaten vragen met een lijst",
    "accept": "Een mandaat aanvaarden of weigeren",
    "transfer": "Van boekhouder veranderen",
    "pass_on": "Een mandaat doorgeven",
    "colleague": "Een medewerker aanduiden",
}
GIVER_REASONS = {
    "not_given": "Ik heb dit mandaat niet gegeven",
    "wrong_party": "Er staat een verkeerde onderneming in",
    "too_much": "Er mag te veel",
    "pressure": "Iemand zette mij onder druk",
    "other": "Iets anders",
}
HOLDER_REASONS = GIVER_REASONS | {"not_given": "Wij kennen dit mandaat niet"}
REASON_MISSING = "U hebt nog niet gekozen. Kies wat er niet klopt."
NOTHING_TO_PROVE = "U hoeft niets te bewijzen. Het mandaat staat meteen stil."

# The blue button of the page, when there is one; every other act is an outlined button beside it.
FORWARD = (Act.SIGN, Act.ACCEPT, Act.CONFIRM, Act.RESUME, Act.ACCEPT_EXTENSION)


def first_button(acts: Sequence[Act]) -> Act | None:
    """The act that brings the mandate further, if any of these does."""
    return next((act for act in acts if act in FORWARD), None)


def contest_reasons(is_giver: bool) -> dict[str, str]:
    """What can be wrong, as each side would say it."""
    return GIVER_REASONS if is_giver else HOLDER_REASONS
