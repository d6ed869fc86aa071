"""What a clerk keys from an answer that came back on paper."""

from flask import request
from wtforms.validators import ValidationError

from app.adapters.scans import clean_page
from app.core.counter.visits import Capacity
from app.core.distant.page_images import PageImage
from app.core.distant.paper_sheets import ListAnswer, Missing, SheetAnswers
from app.core.letters.sheet_boxes import MONTHS_LONGER
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.mandates.possible_acts import Act
from app.web.fields import ChoiceField, ChoicesField, DayField, TextField, TickField, option
from app.web.form import Form
from app.web.pages.counter.distant_words import MISSING
from app.web.pages.letter_code_forms import parsed, printable

NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Het heeft 12 cijfers en staat bovenaan op het blad."
ACT_MISSING = "U hebt nog niet gekozen. Kies wat er aangekruist is, of dat de keuze ontbreekt."
FIRST_NAME_MISSING = "De voornaam ontbreekt nog. Vul de voornaam in die op het blad staat."
LAST_NAME_MISSING = "De naam ontbreekt nog. Vul de naam in die op het blad staat."
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


# Fields stand on a page, and in a list of errors, in the order in which they are made: so these come first.
class BoxesForm(Form):
    """What is ticked on an answer sheet."""

    act = ChoiceField("Welk vakje is aangekruist?", missing="", validate_choice=False)
    executor = TextField(
        "Wie mag het uitvoeren?",
        missing=None,
        longest=100,
        description="Zoals het op het blad staat. Laat leeg als er niets staat.",
    )
    capacity = ChoiceField(
        "Wat is de afzender voor de onderneming?",
        missing="U hebt nog niet gekozen. Kies wat er aangekruist is.",
        options=[option(key, label) for key, label in CAPACITIES.items()],
    )


class TicksForm(Form):
    """What is ticked on an overview."""

    ticked = ChoicesField(
        "Welke mandaten zijn aangekruist?",
        missing="U kruiste nog niets aan. Kruis aan wat er op het blad aangekruist is.",
    )


class ListForm(Form):
    """What is ticked on a yearly list of colleagues."""

    ticked = ChoicesField("Bij wie is “Dit stopt” aangekruist? U mag dit leeg laten.", missing=None)
    act = ChoiceField(
        "Is “De rest klopt” aangekruist?",
        missing="U hebt nog niet gekozen. Kijk of dat vakje aangekruist is.",
        options=[option(ListAnswer.REST_IS_RIGHT.value, "Ja"), option(ListAnswer.STOPS_ONLY.value, "Nee")],
    )
    capacity = ChoiceField(
        "Wat is de afzender voor de onderneming?",
        missing="U hebt nog niet gekozen. Kies wat er aangekruist is.",
        options=[option(key, label) for key, label in CAPACITIES.items()],
    )


class InvitedForm(Form):
    """What is ticked on the form of an invitation."""

    act = ChoiceField(
        "Welk vakje is aangekruist?",
        missing="U hebt nog niet gekozen. Kies wat er aangekruist is.",
        options=[option(Act.ACCEPT.value, "Ja, ik aanvaard"), option(Act.REFUSE.value, "Nee, ik weiger")],
    )


class SenderForm(Form):
    """Who filled in a sheet, when, and what the clerk saw of it."""

    first_name = TextField("Voornaam op het blad", missing=None, longest=100)
    last_name = TextField("Naam op het blad", missing=None, longest=100)
    signed = ChoiceField(
        "Ziet u een handtekening?",
        missing="U hebt nog niet gekozen. Kijk of er een handtekening staat.",
        options=[option(key, label) for key, label in SIGNED.items()],
    )
    dated_on = DayField("Datum op het blad", missing=None, description="Laat leeg als er geen datum staat.")
    received_on = DayField(
        "Op welke dag kwam het blad binnen?", missing="De dag ontbreekt nog. Vul dag, maand en jaar in."
    )
    page = TextField("Foto of scan van het blad", missing=None, description="Png of jpg. U mag dit leeg laten.")

    def validate_first_name(self, field: TextField) -> None:
        """A name that can stand in a letter, unless nobody can read it."""
        self._check_name(field)

    def validate_last_name(self, field: TextField) -> None:
        """A name that can stand in a letter, unless nobody can read it."""
        self._check_name(field)

    @property
    def picture(self) -> PageImage | None:
        """The picture that came along, made anew; None without one. Invalid for what is none. It takes a moment."""
        sent = request.files.get(self.page.name)
        content = sent.read() if sent else b""
        return clean_page(content, field=self.page.name) if content else None

    def lacks(self, what: Missing) -> bool:
        """Whether the clerk says that this is missing on the sheet."""
        return False

    def _check_name(self, field: TextField) -> None:
        if self.lacks(Missing.NAME):
            return
        if not field.data:
            raise ValidationError(FIRST_NAME_MISSING if field is self.first_name else LAST_NAME_MISSING)
        printable(field)


