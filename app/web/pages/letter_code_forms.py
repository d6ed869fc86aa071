"""The questions behind "Ik heb een brief met een code"."""

from typing import Any

from wtforms.validators import ValidationError

from app.core.errors import Invalid
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.mandates.possible_acts import Act
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.core.vault import CODE_LENGTH, CODE_SIGNS, plain_code
from app.web.databases import press
from app.web.fields import ChoiceField, TextField, TickField, option
from app.web.form import Form

NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Vul de 12 cijfers in die bovenaan op uw brief staan."
MAIL_NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Vul de 12 cijfers in die in de e-mail staan."
CODE_MISSING = "De code ontbreekt nog. Vul de 8 tekens in die op uw brief staan."
ENTERPRISE_MISSING = "Uw ondernemingsnummer ontbreekt nog. Vul de 10 cijfers in."
BOTH_ANSWERS = "U kruiste aan dat er geen ondernemingsnummer is. Maak dit vak leeg, of haal het kruisje weg."
CODE_WRONG = "Een code heeft 8 tekens, zonder 0, O, 1, I of L. Kijk de code na op uw brief."
NOT_PRINTABLE = "Wij kunnen 1 van deze tekens niet drukken. Schrijf de naam met gewone letters."
NOT_YOURS = (
    "Dan mag u dit niet beslissen. Geef de brief aan een bestuurder van {party}. Weigeren of stilzetten kan wel."
)
CHOICES = {
    Act.ACCEPT: "Ja, wij aanvaarden het mandaat",
    Act.REFUSE: "Nee, wij weigeren het mandaat",
    Act.WITHDRAW: "Ik trek het mandaat in",
    Act.SIGN: "Ja, ik teken mee",
    Act.REFUSE_SIGNATURE: "Nee, ik teken niet",
    Act.ACCEPT_EXTENSION: "Ja, wij aanvaarden de verlenging",
    Act.REFUSE_EXTENSION: "Nee, wij weigeren de verlenging",
    Act.WITHDRAW_EXTENSION: "Wij trekken onze vraag om te verlengen in",
    Act.EXTEND: "Wij willen het mandaat verlengen",
    Act.STOP: "Ik zet het mandaat stop",
    Act.RENOUNCE: "Wij doen afstand van het mandaat",
    Act.CONTEST: "Dit klopt niet: zet het mandaat stil",
}
NOT_YOURS_AS_PERSON = "Dan mag u dit niet beslissen. Geef de brief aan {party}. Weigeren of stilzetten kan wel."
CAPACITIES_AS_PERSON = {"owner": "Ik ben het zelf", "none": "Ik ben iemand anders"}
CAPACITIES = {
    "legal_representative": "Ik ben bestuurder, zaakvoerder of eigenaar",
    "manager": "Ik ben mandaatbeheerder",
    "none": "Ik ben iemand anders",
}


class NumberForm(Form):
    """The enterprise number of who reads or calls, or that he has none."""

    enterprise_number = TextField("Uw ondernemingsnummer", missing=ENTERPRISE_MISSING, longest=40)
    no_number = TickField("Ik heb geen ondernemingsnummer", missing=None)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """Who has none leaves the number empty."""
        if self.no_number.data:
            self.enterprise_number.missing = None
        return super().validate(extra_validators)

    def validate_enterprise_number(self, field: TextField) -> None:
        """Ten digits that belong together, or nothing."""
        if not self.no_number.data:
            parsed(parse_enterprise_number, field)
        elif field.data:
            raise ValidationError(BOTH_ANSWERS)

    @property
    def enterprise(self) -> str | None:
        """The enterprise number; None for who says to have none."""
        return None if self.no_number.data else parse_enterprise_number(self.enterprise_number.data)


