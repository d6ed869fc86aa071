"""Posts with a file may be larger than others, on the views that say so and nowhere else."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
ROOM_FOR_THE_REST = 100_000  # the other fields of the form


def takes_files(largest: int) -> Callable[[View], View]:
    """Mark a view that takes files of at most so many bytes together."""

    def mark(view: View) -> View:
        view.largest_post = largest + ROOM_FOR_THE_REST  # type: ignore[attr-defined]
        return view

    return mark


def install_uploads(app: Flask) -> None:
    """Set the limit of a post before anybody reads it: the check of where it came from reads it first."""
    app.before_request(_make_room)
    app.teardown_request(_close_files)


def _make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, "largest_post", None)
    if largest is not None:
        request.max_content_length = largest


def _close_files(error: BaseException | None) -> None:
    # A large file waits in a temporary one, which is gone as soon as it is closed.
    del error
    request.close()
