"""One choice, or any number of choices, out of a list."""

from collections.abc import Sequence
from typing import Any

from wtforms import Form, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError


def option(value: str, label: str, **more: Any) -> SelectChoice:
    """One choice. `more`: `hint`, `lines`, `may`, `may_not`, `note`, `apart`; see templates/components/option.html."""
    return SelectChoice(value, label, render_kw=more)


class ChoiceField(RadioField):
    """One choice. `missing` is said when nothing is chosen, and when something is posted that was never offered."""

    def __init__(self, label: str = "", *, missing: str, options: Sequence[SelectChoice] = (), **more: Any) -> None:
        super().__init__(label, choices=list(options), invalid_choice_message=missing, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        # A form that comes back without a choice has no choice, whatever was saved before.
        self.data = valuelist[0] if valuelist else None


class ChoicesField(SelectMultipleField):
    """Any number of choices, at least one unless `missing` is None. `unknown` is said of what was never offered."""

    def __init__(
        self, label: str = "", *, missing: str | None, options: Sequence[SelectChoice] = (), **more: Any
    ) -> None:
        super().__init__(label, choices=list(options), validate_choice=False, **more)
        self.missing = missing

    def pre_validate(self, form: Form) -> None:
        offered = {choice.value for choice in self.choices or ()}
        self.data = [value for value in self.data or () if value in offered]
        if not self.data and self.missing:
            raise ValidationError(self.missing)
