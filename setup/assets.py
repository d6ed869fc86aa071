"""Copies what pages and letters need out of node_modules into static/assets, after `npm ci`.

GDS Transport may only be used on gov.uk, so it is cut out of govuk-frontend here. A later rule that overrides the
family is not enough: browsers asked for the font before the theme had loaded.
"""

import re
import shutil
from pathlib import Path

from fontTools.ttLib import woff2

from setup.open_zero import open_zero
from setup.used_styles import only_used

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
ASSETS = ROOT / "static" / "assets"
WEIGHTS = (400, 700)
ATKINSON = MODULES / "@fontsource/atkinson-hyperlegible-next"
ARIMO = MODULES / "@fontsource/arimo"
ARABIC = MODULES / "@fontsource/noto-sans-arabic"
ARIMO_SCRIPTS = ("latin", "latin-ext", "vietnamese", "greek", "cyrillic", "hebrew")

FACES = 2  # the weights of GDS Transport
FEWEST_USES = 50  # it names the family some 58 times
FACE_RULE = re.compile(r"(/\*![^*]*Margaret Calvert.*?\*/)?@font-face\{font-family:GDS Transport;[^}]*\}")
FAMILY = re.compile(r"font-family:(GDS Transport,arial,)?sans-serif")
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*$")


def main() -> None:
    """Fill static/assets; anything that is not as expected stops the set-up."""
    (ASSETS / "fonts").mkdir(parents=True, exist_ok=True)
    styles = (MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.css").read_text(encoding="utf-8")
    (ASSETS / "govuk-frontend.min.css").write_text(only_used(without_transport(styles)), encoding="utf-8")
    script = (MODULES / "htmx.org/dist/htmx.min.js").read_text(encoding="utf-8")
    (ASSETS / "htmx.min.js").write_text(SOURCE_MAP.sub("", script), encoding="utf-8")
    copy_fonts()
    unpack_fonts()


def without_transport(styles: str) -> str:
    """GOV.UK Frontend's style sheet with its own font replaced by the custom property `--ml-font`."""
    styles, faces = FACE_RULE.subn("", styles)
    styles, uses = FAMILY.subn("font-family:var(--ml-font)", styles)
    if faces != FACES or uses < FEWEST_USES or "GDS" in styles:
        raise SystemExit(f"govuk-frontend has changed ({faces} faces, {uses} uses): see {__file__}")
    return SOURCE_MAP.sub("", styles)


def copy_fonts() -> None:
    """Our two weights with an open zero, the accents of other languages, and Arimo for the address of a letter.

    A letter has a font for every name that the register may hold: Arimo and Noto Sans Arabic step in where ours ends.
    """
    fonts = ASSETS / "fonts"
    for weight in WEIGHTS:
        latin = ATKINSON / f"files/atkinson-hyperlegible-next-latin-{weight}-normal.woff2"
        open_zero(latin, fonts / f"mandaatloket-sans-{weight}.woff2")
        shutil.copy(ATKINSON / f"files/atkinson-hyperlegible-next-latin-ext-{weight}-normal.woff2", fonts)
        shutil.copy(ARABIC / f"files/noto-sans-arabic-arabic-{weight}-normal.woff2", fonts)
        for script in ARIMO_SCRIPTS:
            shutil.copy(ARIMO / f"files/arimo-{script}-{weight}-normal.woff2", fonts)
    shutil.copy(ATKINSON / "LICENSE", fonts / "OFL.txt")
    shutil.copy(ARIMO / "LICENSE", fonts / "OFL-arimo.txt")
    shutil.copy(ARABIC / "LICENSE", fonts / "OFL-noto-sans-arabic.txt")


def unpack_fonts() -> None:
    """The same fonts as letters take them, out of their wrapping: the press would do that anew in every process.

    The result is what WeasyPrint makes of them itself, to the byte; unpacking takes it longer than a page of a letter.
    """
    target = ASSETS / "letters"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for font in sorted((ASSETS / "fonts").glob("*.woff2")):
        with font.open("rb") as packed, (target / font.with_suffix(".ttf").name).open("wb") as unpacked:
            woff2.decompress(packed, unpacked)


if __name__ == "__main__":
    main()
