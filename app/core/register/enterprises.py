"""Enterprises as the register knows them: by number, and by name as people type it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Row, bindparam, literal_column, null, select, union_all
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.prepared import Prepared
from app.core.prepared_rows import TextList, one_of
from app.core.register.addresses import Address, letter_addresses
from app.core.register.enterprise_numbers import dotted, number_meant, parse_enterprise_number
from app.core.register.enterprise_search import search_names
from app.core.register.state import find_register_state, readable_register
from app.models.register import (
    FormerEnterprise,
    NameKind,
    RegisterCode,
    RegisterEnterprise,
    RegisterEstablishment,
    RegisterName,
    Situation,
)

LANGUAGES = "20134"  # Dutch first; then what is unknown, which is mostly Dutch too
LEGAL_FIRST = (NameKind.LEGAL, NameKind.TRADE, NameKind.ABBREVIATION)
TRADE_FIRST = (NameKind.TRADE, NameKind.LEGAL, NameKind.ABBREVIATION)

_enterprise_table, _name, _establishment = (
    model.__table__ for model in (RegisterEnterprise, RegisterName, RegisterEstablishment)
)
_number = _enterprise_table.c.number


def _known(wanted: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Enterprises, with a row for each of their names; one without a name has a row all the same."""
    facts = (
        *_enterprise_table.c["number", "is_natural_person", "legal_form", "situation"],
        *_name.c["kind", "language"],
    )
    own = select(*facts, _name.c.name, null().label("since"), null().label("place"), _name.c.id.label("name_id"))
    own = own.select_from(_enterprise_table.outerjoin(_name, _name.c.entity_number == _number))
    # A natural person's trade names hang on the establishments.
    theirs = select(*facts, _name.c.name, _establishment.c.start_day, _establishment.c.number, _name.c.id)
    theirs = theirs.select_from(_enterprise_table.join(_establishment, _establishment.c.enterprise_number == _number))
    theirs = theirs.join(_name, _name.c.entity_number == _establishment.c.number)
    both = union_all(
        own.add_columns(literal_column("0").label("rank")).where(wanted),
        theirs.add_columns(literal_column("1")).where(wanted),
    )
    # Own names come first.
    return both.order_by(*(both.selected_columns[name] for name in ("number", "rank", "since", "place", "name_id")))


# Asked for nearly every page: put together once, and for columns, because loading objects takes longer.
_KNOWN = _known(_number.in_(bindparam("numbers", expanding=True)))
_KNOWN_ONE = Prepared(lambda engine: _known(_number == bindparam("number")))
_SITUATIONS = Prepared(
    lambda engine: select(_number, _enterprise_table.c.situation).where(
        one_of(_number, bindparam("numbers", type_=TextList), engine)
    )
)


