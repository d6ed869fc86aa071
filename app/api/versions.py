"""Versions of what is read: who has it already is told so, and who changes it says which one he saw."""

from werkzeug.http import parse_etags

from app.api.operations import Answer, Asked
from app.api.problems import Refused


def is_known(asked: Asked, answer: Answer) -> bool:
    """Whether the caller has this very version already."""
    sent = asked.headers.get("If-None-Match")
    return sent is not None and parse_etags(sent).contains_weak(_tag(answer))


def check_version(asked: Asked, answer: Answer) -> None:
    """Refuse to change what is not any more as the caller saw it."""
    sent = parse_etags(asked.headers.get("If-Match"))
    # A weak version only says that it means the same; what is changed must be what was read (RFC 9110, 13.1.1).
    if not sent.contains(_tag(answer)):
        raise Refused("changedMeanwhile", headers={"ETag": answer.headers["ETag"]})


def _tag(answer: Answer) -> str:
    return answer.headers["ETag"].strip('"')
