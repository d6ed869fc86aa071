"""Pictures of pages that people send in, after `app/adapters/scans` made them anew."""

from dataclasses import dataclass

LARGEST_FILE = 8_000_000  # bytes, as it is sent


@dataclass(frozen=True)
class PageImage:
    """A picture that we wrote ourselves: its kind and its bytes, without what the camera or anybody else added."""

    media: str
    content: bytes