@dataclass(frozen=True)
class Enterprise:
    """An enterprise. A natural person is shown by the trade name, with `person_name` beside it.

    `other_names` are those it can be found by too: short, trade or in another language.
    `address` is where letters go: the seat, else the oldest establishment, else None. `stopped` means that it can no
    longer give or hold mandates: bankrupt, struck off, or gone from the register.
    """

    number: str
    name: str
    is_natural_person: bool
    situation: Situation
    person_name: str | None = None
    legal_form: str | None = None
    address: Address | None = None
    other_names: tuple[str, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether the register says that it stopped."""
        return self.situation.is_stopped

    @property
    def town(self) -> str | None:
        """The town of its address."""
        return self.address.town if self.address else None

    @property
    def dotted_number(self) -> str:
        """The number as people read it: 0199.000.151."""
        return dotted(self.number)

    @property
    def name_lines(self) -> list[str]:
        """The names for an envelope: the trade name, and under it the person's."""
        return [self.name, self.person_name] if self.person_name and self.person_name != self.name else [self.name]


@dataclass(frozen=True)
class FoundEnterprises:
    """What was found, best first; `more` says that there are others that fit."""

    items: tuple[Enterprise, ...]
    more: bool


def get_enterprise(session: Session, number: str) -> Enterprise:
    """The enterprise with this number (ten digits). Raises NotFound."""
    enterprise = find_enterprise(session, number)
    if enterprise is None:
        raise NotFound("enterprise_unknown")
    return enterprise


def find_enterprise(session: Session, number: str) -> Enterprise | None:
    """The enterprise with this number (ten digits), also when it left the register; None when we never knew it."""
    return list_enterprises(session, [number]).get(number)


def find_enterprises(
    session: Session, text: str, *, town: str = "", limit: int = 10, field: str = "enterprise_number"
) -> FoundEnterprises:
    """The enterprises that somebody means by `text`: a number in any writing, also among other words, or a name with or
    without the town.

    Who knows the `town` apart gets those there first. Raises Invalid for `field` when `text` is a number that cannot be
    one; see `parse_enterprise_number`.
    """
    number = number_meant(text)
    if number is not None:
        enterprise = find_enterprise(session, parse_enterprise_number(number, field=field))
        return FoundEnterprises((enterprise,) if enterprise else (), more=False)
    with readable_register():
        numbers = search_names(session, f"{text} {town}", limit=limit + 1)
    known = list_enterprises(session, numbers[:limit])
    return FoundEnterprises(tuple(known[number] for number in numbers[:limit]), more=len(numbers) > limit)


def list_enterprises(session: Session, numbers: Iterable[str]) -> dict[str, Enterprise]:
    """Many enterprises at once, by number; unknown numbers are left out."""
    wanted = list(numbers)
    with readable_register():
        rows = session.connection().execute(_KNOWN, {"numbers": wanted}).all()
        known = {number: list(group) for number, group in groupby(rows, key=lambda row: row.number)}
        addresses = letter_addresses(session, known)
        forms = _legal_forms(session, {row.legal_form for row in rows if row.legal_form})
        found = {number: _enterprise(group, forms, addresses.get(number)) for number, group in known.items()}
        return found | _former(session, [number for number in wanted if number not in found])


def get_enterprise_name(session: Session, number: str) -> str:
    """The name alone, for pages that show nothing else of the enterprise. Raises NotFound."""
    with readable_register():
        rows = _KNOWN_ONE.named(session, {"number": number})
        return _names(rows)[0] if rows else get_enterprise(session, number).name


def list_stopped(session: Session, numbers: Iterable[str]) -> dict[str, str]:
    """Which of these enterprises stopped, with the reason: "bankrupt" or "stopped" (struck off, or gone).

    A register that was never imported knows nobody, and says nothing about anybody.
    """
    wanted = list(numbers)
    with readable_register():
        found = _SITUATIONS.rows(session, {"numbers": wanted})
    situations = {number: Situation(situation) for number, situation in found}
    if not situations and find_register_state(session) is None:
        return {}
    states = {number: situations.get(number, Situation.STOPPED) for number in wanted}
    return {number: str(situation) for number, situation in states.items() if situation.is_stopped}


def _enterprise(rows: Sequence[Row[Any]], forms: dict[str, str], address: Address | None) -> Enterprise:
    row = rows[0]
    name, person_name = _names(rows)
    others = dict.fromkeys(other.name for other in rows if other.name and other.name not in {name, person_name})
    return Enterprise(
        number=row.number,
        name=name,
        is_natural_person=row.is_natural_person,
        situation=Situation(row.situation),
        person_name=person_name,
        legal_form=forms.get(row.legal_form or ""),
        address=address,
        other_names=tuple(others),
    )


def _names(rows: Sequence[Row[Any]]) -> tuple[str, str | None]:
    """Under which name an enterprise is shown, and beside it that of the person it is, if it is one."""
    row, names = rows[0], [row for row in rows if row.name]
    legal = _best_name(names, LEGAL_FIRST)
    if not row.is_natural_person:
        return legal or dotted(row.number), None
    return _best_name(names, TRADE_FIRST) or dotted(row.number), legal


def _best_name(names: list[Row[Any]], kinds: tuple[NameKind, ...]) -> str | None:
    usable = [name for name in names if name.kind in kinds]
    best = min(usable, key=lambda name: (kinds.index(NameKind(name.kind)), LANGUAGES.find(name.language)), default=None)
    return best.name if best else None


def _legal_forms(session: Session, codes: set[str]) -> dict[str, str]:
    if not codes:
        return {}
    rows = session.execute(
        select(RegisterCode.code, RegisterCode.description).where(
            RegisterCode.category == "JuridicalForm", RegisterCode.language == "NL", RegisterCode.code.in_(codes)
        )
    )
    return {row.code: row.description for row in rows}


def _former(session: Session, numbers: list[str]) -> dict[str, Enterprise]:
    if not numbers:
        return {}
    rows = session.scalars(select(FormerEnterprise).where(FormerEnterprise.number.in_(numbers)))
    return {
        row.number: Enterprise(row.number, row.name or dotted(row.number), row.name is None, Situation.STOPPED)
        for row in rows
    }
