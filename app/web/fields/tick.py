"""One statement to tick."""

from typing import Any

from wtforms import BooleanField, Form
from wtforms.validators import StopValidation


class TickField(BooleanField):
    """A statement. `missing` is said when it is not ticked; with None it may stay open."""

    def __init__(self, label: str = "", *, missing: str | None, **more: Any) -> None:
        super().__init__(label, **more)
        self.missing = missing

    def pre_validate(self, form: Form) -> None:
        """Ask for the tick when it is missing."""
        if not self.data and self.missing:
            raise StopValidation(self.missing)
