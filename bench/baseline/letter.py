"""The baseline for letters: WeasyPrint as its manual shows it, `HTML(...).write_pdf()` for every letter.

Rules, so that the ratio means something:

- the same libraries, the same PDF variant, the same process and the same moment: letters are printed in turns;
- the HTML is the very HTML that our press laid out, with the same style sheets in its head, and it is ready before the
  clock starts: filling in the template, choosing an arrangement and checking signs count for us, not for the baseline;
- a letter in Latin script gets only the font faces it uses: reading the other fourteen each time would flatter us;
- fonts and marks are read from the same files on the same disk by WeasyPrint's own fetcher;
- nothing is shared between two letters.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from weasyprint import HTML

STATIC = Path(__file__).resolve().parents[2] / "static"
FOLDERS = {".svg": STATIC / "letters", ".woff2": STATIC / "assets" / "fonts"}
NEEDLESS_FACE = re.compile(r'@font-face \{ font-family: "(?!Letter"|Address")[^}]*\}\n')
BUNDLED = re.compile(r"bundled:([\w.-]+)")


def whole_page(html: str, styles: Sequence[str]) -> str:
    """A page that stands on its own: the style sheets in its head, the files named by where they are."""
    head = "".join(f"<style>{NEEDLESS_FACE.sub('', style)}</style>" for style in styles)
    return BUNDLED.sub(_file_address, html.replace("</head>", f"{head}</head>", 1))


def print_letter(page: str) -> bytes:
    """The letter as PDF/UA-1, the plain way."""
    return HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")


def _file_address(found: re.Match[str]) -> str:
    name = Path(found[1])
    return (FOLDERS[name.suffix] / name).as_uri()
