"""The questions before an answer to *waarom werkt het niet?*, and how the answers stand in the address."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from wtforms.validators import ValidationError

from app.core.errors import Invalid
from app.core.register.enterprise_numbers import is_enterprise_number, parse_enterprise_number
from app.core.views.overview_rows import Partner
from app.core.views.why import Asked, WhyChoices, WhyQuestion
from app.translations.formats import enterprise_number_text
from app.web.fields import ChoiceField, TextField, option
from app.web.form import Form
from app.web.paging import search_in_address, words_at

SIDE, OTHER, PERSON, TYPE = "kant", "met", "wie", "wat"  # in the address, in the order of the questions
MOST_PARTNERS = 12  # what somebody still reads as a list
ANOTHER, SELF = "number", "self"
SIDE_MISSING = "U hebt nog niets gekozen. Kies wat niet werkt."
OTHER_MISSING = "U hebt nog niets gekozen. Kies om welke onderneming het gaat."
NUMBER_MISSING = "Het ondernemingsnummer ontbreekt nog. Het staat op elke factuur."
PERSON_MISSING = "U hebt nog niets gekozen. Kies voor wie het niet werkt."
TYPE_MISSING = "U hebt nog niets gekozen. Kies wat niet lukt."


@dataclass(frozen=True)
class Asking:
    """What was answered so far: texts of the address, of which nothing is known to be right.

    At a counter the address has a mark for a number that was typed: the browser keeps addresses in its history.
    """

    answers: Mapping[str, str]

    @classmethod
    def read(cls, address: Mapping[str, str]) -> Self:
        """The answers in an address; what makes no sense counts as not answered."""
        fits = {SIDE: _is_side, OTHER: lambda text: _is_id(text) or is_enterprise_number(words_at(text)),
                PERSON: lambda text: text == SELF or _is_id(text), TYPE: bool}  # fmt: skip
        return cls({name: address[name] for name, fit in fits.items() if name in address and fit(address[name])})

    @property
    def asked(self) -> Asked:
        """Who cannot do something for whom."""
        return Asked(self.answers[SIDE])

    def missing(self, choices: WhyChoices) -> str | None:
        """The first question without an answer; None when all are answered."""
        if SIDE not in self.answers:
            return SIDE
        needed = {
            OTHER: self.asked is not Asked.OWN,
            PERSON: self.asked is not Asked.GIVEN and bool(choices.people),
            TYPE: True,
        }
        return next((name for name, asked in needed.items() if asked and name not in self.answers), None)

    def before(self, step: str | None) -> dict[str, str] | None:
        """The answers without the last one before `step`, to go back to that question; None at the first."""
        given = [name for name in (SIDE, OTHER, PERSON, TYPE) if name in self.answers and name != step]
        return {name: self.answers[name] for name in given[:-1]} if given else None

    @property
    def question(self) -> WhyQuestion:
        """What the core is asked."""
        other, person = self.answers.get(OTHER, ""), self.answers.get(PERSON, SELF)
        number = "" if _is_id(other) else words_at(other)
        return WhyQuestion(
            self.asked,
            self.answers[TYPE],
            other_id=uuid.UUID(other) if _is_id(other) else None,
            other_number=number if is_enterprise_number(number) else None,
            person_id=None if person == SELF else uuid.UUID(person),
        )


class WhyForm(Form):
    """One of the questions; the fields of the others are taken away."""

    kant = ChoiceField("Wat werkt niet?", missing=SIDE_MISSING)
    met = ChoiceField("Met welke onderneming?", missing=OTHER_MISSING)
    number = TextField(
        "Ondernemingsnummer", missing=None, longest=40, description="10 cijfers, bijvoorbeeld 0123.456.749."
    )
    wie = ChoiceField("Voor wie werkt het niet?", missing=PERSON_MISSING)
    wat = ChoiceField("Wat lukt niet?", missing=TYPE_MISSING)

    @classmethod
    def of(cls, posted: Any, step: str, asking: Asking, choices: WhyChoices, *, at_counter: bool) -> Self:  # noqa: ANN401
        """The form of the question `step`."""
        form = cls(posted)
        form.step = step
        for name in {SIDE, OTHER, PERSON, TYPE} - {step}:
            del form[name]
        if step != OTHER:
            del form.number
        if step == SIDE:
            form.kant.choices = _sides(choices)
        elif step == OTHER:
            form.take_partners(asking, choices)
        elif step == PERSON:
            himself = f"Voor de klant, {choices.reader}" if at_counter else "Voor mij"
            people = [option(str(one.id), f"Voor {one.name}") for one in choices.people]
            form.wie.choices = ([option(SELF, himself)] if choices.reader else []) + people
        else:
            form.wat.choices = [option(one.key, one.name, hint=one.domain.name) for one in choices.types]
        return form

    def take_partners(self, asking: Asking, choices: WhyChoices) -> None:
        """Those with a mandate to choose from, and always a number; with many of them only the number."""
        partners: Sequence[Partner] = choices.held if asking.asked is Asked.HELD else choices.given
        held = asking.asked is Asked.HELD
        self.met.label.text = "Voor wie wilt u iets doen?" if held else "Wie moet iets doen voor u?"
        if len(partners) > MOST_PARTNERS:
            partners = []
        self.met.choices = [option(str(one.id), one.name, lines=_lines(one)) for one in partners]
        self.met.choices += [option(ANOTHER, "Een andere onderneming")]
        self.only_number = not partners
        if self.only_number:
            self.met.data = ANOTHER

    def validate_number(self, field: TextField) -> None:
        """The number of an enterprise, when one is asked."""
        if self.met.data != ANOTHER:
            return
        if field.is_empty:
            raise ValidationError(NUMBER_MISSING)
        try:
            field.data = parse_enterprise_number(field.data)
        except Invalid as refusal:
            raise ValidationError(refusal.sentence) from refusal

    @property
    def answer(self) -> str:
        """What goes in the address."""
        field = self[self.step]
        if self.step == OTHER and field.data == ANOTHER:
            return search_in_address(str(self.number.data))
        return str(field.data)


def _sides(choices: WhyChoices) -> list[Any]:
    found = [
        option(Asked.HELD, f"{choices.own} kan iets niet doen voor een andere onderneming"),
        option(Asked.GIVEN, f"Een andere onderneming kan iets niet doen voor {choices.own}"),
    ]
    himself = option(Asked.OWN, f"Iemand kan iets niet doen voor {choices.own} zelf")
    return [*found, himself] if choices.reader else found


def _lines(partner: Partner) -> list[str]:
    return [enterprise_number_text(partner.enterprise_number)] if partner.enterprise_number else []


def _is_side(text: str) -> bool:
    return text in set(Asked)


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
