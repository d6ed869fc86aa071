"""Pictures of pages that people send in, after `app/adapters/scans` made them anew."""

from dataclasses import dataclass

LARGEST_FILE = 8_000_000  # bytes, as it is sent


@dataclass(frozen=True)
class PageImage:
    """A picture that we wrote ourselves: its kind and its bytes, without what the camera or anybody else added.

    `sent` is what came in, byte for byte: proof, that nobody's screen ever shows.
    """

    media: str
    content: bytes
    sent: bytes
