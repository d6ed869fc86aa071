"""Names as they may be printed: what the register holds, without the signs that are not for reading.

The register lets people write anything. Control signs could end a line or turn it round, so they go; a long name is
printed once as it is, up to a length, and shortened after that.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

NOT_FOR_READING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
ELLIPSIS = "…"
CAPITAL = 1.3  # ordinary letters
WIDTHS = {"M": 1.7, "W": 2, "m": 1.6, "w": 1.4}
LONGEST_NAME = 60  # what a heading of two lines still holds
LONGEST_IN_FULL = 160  # two names of this length still leave the front of a letter to its message


def cleaned(text: str) -> str:
    """`text` composed (NFC), on one line, without control signs, direction marks or unknown signs.

    A no-break space stays: dates and numbers are held together by it.
    """
    one_line = re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", text))
    kept = "".join(sign for sign in one_line if unicodedata.category(sign) not in NOT_FOR_READING)
    return re.sub(r"(?:[^\S\u00a0])+", " ", kept).strip()


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
    """`name`, or as many of its first words as fit in `longest` ordinary letters, with an ellipsis: it goes on.

    Capitals are wider, and many a name in the register has nothing else.
    """
    sizes = list(accumulate(map(_width, name)))
    if not sizes or sizes[-1] <= longest:
        return name
    room = name[: bisect_right(sizes, longest - 1)]
    at_a_word = room.rsplit(" ", 1)[0].rstrip(" ,;-&(")
    return (at_a_word if len(at_a_word) > len(room) // 2 else room) + ELLIPSIS


def width_of(text: str) -> float:
    """How wide a text is printed, in ordinary letters."""
    return sum(map(_width, text))


def _width(sign: str) -> float:
    return WIDTHS.get(sign, CAPITAL if sign.isupper() else 1)


def said_of(name: str, sentence: str) -> str:
    """A sentence of the catalogue with the holder's name filled in: "{mandaatnemer} mag niets indienen."."""
    return sentence.replace("{mandaatnemer}", name)


def predicate(name: str, sentence: str) -> str:
    """What comes after the name, for a list under a heading that names the holder: "mag niets indienen".

    A sentence that does not begin with the name stays as it is.
    """
    for subject in ("{mandaatnemer}", name):
        if sentence.startswith(f"{subject} "):
            return said_of(name, sentence[len(subject) + 1 :]).removesuffix(".")
    return said_of(name, sentence)
