"""Dossier numbers: ten random digits and their remainder of division by 97, as every Belgian knows from payments."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.models.draft import Draft
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.work_relation import WorkRelation

BODY_DIGITS = 10
LENGTH = 12
NUMBERED: tuple[type[Mandate] | type[Draft] | type[Letter] | type[WorkRelation], ...] = (
    Mandate, Draft, Letter, WorkRelation,
)  # fmt: skip


def check_digits(body: str) -> str:
    """The two digits behind `body`: its remainder by 97, where 00 becomes 97."""
    return f"{int(body) % 97 or 97:02d}"


def is_dossier_number(number: str) -> bool:
    """Whether these are twelve digits of which the last two fit."""
    return len(number) == LENGTH and number.isascii() and number.isdigit() and check_digits(number[:10]) == number[10:]


def parse_dossier_number(text: str, *, field: str = "dossier_number") -> str:
    """The twelve digits in what somebody typed, with any spaces, dots or dashes; Invalid when they cannot be one."""
    digits = "".join(sign for sign in text if sign not in " .-/\u00a0\t")
    if not is_dossier_number(digits):
        raise Invalid("dossier_number_wrong", field=field)
    return digits


def new_dossier_number(session: Session) -> str:
    """A number that no mandate, no draft, no work relation, no e-mail to a newcomer and no overview of a party has."""
    while True:
        body = f"{secrets.randbelow(10**BODY_DIGITS):0{BODY_DIGITS}d}"
        number = body + check_digits(body)
        taken = any(session.scalar(select(one.id).where(one.dossier_number == number)) for one in NUMBERED)
        if not taken and session.scalar(select(WorkRelation.id).where(WorkRelation.mail_number == number)) is None:
            return number
