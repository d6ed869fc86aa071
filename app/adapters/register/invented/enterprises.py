"""Inventing enterprises with all the oddities of real ones, the same from the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from app.adapters.register.invented import words
from app.core.register.enterprise_numbers import check_digits, dotted

FIRST_BODY = 4_000_000  # numbers from 0400.000.xxx on; the demo's own stand far below
FRENCH, DUTCH, GERMAN, UNKNOWN = "1", "2", "3", "0"
LEGAL, ABBREVIATION, TRADE = "001", "002", "003"
BOXES = ("", "", "", "", "", "2", "bus 3", "b4", "0201", "bte 5", "A")


@dataclass
class Place:
    """An address as the extract has it: the columns from CountryNL to ExtraAddressInfo, and when it was struck off."""

    values: tuple[str | None, ...]
    struck_off: str = ""


@dataclass
class Unit:
    """An establishment, or a branch when `kind` says so."""

    number: str
    start: str
    place: Place
    names: list[tuple[str, str, str]] = field(default_factory=list)  # (language, kind, name)
    contacts: list[tuple[str, str]] = field(default_factory=list)  # (kind, value)


@dataclass
class Invented:
    """An enterprise that does not exist."""

    number: str  # dotted
    body: int
    is_natural: bool
    situation: str
    form: str
    start: str
    names: list[tuple[str, str, str]]
    seat: Place | None
    units: list[Unit]
    contacts: list[tuple[str, str]] = field(default_factory=list)  # (kind, value)


def invent_enterprises(count: int, seed: int) -> Iterator[Invented]:
    """`count` enterprises, by number. Two in five are natural persons, which have no seat."""
    pick = Random(seed)  # noqa: S311  nothing secret
    body = FIRST_BODY
    for _ in range(count):
        body += pick.randint(1, 3)
        yield invent_enterprise(pick, body)


def invent_enterprise(pick: Random, body: int) -> Invented:
    """One enterprise with this body (the first eight digits of its number)."""
    is_natural = pick.random() < 0.4
    town = _town(pick)
    place = _belgian_place(pick, town)
    start = _day(pick)
    language = _language(pick, town)
    return Invented(
        number=dotted(f"{body:08d}{check_digits(f'{body:08d}')}"),
        body=body,
        is_natural=is_natural,
        situation=pick.choices(("000", "050", "012"), (96.5, 2.5, 1))[0],
        form="" if is_natural else pick.choice(words.LEGAL_FORMS),
        start=start,
        names=_person_names(pick, language) if is_natural else _firm_names(pick, language),
        seat=None if is_natural else _seat(pick, place, start),
        units=_units(pick, body, start, place, language, is_natural),
    )


def _person_names(pick: Random, language: str) -> list[tuple[str, str, str]]:
    names = [(language, LEGAL, f"{_last_name(pick)} {pick.choice(words.FIRST_NAMES)}")]
    if pick.random() < 0.15:
        names.append((language, TRADE, _trade_name(pick)))
    return names


def _firm_names(pick: Random, language: str) -> list[tuple[str, str, str]]:
    name = pick.choices((_trade_name, _brand, _own_name), (50, 35, 15))[0](pick)
    names = [(language, LEGAL, name)]
    if pick.random() < 0.08:
        names.append((language, ABBREVIATION, "".join(f"{word[0]}." for word in name.split()).upper()))
    if pick.random() < 0.12:
        names.append((language, TRADE, _trade_name(pick)))
    if pick.random() < 0.02:
        names.append((FRENCH, LEGAL, f"Société {_brand(pick)}"))
    return names


def _trade_name(pick: Random) -> str:
    called = pick.choice(words.NICKNAMES) if pick.random() < 0.35 else _last_name(pick)
    if pick.random() < 0.04:
        called += f" & {pick.choice(('Zonen', 'Co', 'Partners', 'Dochter'))}"
    return f"{pick.choice(words.TRADES)} {called}"


def _brand(pick: Random) -> str:
    parts = "".join(pick.choice(words.BRAND_PARTS) for _ in range(pick.choice((1, 2, 2, 3))))
    brand = (parts + pick.choice(words.BRAND_ENDINGS)).capitalize()
    if pick.random() < 0.1:
        brand = ".".join(pick.choice("ABCDEFGHIKLMNOPRSTV") for _ in range(3)) + "."
    return f"{brand} {pick.choice(words.ACTIVITIES)}" if pick.random() < 0.6 else brand


def _own_name(pick: Random) -> str:
    return f"{pick.choice(words.FIRST_NAMES)} {_last_name(pick)} {pick.choice(words.ACTIVITIES)}"


def _last_name(pick: Random) -> str:
    if pick.random() < 0.3:
        return pick.choice(words.COMMON_LAST_NAMES)
    prefix = pick.choice(words.LAST_NAME_PREFIXES)
    name = pick.choice(words.LAST_NAME_STARTS) + pick.choice(words.LAST_NAME_ENDS)
    return prefix + (name.lower() if prefix in {"Vande", "Ver"} else name)


def _town(pick: Random) -> tuple[str, str, str]:
    # The first towns of the list are the largest.
    place = min(int(pick.expovariate(1 / 18)), len(words.TOWNS) - 1)
    zipcode, dutch, french = words.TOWNS[place].split()
    return zipcode, dutch, french


def _language(pick: Random, town: tuple[str, str, str]) -> str:
    zipcode = int(town[0])
    usual = GERMAN if zipcode in {4700, 4790} else FRENCH if 1300 <= zipcode < 1500 or 4000 <= zipcode < 8000 else DUTCH
    return pick.choices((usual, UNKNOWN, FRENCH), (94, 4, 2))[0]


def _belgian_place(pick: Random, town: tuple[str, str, str]) -> Place:
    zipcode, dutch, french = town
    street = pick.choice(words.STREETS) + pick.choices(("", f"({dutch[:3]})", ", Dürler"), (96, 3, 1))[0]
    house = pick.choices((f"{pick.randint(1, 400)}", f"{pick.randint(1, 99)}/{pick.randint(1, 9)}", ""), (97, 2, 1))[0]
    house += pick.choice(("", "", "", "A", "B")) if house.isdigit() else ""
    street_french = "" if pick.random() < 0.02 else street
    extra = pick.choices(("", "Gebouw C"), (99, 1))[0]
    return Place((None, None, zipcode, dutch, french, street, street_french, house, pick.choice(BOXES), extra))


def _seat(pick: Random, place: Place, start: str) -> Place:
    if pick.random() < 0.004:
        country_nl, country_fr, town, street = pick.choice(words.ABROAD)
        house = str(pick.randint(1, 99))
        return Place((country_nl, country_fr, "", town, town, street, street, house, "", ""))
    return Place(place.values, start if pick.random() < 0.01 else "")


def _units(pick: Random, body: int, start: str, place: Place, language: str, is_natural: bool) -> list[Unit]:
    count = pick.choices((0, 1, 2, 3), (3, 85, 9, 3) if is_natural else (20, 70, 7, 3))[0]
    units = []
    for serial in range(count):
        # At most four a body, and bodies differ: so these never meet.
        number = f"2{body * 4 + serial:09d}"
        names = [(language, TRADE, _trade_name(pick))] if pick.random() < (0.5 if is_natural else 0.1) else []
        where = place if serial == 0 else _belgian_place(pick, _town(pick))
        units.append(Unit(_dotted_unit(number), start if serial == 0 else _day(pick), where, names))
    return units


def _dotted_unit(number: str) -> str:
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"


def _day(pick: Random) -> str:
    return f"{pick.randint(1, 28):02d}-{pick.randint(1, 12):02d}-{pick.randint(1950, 2025)}"
