"""Inventing contacts, in all the ways in which people write a phone number down.

No number can be anybody's: behind the area, or the first four signs of a mobile number, stand zeros.
"""

from random import Random

from app.adapters.register.invented.enterprises import Invented

AREAS = ("02", "03", "011", "050", "053", "056", "0470", "0485")
# As it should be, and as it also comes: dots, slashes, the country, a zero too many; and what is no number, or two.
WAYS = (
    "{area} {a} {c} {d}", "{area}/{a}.{c}.{d}", "+32 {bare} {a} {c} {d}", "0032{bare}{a}{c}{d}",
    "+32 (0){bare} {a} {c} {d}", "{area}{a}{c}{d}", "{area} {a} {c}", "tel. {area} {a} {c} {d}",
    "{area} {a} {c} {d} / {d}", "-", "0900 00 {c}{d}",
)  # fmt: skip


def invent_contacts(one: Invented) -> None:
    """Give the enterprise and its establishments contacts: always the same ones, whatever else is invented."""
    pick = Random(one.body)  # noqa: S311  nothing secret
    if one.body % 3 == 0:
        one.contacts.append(("EMAIL", f"info{one.body}@voorbeeld.example"))
    if pick.random() < 0.35:
        one.contacts.append(("TEL", _phone(pick)))
        # The same number a second time, as the register has it now and then.
        one.contacts += [one.contacts[-1]] * (pick.random() < 0.05)
    if pick.random() < 0.04:
        one.contacts.append(("WEB", f"www.voorbeeld{one.body}.example"))
    for unit in one.units:
        if pick.random() < 0.2:
            unit.contacts.append(("TEL", _phone(pick)))


def _phone(pick: Random) -> str:
    area = pick.choice(AREAS)
    way = pick.choices(WAYS, (40, 15, 15, 5, 3, 12, 3, 3, 2, 1, 1))[0]
    # Nine digits, or ten of a mobile number.
    first = "000" if len(area) == 2 else "00"
    return way.format(area=area, bare=area[1:], a=first, c="00", d=f"{pick.randint(0, 99):02d}")
