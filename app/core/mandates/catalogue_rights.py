"""The rights inside an organisation that the catalogue file brings, in the shape of a mandate type."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.mandates import catalogue_items
from app.core.mandates.catalogue_items import CHOICES, read_item, wrong
from app.models.right_type import BUILT_IN, RightType

COLLEAGUE = "{medewerker}"
REQUIRED = {**catalogue_items.REQUIRED, "manages": bool}
DEFAULTS: Mapping[str, Any] = {
    "risk": "medium", "signatures": "1", "appoints": False, "domain": None, "withdrawn_from": None,
}  # fmt: skip
# What the program itself counts on: a file words these two anew, and changes nothing of what they do.
FIXED = {"manages": None, "access_level": None, "appoints": False, "domain": None}

# Who has a right must not wake up with another one: these never change once the right exists.
LASTING = ("manages", "appoints", "domain_key")


def load_rights(session: Session, items: Sequence[Mapping[str, Any]], domains: Collection[str]) -> None:
    """Bring the right types up to date; Invalid names the one that is wrong. What a file leaves out stays as it is."""
    for position, item in enumerate(items):
        session.merge(_lasting(session, read_right(item, position, domains)))
    session.flush()


def _lasting(session: Session, right: RightType) -> RightType:
    """The right; refused when it exists and is about something else."""
    stored = session.get(RightType, right.key)
    if stored is not None and any(getattr(stored, one) != getattr(right, one) for one in LASTING):
        what = "waarover dit recht gaat, blijft wat het was: geef een nieuw recht met een nieuwe sleutel"
        raise wrong(f"recht {right.key}", what)
    return right


def read_right(item: Mapping[str, Any], position: int, domains: Collection[str]) -> RightType:
    """The right that an item of the file is, not yet kept; Invalid says what is wrong in it."""
    where = f"recht {item.get('key', position + 1)}"
    values = read_item(where, item, required=REQUIRED, defaults=DEFAULTS, choices=CHOICES, doer=COLLEAGUE)
    built_in = next((one for one in BUILT_IN if one["key"] == values["key"]), None)
    changed = [one for one, usual in FIXED.items() if built_in and values[one] != built_in.get(one, usual)]
    if built_in is not None and (values["withdrawn_from"] or changed):
        raise wrong(where, "dit recht heeft elke organisatie nodig, alleen de woorden kunnen anders")
    _check_policy(where, values, domains)
    return RightType(position=position, domain_key=values.pop("domain"), **values)


def _check_policy(where: str, values: Mapping[str, Any], domains: Collection[str]) -> None:
    if not isinstance(values["appoints"], bool):
        raise wrong(where, "appoints moet true of false zijn")
    if values["manages"] and values["appoints"]:
        raise wrong(where, "wie mandaten beheert, duidt ook medewerkers aan: laat appoints weg")
    if values["domain"] is None:
        return
    if values["domain"] not in domains:
        raise wrong(where, f"het domein {values['domain']} ontbreekt", "domain")
    if values["manages"] or values["appoints"]:
        raise wrong(where, "wie beslist, doet dat in elk domein: laat domain weg")


def may_of_rights(types: Sequence[RightType], colleague: str, *, beside: Collection[str] = ()) -> list[str]:
    """What somebody with these rights may and may not do; a sentence falls when another of them allows it, or one that
    he keeps `beside` them."""
    keys = {one.key for one in types} | set(beside)
    kept = [item["text"] for one in types for item in one.may_not if not keys & set(item.get("unless", []))]
    sentences = [*(sentence for one in types for sentence in one.may), *kept]
    return [sentence.replace(COLLEAGUE, colleague) for sentence in dict.fromkeys(sentences)]
