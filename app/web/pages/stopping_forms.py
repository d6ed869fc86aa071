"""What stops and when, and how that stands in the address of the check page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request
from wtforms.validators import ValidationError

from app.core.errors import CoreError
from app.core.mandates.possible_acts import Act
from app.core.mandates.status_texts import lines_left
from app.core.views.mandate import MandateView
from app.translations.formats import day_text
from app.web.fields import ChoiceField, ChoicesField, DayField, TickField, option
from app.web.form import Form

EVERYTHING, PARTLY = "all", "part"
NOW, LATER = "now", "day"
MISSING = "U hebt nog niets gekozen. Kies wat u wilt stopzetten."
PARTS_MISSING = "U hebt nog niets gekozen. Kruis aan wat stopt."
WHEN_MISSING = "U hebt nog niet gekozen. Kies wanneer het stopt."
NO_DAY = "De datum ontbreekt nog. Vul dag, maand en jaar in met cijfers."
PAST = "Deze dag is al voorbij. Kies vandaag of een latere dag."
NOT_READ = "Lees alles voor en vraag of de klant akkoord is. Kruis dat dan aan."
PARTS, FROM = "deel", "vanaf"


@dataclass(frozen=True)
class StopWish:
    """What stops (None: everything) and the first day on which it no longer holds (None: today)."""

    type_keys: tuple[str, ...] | None = None
    stop_day: date | None = None

    def in_address(self) -> dict[str, object]:
        """The answers for the address of the check page: types and a day, never a name."""
        return {
            **({PARTS: list(self.type_keys)} if self.type_keys else {}),
            **({FROM: self.stop_day.isoformat()} if self.stop_day else {}),
        }


class StopForm(Form):
    """Everything or parts, now or after a day."""

    what = ChoiceField("Wat wilt u stopzetten?", missing=MISSING)
    types = ChoicesField("Kruis aan wat stopt", missing=None)
    when = ChoiceField("Wanneer stopt het?", missing=WHEN_MISSING)
    day = DayField("Laatste dag", missing=None, description="Die dag mag het nog. Daarna niet meer.")

    @classmethod
    def of(cls, view: MandateView, act: Act, earlier: dict[str, object] | None = None) -> "StopForm":
        """The form with the parts that still run; with one part there is no choice of parts.

        `earlier` is what was answered before; without it that stands in the address.
        """
        lines = lines_left(view.mandate, view.today)
        form = cls(data=_earlier() if earlier is None else earlier)
        form.today = view.today
        form.has_parts = len(lines) > 1
        giver, holder = view.mandate.giver.name, view.mandate.holder.name
        everything = (
            f"Alles wat {holder} voor mij mag doen" if act is Act.STOP else f"Alles wat wij mogen doen voor {giver}"
        )
        form.what.choices = [option(EVERYTHING, everything), option(PARTLY, "Alleen een deel")]
        form.types.choices = [option(line.type_key, line.mandate_type.name, hint=_until(line)) for line in lines]
        form.when.choices = [
            option(NOW, "Nu meteen", hint=f"Zodra u verstuurt, kan {holder} dit niet meer doen."),
            option(LATER, "Na een dag die ik kies"),
        ]
        if act is Act.RENOUNCE:
            form.when.choices[0] = option(NOW, "Nu meteen", hint="Zodra u verstuurt, kunt u dit niet meer doen.")
        if not form.has_parts:
            form.what.data = EVERYTHING
        return form

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """The parts only matter when a part stops, the day only when it is later."""
        if not self.has_parts:
            self.what.data = EVERYTHING
        if self.when.data != LATER:
            self.day.process_errors = []
        self.types.missing = PARTS_MISSING if self.what.data == PARTLY else None
        return super().validate(extra_validators)

    def validate_day(self, field: DayField) -> None:
        """A day that exists and is not over."""
        if self.when.data != LATER or field.process_errors:
            return
        if field.data is None:
            raise ValidationError(NO_DAY)
        if field.data < self.today:
            raise ValidationError(PAST)

    def explain(self, refusal: CoreError) -> None:
        """Say at the day why this cannot be."""
        self.day.errors = [refusal.sentence]

    @property
    def wish(self) -> StopWish:
        """What was answered; ticking every part is stopping everything."""
        every = self.what.data == EVERYTHING or len(self.types.data) == len(self.types.choices)
        later = self.day.data + timedelta(days=1) if self.when.data == LATER and self.day.data else None
        return StopWish(None if every else tuple(self.types.data), later)


class SendForm(Form):
    """At the counter: the consent of the customer, who heard it all."""

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)

    @classmethod
    def of(cls, posted: object, *, at_counter: bool) -> "SendForm":
        """The form with the questions for this place."""
        form = cls(posted)
        if not at_counter:
            del form.agreed
        return form


def wish_in_address() -> StopWish:
    """The wish that the address of the check page holds; a day that is none counts as today."""
    keys = tuple(request.args.getlist(PARTS)) or None
    try:
        day = date.fromisoformat(request.args.get(FROM, ""))
    except ValueError:
        return StopWish(keys)
    return StopWish(keys, day if day > date.min else None)  # people name the day before it


def _earlier() -> dict[str, object]:
    """What was answered before, for who comes back from the check page."""
    return earlier_answers(wish_in_address()) if request.args else {}


def earlier_answers(wish: StopWish) -> dict[str, object]:
    """What was answered to come to this wish."""
    return {
        "what": PARTLY if wish.type_keys else EVERYTHING,
        "types": wish.type_keys or (),
        "when": LATER if wish.stop_day else NOW,
        "day": wish.stop_day - timedelta(days=1) if wish.stop_day else None,
    }


def _until(line: Any) -> str:  # noqa: ANN401 - a line of the mandate
    return f"Nu tot en met {day_text(line.last_day)}." if line.last_day else "Nu zonder laatste dag."
