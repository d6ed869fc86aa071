"""Pages of a list, as the Belgian REST guide has them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request

from app.api.operations import Answer, Asked

Item = TypeVar("Item")


def first_of(asked: Asked) -> int:
    """The number of the first item of the page that was asked; 0 is the first of all."""
    first: int = (asked.query["page"] - 1) * asked.query["pageSize"]
    return first


def page_answer(asked: Asked, items: Sequence[dict[str, Any]], total: int) -> Answer:
    """One page, with the links to the others. `items` are those of this page."""
    page, size = asked.query["page"], asked.query["pageSize"]
    last = max(1, -(-total // size))
    links = {"first": 1, "prev": min(page - 1, last), "next": page + 1 if page < last else 0, "last": last}
    return Answer({
        "self": _address(page, size),
        "page": page,
        "pageSize": size,
        "total": total,
        **{name: _address(number, size) for name, number in links.items() if number},
        "items": list(items),
    })  # fmt: skip


def paged(asked: Asked, everything: Sequence[Item], as_json: Callable[[Item], dict[str, Any]]) -> Answer:
    """The page that was asked of a list that is all there."""
    first = first_of(asked)
    shown = everything[first : first + asked.query["pageSize"]]
    return page_answer(asked, [as_json(one) for one in shown], len(everything))


def _address(page: int, size: int) -> str:
    asked = [pair for pair in request.args.items(multi=True) if pair[0] not in {"page", "pageSize"}]
    return f"{request.path}?{urlencode([*asked, ('page', page), ('pageSize', size)])}"
