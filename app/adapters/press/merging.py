"""Many letters in one file, for one print run on a machine that prints both sides."""

from collections.abc import Iterable
from io import BytesIO


def merge(pdfs: Iterable[bytes]) -> bytes:
    """One PDF in the order given. Every letter begins on a front side: an odd one gets an empty back."""
    # Loaded here, because hardly any process ever merges.
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for pdf in pdfs:
        letter = PdfReader(BytesIO(pdf))
        writer.append(letter, import_outline=False)
        if len(letter.pages) % 2:
            writer.add_blank_page()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
