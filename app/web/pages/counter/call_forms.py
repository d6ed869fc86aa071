"""What a clerk keys when he calls back after a contest."""

from app.core.acts.contesting import RESUME_REASONS, STOP_REASONS
from app.web.fields import ChoiceField, TickField, option
from app.web.form import Form

SOURCES = {
    "earlier_dossier": "Een nummer uit een vroeger dossier",
    "enterprise_itself": "Het nummer dat de onderneming zelf bekendmaakt",
}
OUTCOMES = {
    "giver_decides": "De mandaatgever beslist later zelf",
    "unreachable": "Wij kunnen de mandaatgever niet bereiken",
}
REASONS = {
    "giver_confirms": "De mandaatgever zegt dat het mandaat klopt",
    "misunderstanding": "Het was een misverstand",
    "put_right": "Wat fout was, is rechtgezet",
    "giver_stops": "De mandaatgever wil stoppen",
    "not_given": "De mandaatgever gaf dit mandaat niet",
    "too_much": "Er mag te veel",
    "pressure": "Iemand zette de mandaatgever onder druk",
}
DECISIONS = {"resume": "Het mandaat opnieuw aanzetten", "stop": "Het mandaat stopzetten"}
NO_REASON = "U hebt nog geen reden gekozen. Kies wat de mandaatgever zei."


class SpokenForm(Form):
    """Whom the clerk has on the line, and on which number."""

    who = ChoiceField("Met wie spreekt u?", missing="U hebt nog niet gekozen. Kies met wie u spreekt.")
    number_from = ChoiceField(
        "Op welk nummer belde u?",
        missing="U hebt nog niet gekozen. Kies op welk nummer u belde.",
        description="Nooit het nummer dat de beller zelf gaf.",
        options=[option(key, label) for key, label in SOURCES.items()],
    )


class ClosedForm(Form):
    """How the call ended without a decision."""

    outcome = ChoiceField(
        "Hoe eindigde het?",
        missing="U hebt nog niet gekozen. Kies hoe het gesprek eindigde.",
        options=[option(key, label) for key, label in OUTCOMES.items()],
    )


class DecisionForm(Form):
    """What the giver decides, why, and that it was read back."""

    decision = ChoiceField(
        "Wat beslist de mandaatgever?",
        missing="U hebt nog niet gekozen. Vraag wat de mandaatgever beslist.",
        options=[option(key, label) for key, label in DECISIONS.items()],
    )
    reason = ChoiceField(
        "Wat zei de mandaatgever?",
        missing=NO_REASON,
        options=[option(key, REASONS[key]) for key in (*RESUME_REASONS, *STOP_REASONS)],
    )
    agreed = TickField(
        "Voorgelezen. De mandaatgever zegt dat het klopt.", missing="Lees voor wat u noteerde. Kruis dat dan aan."
    )
