"""What a clerk keys when he calls back after a contest."""

from collections.abc import Sequence

from flask import request

from app.core.acts.contesting import RESUME_REASONS, STOP_REASONS
from app.core.distant.call_tasks import OUTCOMES
from app.core.register.phones import PhoneOnFile
from app.translations.formats import day_text
from app.web.fields import ChoiceField, TickField, option
from app.web.form import Form

NOBODY = "niemand"
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
    """On which number the clerk called, and whom he has on the line; nobody, when that button is pressed."""

    number = ChoiceField("Op welk nummer belt u?", missing="U hebt nog niet gekozen. Kies op welk nummer u belde.")
    who = ChoiceField("Met wie spreekt u?", missing="U hebt nog niet gekozen. Kies met wie u spreekt.")

    @property
    def nobody_answered(self) -> bool:
        """Whether that is what the clerk says."""
        return request.form.get("doe") == NOBODY

    def offer_numbers(self, phones: Sequence[PhoneOnFile]) -> None:
        """Let the clerk choose from these numbers, each with whose it is and how old our copy of the register is."""
        self.number.choices = [option(one.number, one.words, hint=_whose(one)) for one in phones]

    def validate(self, extra_validators: object = None) -> bool:
        """Who is on the line is not asked when nobody is."""
        self.who.validate_choice = not self.nobody_answered
        return super().validate(extra_validators)


def _whose(phone: PhoneOnFile) -> str:
    day = day_text(phone.snapshot_day)
    if phone.place == "enterprise":
        return f"Van de onderneming, volgens de KBO van {day}"
    return f"Van een vestiging ({_dotted_unit(phone.entity_number)}), volgens de KBO van {day}"


def _dotted_unit(number: str) -> str:
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"


class ClosedForm(Form):
    """How the call ended without a decision: one of the outcomes that the core knows."""

    outcome = ChoiceField(missing="", options=[option(key, key) for key in OUTCOMES])


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
