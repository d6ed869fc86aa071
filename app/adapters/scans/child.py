"""One picture from standard input, written anew to standard output: its kind, a new line, its bytes.

Run by its path, with the most memory (bytes) and time (seconds of a processor) that it may take. The exit code says
what is wrong with the picture.
"""

import resource
import sys
import warnings
from io import BytesIO

from PIL import Image, ImageOps, TiffImagePlugin

TOO_LARGE, NOT_AN_IMAGE = 3, 4
MOST_PIXELS = 40_000_000  # an A4 page at 600 dpi
LONGEST_SIDE = 3_508  # an A4 page at 300 dpi: enough to judge a signature
SMALLEST_SIDE = 200
JPEG_QUALITY = 85
KINDS = {"PNG": "png", "JPEG": "jpeg"}
TAGS_OF_A_CAMERA = TiffImagePlugin  # loaded for them at the first picture, were it not here


def main(memory: int, seconds: int) -> int:
    """Read, and write anew; returns the exit code."""
    Image.preinit()  # what reads each kind; nothing can be loaded below
    content = sys.stdin.buffer.read()
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    # Nothing can be opened from here on: no file and no way to the network.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        kind, written = again(content)
    except (MemoryError, OverflowError):
        return TOO_LARGE
    except (OSError, SyntaxError, ValueError):
        return NOT_AN_IMAGE
    sys.stdout.buffer.write(kind.encode() + b"\n" + written)
    return 0


def again(content: bytes) -> tuple[str, bytes]:
    """The kind and the bytes of the new picture; OverflowError for too many dots."""
    # Pillow only warns of a picture that is suspiciously large; we count for ourselves, before unpacking it.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    with Image.open(BytesIO(content), formats=list(KINDS)) as opened:
        kind = str(opened.format)
        if opened.width * opened.height > MOST_PIXELS:
            raise OverflowError
        if min(opened.size) < SMALLEST_SIDE:
            raise ValueError
        page = ImageOps.exif_transpose(opened).convert("RGB")
    page.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture with the same dots: texts, profiles and positions of the old one stay behind.
    fresh = Image.new("RGB", page.size)
    fresh.paste(page)
    written = BytesIO()
    fresh.save(written, kind, **({"quality": JPEG_QUALITY} if kind == "JPEG" else {"optimize": True}))
    return KINDS[kind], written.getvalue()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
