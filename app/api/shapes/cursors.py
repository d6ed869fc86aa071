"""Where a search goes on: a token that belongs to one question of one caller, and says after whom the page begins.

It is no secret: whoever changes it gets another part of what he may see anyway. It is bound to its question so that
nobody joins the pages of two.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Sequence

from app.api.operations import Answer, Asked
from app.api.problems import Issue, Refused
from app.core.representation.finding import FoundNames
from app.core.representation.searching import Page

MOST, USUAL = 1_000, 100
PARTS = ("subject", "action", "resource", "context")
_DIGEST, _LIMIT, _ID = 12, 4, 16  # bytes


def page_in(asked: Asked, of: str) -> Page:
    """The page that is asked of these, "subject" or another; Refused for a token of another question, or of none."""
    wish = asked.body.get("page", {})
    if not wish.get("token"):
        return Page(None, min(wish.get("limit", USUAL), MOST))
    limit, after = _read(asked, of, wish["token"])
    if wish.get("limit", limit) != limit:
        raise Refused("badRequest", [Issue("body", "page.limit", wish["limit"], "sameQuestion", limit)])
    return Page(after, min(limit, MOST))


def page_answer(asked: Asked, of: str, found: FoundNames, results: Sequence[dict[str, str]]) -> Answer:
    """One page, where it stands first: who reads a long answer knows then how much comes."""
    token = _write(asked, of, found.last) if found.last is not None else ""
    page = {"next_token": token, "count": len(results), "total": found.total}
    return Answer({"page": page, "results": list(results)})


def _write(asked: Asked, of: str, last: uuid.UUID) -> str:
    wish = asked.body.get("page", {})
    limit = _read(asked, of, wish["token"])[0] if wish.get("token") else wish.get("limit", USUAL)
    content = _digest(asked, of) + limit.to_bytes(_LIMIT) + last.bytes
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _read(asked: Asked, of: str, token: str) -> tuple[int, uuid.UUID]:
    try:
        content = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        content = b""
    if len(content) != _DIGEST + _LIMIT + _ID or content[:_DIGEST] != _digest(asked, of):
        raise Refused("badRequest", [Issue("body", "page.token", token, "sameQuestion")])
    limit, last = content[_DIGEST : _DIGEST + _LIMIT], content[_DIGEST + _LIMIT :]
    return int.from_bytes(limit), uuid.UUID(bytes=last)


def _digest(asked: Asked, of: str) -> bytes:
    caller, body = asked.caller, asked.body
    who = [of, str(caller.client_id), str(caller.person_id), str(caller.party_id)]
    what = {part: body[part] for part in PARTS if part in body}
    what["properties"] = body.get("page", {}).get("properties")
    text = json.dumps([who, what], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()[:_DIGEST]
