"""A line of text."""

from typing import Any

from wtforms import Form, StringField
from wtforms.validators import StopValidation

LONGEST = 200
TOO_LONG = "Deze tekst is te lang. Maak hem korter dan {longest} tekens."


class TextField(StringField):
    """A line of text without spaces around it. `missing` is said when it is empty; with None it may stay empty."""

    def __init__(self, label: str = "", *, missing: str | None, longest: int = LONGEST, **more: Any) -> None:
        super().__init__(label, **more)
        self.missing = missing
        self.longest = longest

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, without the spaces around it and without signs that no keyboard has."""
        text = valuelist[0] if valuelist else ""
        self.data = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t").strip()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in yet."""
        return not self.data

    def pre_validate(self, form: Form) -> None:
        """Ask for the text when it is missing, and for a shorter one when it is too long."""
        if not self.data and self.missing:
            raise StopValidation(self.missing)
        if self.data and len(self.data) > self.longest:
            raise StopValidation(TOO_LONG.format(longest=self.longest + 1))
