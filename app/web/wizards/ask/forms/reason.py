"""Why it is asked: the other side reads it in the letter."""

from wtforms.validators import ValidationError

from app.core.acts.requesting import LONGEST_REASON, clean_reason
from app.core.errors import Invalid
from app.web.databases import press
from app.web.fields import TextField
from app.web.wizards.step_form import StepForm

MISSING = "Er staat nog geen uitleg. Schrijf in 1 zin waarom u dit vraagt."
NOT_PRINTABLE = "Wij kunnen 1 van deze tekens niet drukken. Schrijf uw uitleg met gewone letters."
FAR_TOO_LONG = 5_000


class ReasonForm(StepForm):
    """One or two sentences."""

    text = TextField(
        "Uw uitleg",
        missing=MISSING,
        longest=FAR_TOO_LONG,
        description=f"1 of 2 zinnen, hoogstens {LONGEST_REASON} tekens. Uw klant leest ze in de brief.",
    )

    def validate_text(self, field: TextField) -> None:
        """What the core would refuse, at the field."""
        try:
            field.data = clean_reason(field.data)
        except Invalid as refusal:
            raise ValidationError(refusal.sentence) from refusal
        if not press().can_print(field.data):
            raise ValidationError(NOT_PRINTABLE)
