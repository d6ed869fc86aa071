"""Where in a request stands what the core calls wrong: the core has other words than the contract."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import g, request

from app.api.assembly import Operation, contract
from app.api.field_rows import rows_of
from app.core.errors import Invalid

RIGHTS, GROUP = "covers.rights[]", "covers.group"
# What the core calls it, and where that can stand. What was sent counts first, and then what the operation knows. A
# field that is not here has the same name in the contract, in camelCase.
PLACES: Mapping[str, Sequence[str]] = {
    "email_address": ("newcomer.emailAddress",),
    "first_day": ("firstDay", f"{RIGHTS}.firstDay", f"{GROUP}.firstDay"),
    "first_name": ("newcomer.firstName",),
    "group": (f"{GROUP}.key",),
    "last_day": ("end.lastDay", "end.months", "lastDay", f"{RIGHTS}.lastDay", f"{GROUP}.lastDay"),
    "level": (f"{RIGHTS}.level",),
    "mandate_groups": (f"{RIGHTS}.mandateGroups", f"{GROUP}.mandateGroups"),
    "mandates": (f"{RIGHTS}.mandates", f"{GROUP}.mandates"),
    "other": ("holder",),  # of what a holder requests it is the giver: the operation itself says so
    "period": ("end", f"{RIGHTS}.months", f"{GROUP}.months"),
    "right": (f"{RIGHTS}.type", f"{GROUP}.key", "covers"),
    "stop_day": ("from",),
    "types": ("covers.types", "covers.group", "types"),
    "who": ("person", "personId"),
}
# What opens something for whoever reads it; it is never sent back.
SECRETS = ("code", "dossierNumber")
_PART = re.compile(r"[^.\[\]]+")


@dataclass(frozen=True)
class Blame:
    """What is wrong: `place` is body, query or path. Without a name it is nothing that this operation knows by name."""

    place: str
    name: str = ""
    value: Any = None


@dataclass(frozen=True)
class Sent:
    """What is being carried out: an operation, and the body that it got; of a bulk the one of a row."""

    operation: Operation
    body: Any

    def where(self, error: Invalid) -> Blame:
        """Where the field stands that the core refuses."""
        values = {"body": self.body, "query": request.args, "path": request.view_args or {}}
        known = places_of(self.operation)
        possible = [one for name in names_for(error.field) for one in known if one[1] == name]
        named = self._numbered(possible, error.number)
        told = [Blame(place, name, value_at(values[place], name)) for place, name in named]
        sent = [one for one in told if one.value is not None]
        return next(iter(sent or told), Blame("body" if self.operation.body else "query"))

    def _numbered(self, possible: Sequence[tuple[str, str]], number: int | None) -> Iterator[tuple[str, str]]:
        """The same with which of the rights it is; what comes after all of them is the group."""
        rights = value_at(self.body, "covers.rights") or ()
        for place, name in possible:
            if not name.startswith(RIGHTS):
                yield place, name
            elif number is None or number < len(rights):
                yield place, name.replace("[]", f"[{number or 0}]")


def note_sent(operation: Operation, body: Any) -> None:  # noqa: ANN401 - any JSON
    """This is carried out now, so it is what a refusal is about."""
    g.sent = Sent(contract().operation(operation.rows_of) if operation.rows_of else operation, body)


def blame_of(error: Invalid) -> Blame:
    """Where the field stands that the core refuses, in the request that is carried out now."""
    sent: Sent = g.sent
    return sent.where(error)


def names_for(field: str) -> Sequence[str]:
    """What a field of the core can be called in the contract."""
    return PLACES.get(field, (in_camel_case(field),))


def in_camel_case(name: str) -> str:
    """A name of the core as the contract writes names: first_day is firstDay."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def places_of(operation: Operation) -> Sequence[tuple[str, str]]:
    """Where everything can stand that somebody may send: ("body", "covers.rights[].type")."""
    return _places_of(operation.id)


@cache
def _places_of(operation_id: str) -> Sequence[tuple[str, str]]:
    operation = contract().operation(operation_id)
    inside = [("body", row.name) for row in rows_of(operation.body)] if operation.body else []
    return [*inside, *((one["in"], one["name"]) for one in operation.parameters if one["in"] in {"query", "path"})]


def value_at(sent: Any, name: str) -> Any:  # noqa: ANN401 - any JSON
    """What stands there; None when nothing was sent there."""
    for part in _PART.findall(name):
        if isinstance(sent, Mapping):
            sent = sent.get(part)
        elif isinstance(sent, list) and part.isdigit() and int(part) < len(sent):
            sent = sent[int(part)]
        else:
            return None
    return sent


def is_secret(name: str) -> bool:
    """Whether what stands there opens something, also as one of many: "code", "newcomer.code[0]"."""
    return name.rpartition(".")[2].partition("[")[0] in SECRETS
