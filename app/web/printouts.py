"""Pages on paper: the same page on a sheet of ours, as a PDF that we make, so that printing asks for no script.

A page that can be printed extends `layout` and leaves out with `on_paper` what is only for a screen. Not a letter:
nothing of it is kept.
"""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.adapters.press import Unprintable
from app.web.databases import moment, press

SCREEN, SHEET = "layout/base.html", "print/sheet.html"
# The screen is used by the next customer too.
PRIVATE = "private, no-store"
# The name of the file names nobody.
FILE_NAME = "afdruk.pdf"

Page = str | BaseResponse | tuple[str, int]


def install_printouts(app: Flask) -> None:
    """Pages are for a screen, until somebody prints them."""
    app.jinja_env.globals.update(layout=SCREEN, on_paper=False)


def on_paper() -> dict[str, Any]:
    """What a page's template is filled with, besides its own facts, to come on paper."""
    return {"layout": SHEET, "on_paper": True, "printed_at": moment()}


def printed(page: Page) -> Page:
    """The PDF of a page that was filled in for paper; an answer that is no page, such as a redirect, stays itself.

    To be called outside any transaction: it takes a moment. A sign that no font of ours has is said on a page.
    """
    if not isinstance(page, str):
        return page
    try:
        pdf = press().print_page(page)
    except Unprintable:
        return render_template("print/not_possible.html"), HTTPStatus.CONFLICT
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    response.headers["Cache-Control"] = PRIVATE
    return response
