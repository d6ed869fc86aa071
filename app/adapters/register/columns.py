"""The files of a KBO Open Data extract as far as we read them: their columns, and each row as our table has it.

Numbers are written 0200.065.765, days dd-mm-yyyy; what is empty may stand with or without quotes. Of the contacts only
phone numbers are read; activities and branches are not. Source: Cookbook KBO Open Data, FPS Economy.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Table

from app.core.register.enterprise_numbers import is_enterprise_number
from app.core.register.phone_numbers import read_phone
from app.core.register.situations import read_situation
from app.models.register import (
    RegisterAddress,
    RegisterCode,
    RegisterEnterprise,
    RegisterEstablishment,
    RegisterName,
    RegisterPhone,
)

Row = Sequence[str | bool | None]
Descriptions = Mapping[tuple[str, str], str]  # (category, code) -> Dutch description

_ENTERPRISE = re.compile(r"[01]\d{3}\.\d{3}\.\d{3}")
_ESTABLISHMENT = re.compile(r"2\.\d{3}\.\d{3}\.\d{3}")
_BRANCH = re.compile(r"9\.\d{3}\.\d{3}\.\d{3}")
NATURAL_PERSON, LEGAL_PERSON, UNKNOWN_TYPE = "1", "2", "0"
PHONE = "TEL"


class BadValue(Exception):
    """A value that the published format does not allow; the text says what."""


@dataclass(frozen=True)
class File:
    """One csv file: its columns as published, the table it fills, and how a row becomes one of ours, if any."""

    name: str
    columns: tuple[str, ...]
    table: Table
    targets: tuple[str, ...]
    read: Callable[[Sequence[str], Descriptions], Row | None]

    @property
    def key(self) -> str:
        """The column by which a delete file names what must go."""
        return self.columns[0]

    @property
    def longest(self) -> tuple[int | None, ...]:
        """How long each value may be at most."""
        return tuple(getattr(self.table.c[target].type, "length", None) for target in self.targets)


def entity_number(text: str) -> str:
    """The ten digits of an enterprise or establishment, or nine behind a 9 for a branch."""
    if _ENTERPRISE.fullmatch(text):
        return enterprise_number(text)
    if _ESTABLISHMENT.fullmatch(text) or _BRANCH.fullmatch(text):
        return text.replace(".", "")
    raise BadValue(f"{text!r} is not the number of an enterprise or establishment")


def enterprise_number(text: str) -> str:
    """The ten digits of an enterprise, check included."""
    number = text.replace(".", "")
    if not _ENTERPRISE.fullmatch(text):
        raise BadValue(f"{text!r} is not an enterprise number")
    if not is_enterprise_number(number):
        raise BadValue(f"the check digits of {text!r} do not fit")
    return number


@cache
def day(text: str) -> str | None:
    """A day as yyyy-mm-dd, from dd-mm-yyyy; None when empty."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d-%m-%Y").date().isoformat()
    except ValueError as error:
        raise BadValue(f"{text!r} is not a date (dd-mm-yyyy)") from error


def _enterprise(values: Sequence[str], descriptions: Descriptions) -> Row:
    number, status, legal_situation, kind, form, _, start = values
    if kind not in {NATURAL_PERSON, LEGAL_PERSON, UNKNOWN_TYPE}:
        raise BadValue(f"{kind!r} is not a type of enterprise")
    description = descriptions.get(("JuridicalSituation", legal_situation), "")
    situation = read_situation(status, legal_situation, description)
    return (
        enterprise_number(number), kind == NATURAL_PERSON, form or None, legal_situation, str(situation), day(start),
    )  # fmt: skip


def _name(values: Sequence[str], _: Descriptions) -> Row | None:
    entity, language, kind, name = values
    number = entity_number(entity)
    if not name.strip():
        raise BadValue("the name is empty")
    return None if number[0] == "9" else (number, language, kind, name)


def _address(values: Sequence[str], _: Descriptions) -> Row | None:
    entity, kind, country_nl, country_fr, zipcode, *rest, struck_off = values
    number = entity_number(entity)
    if number[0] == "9":
        return None
    return (number, kind, country_nl or country_fr or None, zipcode or None, *(value or None for value in rest),
            day(struck_off))  # fmt: skip


def _contact(values: Sequence[str], _: Descriptions) -> Row | None:
    entity, _of, kind, value = values
    number = entity_number(entity)
    phone = read_phone(value) if kind == PHONE and number[0] != "9" else None
    return phone and (number, phone)


def _establishment(values: Sequence[str], _: Descriptions) -> Row:
    number, start, enterprise = values
    if not _ESTABLISHMENT.fullmatch(number):
        raise BadValue(f"{number!r} is not the number of an establishment")
    return number.replace(".", ""), enterprise_number(enterprise), day(start)


def _code(values: Sequence[str], _: Descriptions) -> Row:
    return tuple(value.strip() for value in values)


CODE = File(
    "code", ("Category", "Code", "Language", "Description"),
    RegisterCode.__table__, ("category", "code", "language", "description"), _code,
)  # fmt: skip
ENTERPRISE = File(
    "enterprise",
    ("EnterpriseNumber", "Status", "JuridicalSituation", "TypeOfEnterprise", "JuridicalForm", "JuridicalFormCAC",
     "StartDate"),
    RegisterEnterprise.__table__,
    ("number", "is_natural_person", "legal_form", "legal_situation", "situation", "start_day"), _enterprise,
)  # fmt: skip
ESTABLISHMENT = File(
    "establishment", ("EstablishmentNumber", "StartDate", "EnterpriseNumber"),
    RegisterEstablishment.__table__, ("number", "enterprise_number", "start_day"), _establishment,
)  # fmt: skip
NAME = File(
    "denomination", ("EntityNumber", "Language", "TypeOfDenomination", "Denomination"),
    RegisterName.__table__, ("entity_number", "language", "kind", "name"), _name,
)  # fmt: skip
ADDRESS = File(
    "address",
    ("EntityNumber", "TypeOfAddress", "CountryNL", "CountryFR", "Zipcode", "MunicipalityNL", "MunicipalityFR",
     "StreetNL", "StreetFR", "HouseNumber", "Box", "ExtraAddressInfo", "DateStrikingOff"),
    RegisterAddress.__table__,
    ("entity_number", "kind", "country", "zipcode", "town_nl", "town_fr", "street_nl", "street_fr", "house_number",
     "box", "extra", "struck_off_on"), _address,
)  # fmt: skip
CONTACT = File(
    "contact", ("EntityNumber", "EntityContact", "ContactType", "Value"),
    RegisterPhone.__table__, ("entity_number", "number"), _contact,
)  # fmt: skip

FILES = (ENTERPRISE, ESTABLISHMENT, NAME, ADDRESS, CONTACT)
