"""What a clerk keys while somebody is on the phone."""

from wtforms.validators import ValidationError

from app.core.counter.visits import Capacity
from app.core.distant.phone_calls import Caller
from app.core.distant.phone_facts import NEEDED, SaidFacts
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.web.fields import ChoiceField, DayField, TextField, TickField, option
from app.web.form import Form
from app.web.pages.letter_code_forms import CodeForm, NumberForm, parsed, printable

FIRST_NAME_MISSING = "De voornaam van de beller ontbreekt nog. Vraag de voornaam."
LAST_NAME_MISSING = "De naam van de beller ontbreekt nog. Vraag de naam."
CAPACITIES = {
    Capacity.LEGAL_REPRESENTATIVE: "Bestuurder, zaakvoerder of eigenaar",
    Capacity.MANAGER: "Mandaatbeheerder",
    Capacity.OWNER: "De persoon zelf, zonder onderneming",
    Capacity.NONE: "Iemand anders",
}
MONTHS = {"6": "6 maanden langer", "12": "1 jaar langer", "36": "3 jaar langer"}
NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Vraag de 12 cijfers die bovenaan op de brief staan."
ENTERPRISE_MISSING = "Het ondernemingsnummer van de beller ontbreekt nog. Vraag de 10 cijfers."
NOT_WITH_THIS_NUMBER = "Dit past niet bij het ondernemingsnummer. Vraag voor wie de beller belt, en kies dat."
NO_NUMBER = "De beller heeft geen ondernemingsnummer"
TOO_FEW = "Vraag nog een gegeven. U hebt er minstens 2 nodig."


# Fields stand in a list of errors in the order in which they are made, so what a page asks first comes first.
class _LetterForm(CodeForm):
    """What stands on the letter."""

    dossier_number = TextField("Dossiernummer", missing=NUMBER_MISSING, longest=40)
    code = TextField("Code", missing="De code ontbreekt nog. Vraag de 8 tekens op de brief.", longest=40)
    enterprise_number = TextField("Ondernemingsnummer van de beller", missing=ENTERPRISE_MISSING, longest=40)
    no_number = TickField(NO_NUMBER, missing=None)


class _FactsForm(NumberForm):
    """What somebody without a letter knows. What was not asked stays empty."""

    dossier_number = TextField("Dossiernummer", missing=NUMBER_MISSING, longest=40)
    enterprise_number = TextField("Ondernemingsnummer van de beller", missing=ENTERPRISE_MISSING, longest=40)
    no_number = TickField(NO_NUMBER, missing=None)
    other_party = TextField("Met welke onderneming hebt u nu een mandaat?", missing=None, longest=150)
    letter_date = DayField("Welke datum staat er op onze laatste brief?", missing=None)
    mandate_type = ChoiceField("Noem 1 ding dat in het mandaat staat.", missing="", validate_choice=False)

    def validate_dossier_number(self, field: TextField) -> None:
        """Twelve digits that belong together; a slip of the tongue costs no try."""
        parsed(parse_dossier_number, field)

    @property
    def said(self) -> SaidFacts:
        """What the caller said."""
        return SaidFacts(self.other_party.data or "", self.letter_date.data, self.mandate_type.data or None)

    def says_enough(self) -> bool:
        """Whether two facts were asked; else says so at the first one."""
        if len(self.said.asked) >= NEEDED:
            return True
        self.other_party.errors = [TOO_FEW]
        return False


class _CallerForm(NumberForm):
    """Who is on the line, and for which enterprise."""

    first_name = TextField("Voornaam van de beller", missing=FIRST_NAME_MISSING, longest=100)
    last_name = TextField("Naam van de beller", missing=LAST_NAME_MISSING, longest=100)
    capacity = ChoiceField(
        "Wat is de beller?",
        missing="U hebt nog niet gekozen. Vraag wat de beller is.",
        options=[option(key, label) for key, label in CAPACITIES.items()],
    )

    def validate_first_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    def validate_last_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    def validate_capacity(self, field: ChoiceField) -> None:
        """Who has no enterprise number calls for himself, and nobody else does."""
        if field.data != Capacity.NONE and bool(self.no_number.data) != (field.data == Capacity.OWNER):
            raise ValidationError(NOT_WITH_THIS_NUMBER)

    @property
    def caller(self) -> Caller:
        """Who says to be on the line."""
        return Caller(self.first_name.data or "", self.last_name.data or "", Capacity(self.capacity.data))


class UncheckedForm(Form):
    """Who says to be on the line, and for which enterprise: nothing of it can be checked."""

    enterprise_number = TextField("Ondernemingsnummer van de beller", missing=ENTERPRISE_MISSING, longest=40)
    first_name = TextField("Voornaam van de beller", missing=FIRST_NAME_MISSING, longest=100)
    last_name = TextField("Naam van de beller", missing=LAST_NAME_MISSING, longest=100)
    capacity = ChoiceField(
        "Wat is de beller?",
        missing="U hebt nog niet gekozen. Vraag wat de beller is.",
        options=[option(key, label) for key, label in CAPACITIES.items() if key != Capacity.OWNER],
    )

    def validate_enterprise_number(self, field: TextField) -> None:
        """Ten digits that belong together."""
        parsed(parse_enterprise_number, field)

    def validate_first_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    def validate_last_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    @property
    def said(self) -> tuple[str, Caller]:
        """The enterprise and who says to call for it."""
        caller = Caller(self.first_name.data or "", self.last_name.data or "", Capacity(self.capacity.data))
        return parse_enterprise_number(self.enterprise_number.data), caller


class ByCodeForm(_LetterForm, _CallerForm):
    """The three that stand on the letter, as the caller says them."""


class ByFactsForm(_FactsForm, _CallerForm):
    """What a caller without a letter knows."""


class WishForm(Form):
    """What the caller wants."""

    act = ChoiceField("Wat wil de beller?", missing="U hebt nog niet gekozen. Kies wat de beller wil.")


class SummaryForm(Form):
    """The last look: the reason, if the act asks one, and that the caller heard the summary."""

    reason = ChoiceField("Waarom?", missing="", validate_choice=False)
    months = ChoiceField(
        "Hoeveel langer?",
        missing="U hebt nog niet gekozen. Vraag hoeveel langer het mandaat geldt.",
        options=[option(key, label) for key, label in MONTHS.items()],
    )
    agreed = TickField(
        "Voorgelezen. De beller zegt dat het klopt.",
        missing="Lees alles voor en vraag of het klopt. Kruis dat aan.",
    )
