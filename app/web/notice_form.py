"""The question how news comes: the same fields on the page under Mijn mandaten and as a question of the wizards."""

from dataclasses import replace
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from app.core.errors import Invalid
from app.core.people.email_addresses import covered as cover
from app.core.people.email_addresses import parse_email
from app.core.people.notices import MailWish, NoticeChoice
from app.web.fields import ChoiceField, TextField, option

LETTER, LARGE, MAIL, BOTH = "brief", "groot", "mail", "beide"
WISHES = {MAIL: MailWish.INSTEAD, BOTH: MailWish.BESIDE}
LONGEST_ADDRESS = 254
MISSING = "U hebt nog niet gekozen. Kies hoe u nieuws wilt krijgen."
ON_PAPER = "De bevestiging komt altijd met de post, naar uw adres in de KBO."
OPTIONS = [
    option(LETTER, "Met een brief"),
    option(LARGE, "Met een brief in grote letters", hint="Die brief heeft meer pagina's."),
]
MAIL_OPTIONS = [
    option(MAIL, "Met een e-mail", hint="Alleen een herinnering komt dan zonder brief."),
    option(BOTH, "Met een brief en een e-mail"),
]


class NoticeFields:
    """Mixed into a form; `offer` must be called before anything is shown or checked."""

    how = ChoiceField("Hoe wilt u nieuws krijgen?", missing=MISSING, description=ON_PAPER, options=OPTIONS)
    email = TextField(
        "E-mailadres",
        missing=None,
        longest=LONGEST_ADDRESS,
        description="Alleen als u e-mails kiest. In onze e-mails staat nooit een link.",
    )

    kept: str | None = None

    def offer(self, sends_mail: bool, *, covered: str | None = None) -> None:
        """Leave e-mail out where none can be sent. `covered` is the present address, where staff may not see it."""
        self.kept = covered
        if covered:
            self.email.data = self.email.data if self.email.data != covered else ""
            self.email.description = f"Nu is dat {cover(covered)}. Laat dit leeg om dat adres te houden."
        if sends_mail:
            self.how.choices = [*OPTIONS, *MAIL_OPTIONS]
        else:
            del self.email  # type: ignore[attr-defined]

    def validate_email(self, field: Field) -> None:
        """An address to which something can be sent, for who wants e-mail."""
        if self.how.data not in WISHES:
            return
        try:
            field.data = parse_email(field.data or self.kept or "")
        except Invalid as refusal:
            raise ValidationError(refusal.sentence) from refusal

    def choice(self, before: NoticeChoice = NoticeChoice()) -> NoticeChoice:  # noqa: B008 - frozen
        """What was chosen; who turns to e-mail keeps the size of the letters that still come."""
        if self.how.data in WISHES:
            return replace(before, mail=WISHES[self.how.data], email=self.email.data)
        return NoticeChoice(large_print=self.how.data == LARGE)


def filled(choice: NoticeChoice) -> dict[str, Any]:
    """The values of the fields for a choice."""
    by_mail = {wish: value for value, wish in WISHES.items()}
    how = by_mail.get(choice.mail, LARGE if choice.large_print else LETTER)
    return {"how": how, "email": choice.email or ""}


def in_short(choice: NoticeChoice) -> str:
    """The choice in a few words, without the address."""
    if choice.mail is MailWish.INSTEAD:
        return "Met een e-mail"
    large = " in grote letters" if choice.large_print else ""
    return f"Met een brief{large}{' en een e-mail' if choice.mail is MailWish.BESIDE else ''}"


def said(choice: NoticeChoice, *, covers: bool = False) -> str:
    """The choice with its address, which staff see covered."""
    if choice.email is None:
        return in_short(choice)
    return f"{in_short(choice)} naar {cover(choice.email) if covers else choice.email}"