class SheetForm(BoxesForm, SenderForm):
    """What stands on the sheet."""

    missing = ChoicesField(
        "Ontbreekt er iets op het blad?",
        missing=None,
        options=[option(one.value, label) for one, label in MISSING.items()],
    )

    def validate_executor(self, field: TextField) -> None:
        """A name that can stand in a letter."""
        if field.data:
            printable(field)

    def validate_act(self, field: ChoiceField) -> None:
        """A box, unless it is the box that is missing."""
        if field.data not in [one.value for one in field.choices] and not self.lacks(Missing.CHOICE):
            raise ValidationError(ACT_MISSING)

    def lacks(self, what: Missing) -> bool:
        """Whether the clerk says that this is missing on the sheet."""
        return what.value in (self.missing.data or ())

    @property
    def answers(self) -> SheetAnswers:
        """What was keyed; what is missing counts as empty, whatever stands in its field."""
        lacks_name = self.lacks(Missing.NAME)
        return SheetAnswers(
            act=None if self.lacks(Missing.CHOICE) else Act(self.act.data),
            first_name="" if lacks_name else self.first_name.data or "",
            last_name="" if lacks_name else self.last_name.data or "",
            capacity=Capacity(self.capacity.data),
            signed=self.signed.data == "yes",
            received_on=self.received_on.data,  # type: ignore[arg-type]
            dated_on=self.dated_on.data,
            missing=frozenset(Missing(one) for one in self.missing.data or ()),
            executor=(self.executor.data or "") if self.executor is not None else "",
        )


class OverviewForm(TicksForm, SenderForm):
    """What stands on an overview. Whoever signs may stop, so it does not ask what he is for the enterprise."""

    def answers(self, act: Act) -> SheetAnswers:
        """What was keyed, for this act on each mandate."""
        return SheetAnswers(
            act=act,
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            capacity=Capacity.NONE,
            signed=self.signed.data == "yes",
            received_on=self.received_on.data,  # type: ignore[arg-type]
            dated_on=self.dated_on.data,
            ticked=self.ticked.data,
        )


class NewcomerSheetForm(InvitedForm, SenderForm):
    """What stands on the form of an invitation. Who was invited answers for himself, in no role."""

    @property
    def answers(self) -> SheetAnswers:
        """What was keyed."""
        return SheetAnswers(
            act=Act(self.act.data),
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            capacity=Capacity.NONE,
            signed=self.signed.data == "yes",
            received_on=self.received_on.data,  # type: ignore[arg-type]
            dated_on=self.dated_on.data,
        )


class RoundSheetForm(ListForm, SenderForm):
    """What stands on the form of a yearly list."""

    @property
    def answers(self) -> SheetAnswers:
        """What was keyed."""
        return SheetAnswers(
            act=ListAnswer(self.act.data),
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            capacity=Capacity(self.capacity.data),
            signed=self.signed.data == "yes",
            received_on=self.received_on.data,  # type: ignore[arg-type]
            dated_on=self.dated_on.data,
            ticked=self.ticked.data or [],
        )


class LookedForm(Form):
    """The second look at one sheet."""

    looked = TickField(
        "Ik vergeleek dit met het formulier. Alles klopt.",
        missing="Vergelijk alles met het formulier. Kruis dat dan aan.",
    )


class StopForm(Form):
    """The second look at an overview."""

    looked = TickField(
        "Ik vergeleek dit met de bladen. Alles klopt.", missing="Vergelijk alles met de bladen. Kruis dat dan aan."
    )


class LookForm(Form):
    """The second look; for a sheet that stops something also which parts, for one that extends how much longer."""

    months = ChoiceField(
        "Hoeveel langer is aangekruist?",
        missing="U hebt nog niet gekozen. Kijk hoeveel langer er aangekruist is.",
        options=[option(str(months), f"{months // 12} jaar langer") for months in MONTHS_LONGER],
    )

    parts = ChoicesField("Wat stopt er?", missing="U hebt nog niets aangekruist. Kruis aan wat er stopt.")
    looked = TickField(
        "Ik vergeleek dit met het blad. Alles klopt.", missing="Vergelijk alles met het blad. Kruis dat dan aan."
    )
