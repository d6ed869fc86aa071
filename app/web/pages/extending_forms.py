"""Until when somebody extends, and how that stands in the address of the check page."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from wtforms.validators import ValidationError

from app.core.errors import CoreError
from app.core.mandates.extension_plans import ExtensionWish, extendable
from app.core.views.mandate import MandateView
from app.translations.formats import day_text, list_text
from app.web.fields import ChoiceField, ChoicesField, DayField, TickField, option
from app.web.form import Form
from app.web.look_words import CLOSE_HINT, CLOSE_TO_ME
from app.web.second_signer import Representative, ask_second, second_field

ALL_MONTHS = {"6": "6 maanden langer", "12": "1 jaar langer", "36": "3 jaar langer"}
ON_A_DAY, NOT_AT_ALL = "date", "none"
MISSING = "U hebt nog niet gekozen. Kies tot wanneer, of kies dat u niet verlengt."
PARTS_MISSING = "U hebt nog niet gekozen. Kruis aan wat u wilt verlengen."
NO_DAY = "De datum ontbreekt nog. Vul dag, maand en jaar in met cijfers."
NOT_READ = "Lees alles voor en vraag of de klant akkoord is. Kruis dat dan aan."
PARTS, MONTHS, UNTIL = "deel", "maanden", "tot"


class ExtendForm(Form):
    """Which parts, and until when: an explicit choice, never a silent default."""

    period = ChoiceField("Tot wanneer verlengt u het mandaat?", missing=MISSING)
    day = DayField("Nieuwe laatste dag", missing=None, description="Die dag telt nog mee.")
    types = ChoicesField("Wat wilt u verlengen?", missing=PARTS_MISSING)

    @classmethod
    def of(
        cls, view: MandateView, earlier: ExtensionWish | None = None, *, only: tuple[str, ...] | None = None
    ) -> "ExtendForm":
        """The form with what can still be gained, and what was answered `earlier`.

        With `only` it asks for no parts: it is about these types, or about all of them when there are none.
        """
        lines = [line for line in extendable(view.mandate, view.today) if not only or line.type_key in only]
        keys = [line.type_key for line in lines]
        day = earlier.last_day if earlier else None
        period = ON_A_DAY if day else str(earlier.months) if earlier else None
        chosen = list(earlier.type_keys) if earlier and earlier.type_keys else keys
        form = cls(data={"types": chosen, "period": period, "day": day})
        form.types.choices = [
            option(line.type_key, line.mandate_type.name, hint=f"Nu tot en met {day_text(line.last_day)}.")
            for line in lines
        ]
        form.period.choices = [
            *(option(value, label) for value, label in ALL_MONTHS.items()),
            option(ON_A_DAY, "Tot en met een datum die ik kies"),
            option(NOT_AT_ALL, "Ik verleng niet"),
        ]
        form.now_until = max(line.last_day for line in lines if line.last_day)
        form.has_parts = len(lines) > 1 and only is None
        form.only = only or ()
        form.names = list_text([line.mandate_type.name for line in lines])
        if form.only:
            form.period.label.text = "Tot wanneer verlengt u dit deel?"
        if not form.has_parts:
            form.types.data, form.types.missing = keys, None
        return form

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """The day only matters when a day is chosen, and nothing else when nothing is extended."""
        if self.period.data != ON_A_DAY:
            self.day.process_errors = []
        if self.period.data == NOT_AT_ALL:
            self.types.missing = None
        if not self.has_parts:
            self.types.missing = None
        return super().validate(extra_validators)

    def validate_day(self, field: DayField) -> None:
        """A day that exists."""
        if self.period.data == ON_A_DAY and field.data is None and not field.process_errors:
            raise ValidationError(NO_DAY)

    def explain(self, refusal: CoreError) -> None:
        """Say at the question why this cannot be."""
        if self.period.data == ON_A_DAY:
            self.day.errors = [refusal.sentence]
        else:
            self.period.errors = [refusal.sentence]

    def wish(self, mandate_id: uuid.UUID) -> ExtensionWish:
        """What was answered, as the core takes it."""
        if self.period.data == ON_A_DAY:
            return ExtensionWish(mandate_id, self._keys, last_day=self.day.data)
        return ExtensionWish(mandate_id, self._keys, months=int(self.period.data))

    def in_address(self) -> dict[str, object]:
        """The answers for the address of the check page: types, months and days, never a name."""
        wish = self.wish(uuid.UUID(int=0))
        period = {UNTIL: wish.last_day.isoformat()} if wish.last_day else {MONTHS: wish.months}
        return {PARTS: list(wish.type_keys), **period}

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(self.types.data) if self.has_parts else self.only


class SendForm(Form):
    """Who signs too, where two must; and at the counter the consent of the customer, who heard it all."""

    second = second_field()
    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)
    close = TickField(CLOSE_TO_ME, missing=None, description=CLOSE_HINT)

    @classmethod
    def of(cls, posted: object, seconds: Sequence[Representative], *, at_counter: bool) -> "SendForm":
        """The form with the questions for this place; `seconds` are those of whom one must sign too."""
        form = cls(posted)
        ask_second(form, seconds, at_counter=at_counter)
        if not at_counter:
            del form.agreed
            del form.close
        return form


def wish_in_address(mandate_id: uuid.UUID) -> ExtensionWish | None:
    """The wish that the address of the check page holds; None when it holds none."""
    months, until = request.args.get(MONTHS, ""), request.args.get(UNTIL, "")
    keys = tuple(request.args.getlist(PARTS))
    if months in ALL_MONTHS:
        return ExtensionWish(mandate_id, keys, months=int(months))
    try:
        return ExtensionWish(mandate_id, keys, last_day=date.fromisoformat(until))
    except ValueError:
        return None
