"""Pictures of pages that people send in: read with suspicion, and made anew so that nothing else comes along.

What unpacks a picture was written to be fast, and a picture can be made to break it, or to keep it busy for hours. So a
process of its own does it, that has neither our keys nor our database, and little memory and time.
"""

import subprocess
import sys
from pathlib import Path

from app.core.distant.page_images import LARGEST_FILE, PageImage
from app.core.errors import Invalid

CHILD = Path(__file__).with_name("child.py")
MEMORY = 1_000_000_000  # bytes: a page at 600 dpi needs half
SECONDS = 20  # of a processor
PATIENCE = 60  # seconds, on a busy machine
BY_EXIT_CODE = {3: "page_too_large", 4: "page_not_an_image"}


def clean_page(
    content: bytes, *, field: str = "page", memory: int = MEMORY, seconds: int = SECONDS
) -> PageImage:
    """The picture in these bytes, written anew, upright and no larger than needed; outside any transaction.

    Raises Invalid for what is no PNG or JPEG, is broken, or is too large to be a page: in bytes, in dots, or in what
    it takes to unpack it.
    """
    if len(content) > LARGEST_FILE:
        raise Invalid("page_too_large", field=field)
    # By its path, and without anything of this process: it imports Pillow, and nothing of ours.
    command = [sys.executable, "-I", str(CHILD), str(memory), str(seconds)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, env={}, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Invalid("page_too_large", field=field) from None
    if done.returncode > 0 and done.returncode not in BY_EXIT_CODE:
        raise RuntimeError("the process that reads pictures does not work")  # of the picture that says nothing
    if done.returncode:  # below zero a limit ended it
        raise Invalid(BY_EXIT_CODE.get(done.returncode, "page_too_large"), field=field)
    kind, _, written = done.stdout.partition(b"\n")
    return PageImage(f"image/{kind.decode()}", written, sent=content)


__all__ = ["clean_page"]
