"""Pictures that people send in: made anew by a process of its own, which gives up on what would keep it busy."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from app.adapters.scans import clean_page
from app.core.errors import Invalid

START_OF_SCAN, END = 0xDA, b"\xff\xd9"


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 1100), mode: str = "RGB", **more: object) -> bytes:
    written = BytesIO()
    Image.new(mode, size, "white").save(written, kind, **more)
    return written.getvalue()


def with_many_scans(count: int) -> bytes:
    """A picture in layers, the last of which comes again and again: small to send, and hours of work."""
    whole = picture(size=(1500, 1500), progressive=True)
    last = whole.rindex(bytes((0xFF, START_OF_SCAN)))
    return whole[: -len(END)] + whole[last : -len(END)] * count + END


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_picture_is_made_anew(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera of the sender", 6  # and lying on its side
    sent = picture(kind, (4000, 3000), exif=exif)
    page = clean_page(sent)
    assert page.sent == sent
    assert page.media == f"image/{kind.lower()}"
    assert b"Camera" in sent
    assert b"Camera" not in page.content
    assert Image.open(BytesIO(page.content)).size == (2631, 3508)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (lambda: b"%PDF-1.7 not a picture", "page_not_an_image"),
        (lambda: picture()[:400], "page_not_an_image"),
        (lambda: picture("GIF"), "page_not_an_image"),
        (lambda: picture("PNG", (100, 100)), "page_not_an_image"),
        (lambda: picture("PNG", (9000, 9000), "1"), "page_too_large"),
        (lambda: b"0" * 8_000_001, "page_too_large"),
    ],
)
def test_what_is_no_picture_of_a_page_is_refused(page: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        clean_page(page())


@pytest.mark.parametrize(("page", "limit"), [
    (lambda: with_many_scans(20_000), {"seconds": 1}),
    (lambda: picture("PNG", (6000, 6000), "1"), {"memory": 150_000_000}),
])  # fmt: skip
def test_what_takes_too_much_to_unpack_is_too_large(page: Callable[[], bytes], limit: dict[str, int]) -> None:
    with pytest.raises(Invalid, match="page_too_large"):
        clean_page(page(), **limit)