class CodeForm(NumberForm):
    """The three that stand on the letter, however they are typed."""

    dossier_number = TextField("Dossiernummer", missing=NUMBER_MISSING, longest=40)
    code = TextField("Code", missing=CODE_MISSING, longest=40)
    enterprise_number = TextField("Uw ondernemingsnummer", missing=ENTERPRISE_MISSING, longest=40)
    no_number = TickField("Ik heb geen ondernemingsnummer", missing=None)

    def validate_dossier_number(self, field: TextField) -> None:
        """Twelve digits that belong together; a slip of the pen costs no try."""
        parsed(parse_dossier_number, field)

    def validate_code(self, field: TextField) -> None:
        """Eight signs that can stand in a code."""
        check_code(field)

    @property
    def three(self) -> tuple[str, str, str | None]:
        """Dossier number, code and enterprise number without the signs that only keep them readable."""
        number = parse_dossier_number(self.dossier_number.data)
        return number, plain_code(self.code.data), self.enterprise


class MailNumberForm(Form):
    """The number in the e-mail to a newcomer, and for which enterprise it is."""

    dossier_number = TextField("Dossiernummer", missing=MAIL_NUMBER_MISSING, longest=40)
    enterprise_number = TextField("Ondernemingsnummer van uw onderneming", missing=ENTERPRISE_MISSING, longest=40)

    def validate_dossier_number(self, field: TextField) -> None:
        """Twelve digits that belong together; a slip of the pen costs no try."""
        parsed(parse_dossier_number, field)

    def validate_enterprise_number(self, field: TextField) -> None:
        """Ten digits that belong together."""
        parsed(parse_enterprise_number, field)

    @property
    def two(self) -> tuple[str, str]:
        """Both without the signs that only keep them readable."""
        return parse_dossier_number(self.dossier_number.data), parse_enterprise_number(self.enterprise_number.data)


class ChoiceForm(Form):
    """What the reader wants to do with the mandate."""

    act = ChoiceField("Wat wilt u doen?", missing="U hebt nog niet gekozen. Kies wat u wilt doen.")


class ReasonForm(Form):
    """Why it is refused (may stay empty), or what is wrong."""

    reason = ChoiceField("Waarom?", missing="", validate_choice=False)


class WhoForm(Form):
    """Who reads the letter, and what he is for the party."""

    first_name = TextField("Voornaam", missing="Uw voornaam ontbreekt nog. Vul uw voornaam en uw naam in.", longest=100)
    last_name = TextField("Naam", missing="Uw naam ontbreekt nog. Vul uw voornaam en uw naam in.", longest=100)
    capacity = ChoiceField(
        "Wat bent u voor {party}?",
        missing="U hebt nog niet gekozen. Kies wat u bent.",
        options=[option(key, label) for key, label in CAPACITIES.items()],
    )

    def __init__(self, *values: Any, party: str, is_person: bool, widens: bool, **named: Any) -> None:
        super().__init__(*values, **named)
        self.capacity.label.text = self.capacity.label.text.format(party=party)
        self.not_yours = NOT_YOURS_AS_PERSON if is_person else NOT_YOURS
        if is_person:
            self.capacity.label.text = f"Bent u {party}?"
            self.capacity.choices = [option(key, label) for key, label in CAPACITIES_AS_PERSON.items()]
        self.party, self.widens = party, widens

    def validate_first_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    def validate_last_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    def validate_capacity(self, field: ChoiceField) -> None:
        """Who does not decide for the party may only narrow."""
        if self.widens and field.data == "none":
            raise ValidationError(self.not_yours.format(party=self.party))


class SendForm(Form):
    """The statement under what is about to be sent."""

    stands = TickField(missing="Kruis aan dat u mag beslissen. Anders geeft u de brief aan een bestuurder.")


def check_code(field: TextField) -> None:
    """Refuse what cannot be a code."""
    signs = plain_code(field.data or "")
    if len(signs) != CODE_LENGTH or not set(signs) <= set(CODE_SIGNS):
        raise ValidationError(CODE_WRONG)


def parsed(parse: Any, field: TextField) -> None:  # noqa: ANN401 - a function of the core
    """Let a function of the core judge what was typed, in its own words."""
    try:
        parse(field.data)
    except Invalid as refusal:
        raise ValidationError(refusal.sentence) from refusal


def printable(field: TextField) -> None:
    """Refuse a name that no letter can bear."""
    # A letter with this name goes to both sides; a sign that no font has would keep it from ever being printed.
    if not press().can_print(field.data):
        raise ValidationError(NOT_PRINTABLE)
