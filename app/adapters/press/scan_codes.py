"""Square codes. Those of a letter are for our own scanner: an opaque mark, never an address to visit."""

import segno
from markupsafe import Markup, escape

PREFIX = "VM1"
WORDS = "Code voor onze verwerking"
ROW = 1.02  # of a module: rows that only just touch leave hairlines in some viewers


def payload(dossier_number: str, page: int, pages: int) -> str:
    """What a code says: `VM1-260914000151-1/2`. The 1 after VM is the version of this form."""
    return f"{PREFIX}-{dossier_number}-{page}/{pages}"


def drawn_codes(dossier_number: str, pages: int) -> list[Markup]:
    """One drawing (svg) per page, level Q: readable with a fold, a stain or a pen stroke through a quarter of it."""
    return [drawn_code(payload(dossier_number, page, pages), WORDS) for page in range(1, pages + 1)]


def drawn_code(text: str, words: str) -> Markup:
    """One drawing (svg) of a square code that says `text`; `words` say what it is, to who does not see it."""
    code = segno.make(text, error="q", boost_error=False, micro=False)
    rows = list(code.matrix)
    strokes = "".join(_row(y, row) for y, row in enumerate(rows))
    size = len(rows)
    return Markup(  # noqa: S704 - numbers of our own making, and escaped words
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<title>{escape(words)}</title><path stroke="#000" stroke-width="{ROW}" d="{strokes}"/></svg>'
    )


def _row(y: int, row: bytearray) -> str:
    strokes, start = "", None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            strokes += f"M{start} {y}.5h{x - start}"
            start = None
    return strokes
