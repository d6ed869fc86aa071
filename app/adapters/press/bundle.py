"""The files that a letter may use, read once: our marks and fonts."""

from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "static"


class BundleMissing(RuntimeError):
    """The fonts are not there; the text says what to type."""


def read_bundle() -> dict[str, bytes]:
    """Every file a letter may use, by its name; raises BundleMissing when set-up has not run."""
    # A published style sheet never changes, so it goes on naming the wrapped file that set-up unpacked.
    unpacked = sorted((STATIC / "assets" / "letters").glob("*.ttf"))
    fonts = {path.with_suffix(".woff2").name: path.read_bytes() for path in unpacked}
    if not fonts:
        raise BundleMissing("There are no fonts for letters in static/assets/letters. Type: make assets")
    return fonts | {path.name: path.read_bytes() for path in sorted((STATIC / "letters").glob("*.svg"))}


def read_style(name: str) -> str:
    """The text of a style sheet in static/letters."""
    return (STATIC / "letters" / f"{name}.css").read_text(encoding="utf-8")
