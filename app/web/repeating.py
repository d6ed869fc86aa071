"""Answers of a post that did not get where it was going, to be offered to whoever typed them once more."""

from typing import TypeVar

from flask import current_app, request

FIELD = "csrf_token"
NEVER_REPEATED = frozenset({FIELD, "password", "code"})
MOST_REPEATED = 200

Pair = tuple[str, str]
View = TypeVar("View")


def harmless_twice(view: View) -> View:
    """Mark a view that only keeps answers: the same post once more changes nothing, if it arrived before."""
    view.harmless_twice = True  # type: ignore[attr-defined]
    return view


def is_harmless_twice() -> bool:
    """Whether this request goes to such a view."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "harmless_twice", False))


def answers_to_repeat() -> list[Pair] | None:
    """What was posted, without the token; None when it may not be offered again.

    It may only when the browser itself says that it came from a page of ours. Otherwise somebody else's page could put
    words in the reader's mouth. A password is never written in a page. A file cannot be, and what came with it must not
    go once more without it: a sheet would be kept without its scan.
    """
    answers = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_REPEATED]
    secret = NEVER_REPEATED & request.form.keys() - {FIELD}
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    whole = not secret and not any(file.filename for file in request.files.values())
    return answers if is_ours and whole and len(answers) <= MOST_REPEATED else None
