"""The letters of the pages: those that the set-up of Mandaatloket fetched, so that nothing is committed twice."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from examples.portal.parts import parts

FONTS = Path(__file__).resolve().parents[3] / "static" / "assets" / "fonts"
pages = Blueprint("fonts", __name__)


@pages.get("/letters/<any('mandaatloket-sans-400.woff2', 'mandaatloket-sans-700.woff2'):name>")
def show(name: str) -> Response:
    """One of both weights; a page without them is as good in another letter."""
    answer = send_from_directory(FONTS, name, max_age=86_400)
    answer.headers["Access-Control-Allow-Origin"] = parts().settings.issuer  # the demo provider looks alike
    return answer
