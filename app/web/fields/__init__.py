"""The fields of our forms. They validate and keep what was typed; the macros in templates/components draw them."""

from app.web.fields.choice import ChoiceField, ChoicesField, option
from app.web.fields.day import DayField
from app.web.fields.text import TextField
from app.web.fields.tick import TickField

__all__ = ["ChoiceField", "ChoicesField", "DayField", "TextField", "TickField", "option"]
