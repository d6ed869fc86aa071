"""Cleaning what the register writes in an address, so that it can stand on an envelope.

Belgian rules (bpost): street and number on one line, the box as "bus 3", no punctuation, no country for Belgium.
"""

import re
import unicodedata

NO_BREAK_SPACE = "\u00a0"
_IN_BRACKETS_AT_THE_END = re.compile(r"\s*\([^()]*\)\s*$")  # "Budastraat(Kor)": which part of the town
_BOX_WORD = re.compile(r"^(?:bus|bte|boite|boîte|box|b)?[\s.:/#n°-]*(?=\w)", re.IGNORECASE)
_NUMBER_WITH_BOX = re.compile(r"^(\d+\s?[A-Za-z]?)\s*(?:/|\bbus\b|\bbte\b|\bboîte\b|\bbox\b)\s*(\w+)$", re.IGNORECASE)
_WITHOUT_NUMBER = {"zn", "z/n", "z.n.", "sn", "s/n", "s.n.", "0"}


def clean(text: str | None) -> str:
    """`text` on one line, without control signs or signs that turn the writing direction."""
    if not text:
        return ""
    # Nearly always: of the signs that `isprintable` knows, none is hidden and the space is the only white one.
    if not text.isprintable():
        text = "".join(" " if sign.isspace() else sign for sign in text if not _is_hidden(sign) or sign.isspace())
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_street(street: str | None) -> str:
    """A street's name without the register's additions: "Budastraat(Kor)" is Budastraat."""
    return clean(_IN_BRACKETS_AT_THE_END.sub("", clean(street)).replace(",", " "))


def split_number(house_number: str | None, box: str | None) -> tuple[str, str | None]:
    """House number and box, apart: ("12/3", "") and ("12", "bte 3") both mean 12 bus 3."""
    number, box = clean(house_number), _clean_box(box)
    if number.lower() in _WITHOUT_NUMBER:
        number = ""
    together = _NUMBER_WITH_BOX.match(number)
    if together and not box:
        number, box = together.groups()
    return number, box or None


def break_line(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` signs, broken between words; a word that is longer is cut short."""
    lines: list[str] = []
    for word in (word[:width] for word in text.split()):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _clean_box(box: str | None) -> str:
    bare = clean(box).strip("()")
    shorter = _BOX_WORD.sub("", bare, count=1)
    # "b" can be the word for a box ("b3") or the box itself ("B", "BA").
    return shorter if shorter[:1].isdigit() or bare[:3].lower() in {"bus", "bte", "box", "boi", "boî"} else bare


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"}
