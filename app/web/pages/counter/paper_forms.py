"""What a clerk keys from an answer that came back on paper."""

from flask import request

from app.core.counter.visits import Capacity
from app.core.distant.paper_sheets import SheetAnswers
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.mandates.possible_acts import Act
from app.web.fields import ChoiceField, ChoicesField, DayField, TextField, TickField, option
from app.web.form import Form
from app.web.pages.letter_code_forms import parsed, printable

NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Het heeft 12 cijfers en staat bovenaan op het blad."
NAME_MISSING = "De naam ontbreekt nog. Vul de voornaam en de naam in die op het blad staan."
CAPACITIES = {
    Capacity.LEGAL_REPRESENTATIVE: "Bestuurder, zaakvoerder of eigenaar",
    Capacity.MANAGER: "Mandaatbeheerder",
    Capacity.NONE: "Niets aangekruist, of iets anders",
}
SIGNED = {"yes": "Ja", "no": "Nee"}


class NumberForm(Form):
    """Which dossier the sheet is about."""

    number = TextField("Dossiernummer", missing=NUMBER_MISSING, description="12 cijfers, bovenaan op het blad.")

    def validate_number(self, field: TextField) -> None:
        """Twelve digits that belong together."""
        parsed(parse_dossier_number, field)


class LetterForm(Form):
    """Which letter the sheet hangs on."""

    letter = ChoiceField("Bij welke brief hoort het blad?", missing="U hebt nog niet gekozen. Kies de brief.")


class SheetForm(Form):
    """What stands on the sheet."""

    act = ChoiceField("Welk vakje is aangekruist?", missing="U hebt nog niet gekozen. Kies wat er aangekruist is.")
    first_name = TextField("Voornaam op het blad", missing=NAME_MISSING, longest=100)
    last_name = TextField("Naam op het blad", missing=NAME_MISSING, longest=100)
    capacity = ChoiceField(
        "Wat is de afzender voor de onderneming?",
        missing="U hebt nog niet gekozen. Kies wat er aangekruist is.",
        options=[option(key, label) for key, label in CAPACITIES.items()],
    )
    dated_on = DayField("Datum op het blad", missing=None, description="Laat leeg als er geen datum staat.")
    received_on = DayField(
        "Op welke dag kwam het blad binnen?", missing="De dag ontbreekt nog. Vul dag, maand en jaar in."
    )
    signed = ChoiceField(
        "Ziet u een handtekening?",
        missing="U hebt nog niet gekozen. Kijk of er een handtekening staat.",
        options=[option(key, label) for key, label in SIGNED.items()],
    )
    page = TextField("Foto of scan van het blad", missing=None, description="Png of jpg. U mag dit leeg laten.")

    def validate_first_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    def validate_last_name(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        printable(field)

    @property
    def answers(self) -> SheetAnswers:
        """What was keyed."""
        return SheetAnswers(
            act=Act(self.act.data),
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            capacity=Capacity(self.capacity.data),
            signed=self.signed.data == "yes",
            received_on=self.received_on.data,  # type: ignore[arg-type]
            dated_on=self.dated_on.data,
        )

    @property
    def picture(self) -> bytes | None:
        """The bytes of the picture that came along; None without one."""
        sent = request.files.get(self.page.name)
        return (sent.read() or None) if sent else None


class LookForm(Form):
    """The second look; for a sheet that stops something also which parts of it."""

    parts = ChoicesField("Wat stopt er?", missing="U hebt nog niets aangekruist. Kruis aan wat er stopt.")
    looked = TickField(
        "Ik vergeleek dit met het blad. Alles klopt.", missing="Vergelijk alles met het blad. Kruis dat dan aan."
    )
