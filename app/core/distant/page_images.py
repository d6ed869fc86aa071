"""Pictures of pages that people send in: read with suspicion, and made anew so that nothing else comes along."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from app.core.errors import Invalid

LARGEST_FILE = 8_000_000
MOST_PIXELS = 40_000_000  # an A4 page at 600 dpi
LONGEST_SIDE = 3_508  # an A4 page at 300 dpi: enough to judge a signature
SMALLEST_SIDE = 200
JPEG_QUALITY = 85
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True)
class PageImage:
    """A picture that we wrote ourselves: its kind and its bytes, without what the camera or anybody else added."""

    media: str
    content: bytes


def clean_page(content: bytes, *, field: str = "page") -> PageImage:
    """The picture in these bytes, written anew, upright and no larger than needed.

    Raises Invalid for what is no PNG or JPEG, is broken, or is too large to be a page.
    """
    if len(content) > LARGEST_FILE:
        raise Invalid("page_too_large", field=field)
    try:
        return _again(content, field)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Invalid("page_not_an_image", field=field) from error


def _again(content: bytes, field: str) -> PageImage:
    with warnings.catch_warnings():
        # Pillow only warns of a picture that is suspiciously large; we count for ourselves, before unpacking it.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(BytesIO(content), formats=list(KINDS)) as opened:
            kind = str(opened.format)
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid("page_too_large", field=field)
            if min(opened.size) < SMALLEST_SIDE:
                raise Invalid("page_not_an_image", field=field)
            page = ImageOps.exif_transpose(opened).convert("RGB")
    page.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture with the same dots: texts, profiles and positions of the old one stay behind.
    fresh = Image.new("RGB", page.size)
    fresh.paste(page)
    written = BytesIO()
    fresh.save(written, kind, **({"quality": JPEG_QUALITY} if kind == "JPEG" else {"optimize": True}))
    return PageImage(KINDS[kind], written.getvalue())
