"""Where a letter to an enterprise goes: the seat, else the oldest establishment. Never an address typed in a visit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.prepared import Prepared
from app.core.prepared_rows import TextList, one_of
from app.core.register.address_texts import NO_BREAK_SPACE, break_line, clean, clean_street, split_number
from app.models.register import AddressKind, ChangedAddress, RegisterAddress, RegisterEstablishment

LINE_WIDTH = 40
MIN_LINES, MAX_LINES = 3, 7
ZIPCODE = re.compile(r"[1-9]\d{3}")

_address = RegisterAddress.__table__.c


def _of_entities(engine: str) -> Select[Any]:
    query = select(RegisterAddress.__table__).where(_address.kind == bindparam("kind"))
    query = query.where(one_of(_address.entity_number, bindparam("numbers", type_=TextList), engine))
    return query.where(_address.struck_off_on.is_(None)).order_by(_address.id)


_ADDRESSES = Prepared(_of_entities)  # asked for nearly every page

Kind = Literal["seat", "establishment", "confirmed"]


@dataclass(frozen=True)
class Address:
    """A place that post can reach. `country` is empty for Belgium; `kind` says where we know the address from."""

    street_line: str  # street and house number
    box: str | None
    zip: str | None  # foreign addresses have none in the register
    town: str
    country: str | None
    kind: Kind
    extra: str | None = None

    @property
    def street_and_box(self) -> str:
        """ "Grootboeklaan 12 bus 3"."""
        return f"{self.street_line} bus {self.box}" if self.box else self.street_line

    @property
    def town_line(self) -> str:
        """ "9200 Dendermonde", with a space at which no line breaks."""
        return f"{self.zip}{NO_BREAK_SPACE}{self.town}" if self.zip else self.town

    @property
    def words(self) -> tuple[str, ...]:
        """What stands on an envelope below the name; where these are the same, it is the same place."""
        parts = (self.extra, self.street_and_box, self.town_line, self.country)
        return tuple((part or "").casefold() for part in parts)

    @property
    def is_usable(self) -> bool:
        """Whether a letter with this address would arrive."""
        return _problem(self) is None


def letter_address(session: Session, enterprise_number: str) -> Address | None:
    """The register's address for letters to this enterprise, or None when it has none that post can reach."""
    return letter_addresses(session, [enterprise_number]).get(enterprise_number)


def letter_addresses(session: Session, numbers: Iterable[str]) -> dict[str, Address]:
    """`letter_address` of many enterprises at once; those without a usable one are left out."""
    wanted = list(numbers)
    if not wanted:
        return {}
    found = dict(_addresses(session, wanted, AddressKind.SEAT))
    rest = [number for number in wanted if number not in found]
    return found | _oldest_establishments(session, rest) if rest else found


def address_changed_on(session: Session, enterprise_number: str) -> date | None:
    """Since when the register's address for letters to this enterprise is another one; None when we saw no change."""
    return session.scalar(select(ChangedAddress.changed_on).where(ChangedAddress.number == enterprise_number))


def one_line(address: Address) -> str:
    """The address within a sentence: "Meelzakstraat 7, 9300 Aalst"."""
    parts = [address.street_and_box, address.town_line, address.country or ""]
    return ", ".join(part for part in parts if part)


def address_lines(name_lines: Iterable[str], address: Address) -> list[str]:
    """The block in the window of the envelope: 3 to 7 lines of at most 40 signs, by the Belgian rules.

    Names that are too long go on over more lines, then lose words at their end; the address itself is never cut.
    Raises Invalid when there is no name, or when the address cannot be written in the lines that are left.
    """
    problem = _problem(address)
    if problem:
        raise Invalid(problem, field="address")
    below = _lines_below_the_name(address)
    names = [break_line(clean(name), LINE_WIDTH) for name in name_lines]
    names = [lines for lines in names if lines]
    if not names:
        raise Invalid("address_without_name", field="address")
    room = MAX_LINES - len(below)
    if len(names) > room:
        raise Invalid("address_too_long", field="address")
    while sum(map(len, names)) > room:
        max(names, key=len).pop()
    return [line for lines in names for line in lines] + below


def read_address(row: RegisterAddress | Row[Any]) -> Address:
    """A row of the register, cleaned; in Dutch where the register has Dutch, and never in two languages at once."""
    street, town = clean_street(row.street_nl), clean(row.town_nl)
    if not (street and town):
        french = clean_street(row.street_fr), clean(row.town_fr)
        street, town = french if all(french) else (street or french[0], town or french[1])
    number, box = split_number(row.house_number, row.box)
    kind: Kind = "seat" if row.kind == AddressKind.SEAT else "establishment"
    country = clean(row.country) or None
    return Address(
        " ".join(filter(None, [street, number])),
        box,
        clean(row.zipcode) or None,
        town,
        country,
        kind,
        clean(row.extra) or None,
    )


def _problem(address: Address) -> str | None:
    if not (address.street_line and address.town):
        return "address_incomplete"
    if not address.country and not ZIPCODE.fullmatch(address.zip or ""):
        return "address_zipcode"
    return None


def _lines_below_the_name(address: Address) -> list[str]:
    extra = break_line(address.extra or "", LINE_WIDTH)[:1]
    street = break_line(address.street_and_box, LINE_WIDTH)
    # The last line of an envelope is read by a machine: postcode and town stay together, abbreviated only above 40.
    town = address.town_line.replace(NO_BREAK_SPACE, " ")[:LINE_WIDTH].rstrip()
    country = [address.country.upper()[:LINE_WIDTH]] if address.country else []
    lines = [*extra, *street, town, *country]
    return lines if len(lines) < MAX_LINES - 1 else lines[len(extra) :]


def _addresses(session: Session, numbers: list[str], kind: AddressKind) -> Iterable[tuple[str, Address]]:
    rows = _ADDRESSES.named(session, {"numbers": numbers, "kind": str(kind)})
    usable = ((row.entity_number, read_address(row)) for row in rows)
    return [(number, address) for number, address in usable if address.is_usable]


def _oldest_establishments(session: Session, numbers: list[str]) -> dict[str, Address]:
    establishments = session.execute(
        select(RegisterEstablishment.number, RegisterEstablishment.enterprise_number)
        .where(RegisterEstablishment.enterprise_number.in_(numbers))
        .order_by(
            RegisterEstablishment.start_day.is_(None), RegisterEstablishment.start_day, RegisterEstablishment.number
        )
    ).all()
    addresses = dict(_addresses(session, [row.number for row in establishments], AddressKind.ESTABLISHMENT))
    found: dict[str, Address] = {}
    for row in establishments:
        if row.number in addresses:
            found.setdefault(row.enterprise_number, addresses[row.number])
    return found
