"""What is kept of a person as a file for a machine, and how many acts go on which of the three."""

import json
from datetime import datetime

from flask import Response

from app.core.privacy.own_data import OwnData, Section
from app.web.printouts import PRIVATE

ON_SCREEN, ON_PAPER, IN_FILE = 25, 1_000, 100_000
FILE_NAME = "mijn-gegevens.json"  # the name of the file names nobody


def json_response(data: OwnData, made_at: datetime) -> Response:
    """The file, in UTF-8: the sections in the order of the page, each with its sentences and the facts behind them."""
    whole = {"made_at": made_at.isoformat(), "name": data.name, "sections": [_section(one) for one in data.sections]}
    response = Response(json.dumps(whole, ensure_ascii=False, indent=1), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    response.headers["Cache-Control"] = PRIVATE
    return response


def _section(one: Section) -> dict[str, object]:
    return {
        "key": one.key,
        "heading": one.heading,
        "why": [{"purpose": purpose, "until": until} for purpose, until in one.why],
        "left_out": one.left_out,
        "items": [{"words": item.words, "more": item.more, **item.facts} for item in one.items],
    }
