"""Many letters in one file, for one print run on a machine that prints both sides."""

from collections.abc import Iterable
from io import BytesIO


def merge(pdfs: Iterable[bytes]) -> bytes:
    """One PDF in the order given. Every letter begins on a front side: an odd one gets an empty back."""
    # Loaded here, because hardly any process ever merges.
    from pikepdf import Pdf

    run = Pdf.new()
    for pdf in pdfs:
        with Pdf.open(BytesIO(pdf)) as letter:
            run.pages.extend(letter.pages)
            if len(letter.pages) % 2:
                _, _, width, height = letter.pages[-1].mediabox
                run.add_blank_page(page_size=(width, height))
    out = BytesIO()
    run.save(out)
    return out.getvalue()
