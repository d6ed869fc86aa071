"""What the register says of one person in one enterprise, over and to come included: why he does not count as one."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.function import Function
from app.models.person import Person


@dataclass(frozen=True)
class MissingFunction:
    """Why the register does not make somebody a representative: "untied", "coming" on `day`, "over" after `day`, or
    "none".
    """

    code: str
    day: date | None = None


def missing_function(session: Session, person: Person, enterprise_number: str, day: date) -> MissingFunction:
    """What is nearest, for a person who is no representative of this enterprise on `day`.

    A row that bears his name and is nobody's yet is told to him, and gives him nothing.
    """
    rows = session.scalars(
        select(Function).where(Function.enterprise_number == enterprise_number).order_by(Function.from_day)
    ).all()
    mine = [one for one in rows if person.subject and one.subject == person.subject]
    if any(one.subject is None and one.holds_on(day) and _same_name(one, person) for one in rows):
        return MissingFunction("untied")
    coming = [one.from_day for one in mine if one.from_day > day and (one.until_day or date.max) >= one.from_day]
    if coming:
        return MissingFunction("coming", min(coming))
    over = [one.until_day for one in mine if one.until_day and one.from_day <= one.until_day < day]
    return MissingFunction("over", max(over)) if over else MissingFunction("none")


def _same_name(function: Function, person: Person) -> bool:
    return function.name.casefold().split() == person.name.casefold().split()
