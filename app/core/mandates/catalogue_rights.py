"""The rights inside an organisation that the catalogue file brings, in the shape of a mandate type."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.mandates import catalogue_items
from app.core.mandates.catalogue_items import CHOICES, read_item, wrong
from app.models.right_type import BUILT_IN, RightType

COLLEAGUE = "{medewerker}"
REQUIRED = {**catalogue_items.REQUIRED, "manages": bool}
DEFAULTS: Mapping[str, Any] = {"risk": "medium", "signatures": "1", "withdrawn_from": None}
# What the program itself counts on: a file words these two anew, and changes nothing of what they do.
FIXED = ("manages", "access_level")


def load_rights(session: Session, items: Sequence[Mapping[str, Any]]) -> None:
    """Bring the right types up to date; Invalid names the one that is wrong. What a file leaves out stays as it is."""
    for position, item in enumerate(items):
        session.merge(_right(item, position))
    session.flush()


def _right(item: Mapping[str, Any], position: int) -> RightType:
    where = f"recht {item.get('key', position + 1)}"
    values = read_item(where, item, required=REQUIRED, defaults=DEFAULTS, choices=CHOICES, doer=COLLEAGUE)
    built_in = next((one for one in BUILT_IN if one["key"] == values["key"]), None)
    if built_in is not None and (values["withdrawn_from"] or any(values[one] != built_in[one] for one in FIXED)):
        raise wrong(where, "dit recht heeft elke organisatie nodig, alleen de woorden kunnen anders")
    return RightType(position=position, **values)


def may_of_rights(types: Sequence[RightType], colleague: str) -> list[str]:
    """What somebody with these rights may and may not do; a sentence falls when another of them allows it."""
    keys = {one.key for one in types}
    kept = [item["text"] for one in types for item in one.may_not if not keys & set(item.get("unless", []))]
    sentences = [*(sentence for one in types for sentence in one.may), *kept]
    return [sentence.replace(COLLEAGUE, colleague) for sentence in dict.fromkeys(sentences)]
