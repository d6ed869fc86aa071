"""A page before an act that nobody takes back with one press: what happens then, in sentences, and the button."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import render_template

from app.core.errors import CoreError


def ask_first(
    title: str, sentences: Sequence[str], button: str, back_to: str, *, lead: str = "",
    refusal: CoreError | None = None, **hidden: str,
) -> tuple[str, int]:  # fmt: skip
    """The page; it posts to its own address, with what is `hidden`. With a refusal, why nothing happened."""
    page = render_template(
        "pages/administration/confirm.html", title=title, sentences=sentences, button_words=button, back_to=back_to,
        lead=lead, refusal=refusal.sentence if refusal else "", hidden=hidden,
    )  # fmt: skip
    return page, HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
