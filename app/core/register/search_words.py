"""Folding names to plain words, the same way for the register and for what people type."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th"})
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")  # I.S.B.W. is one word
_GLUE = re.compile(r"[’'`´-]+")
_WORD = re.compile(r"[^\W_]+")
MAX_WORD = 60

# What people add to a name, or leave out of it, without meaning anything by it.
_LEGAL_FORMS = """
    bv bvba ebvba nv vzw ivzw cv cvba cvoa commv comm gcv vof esv se
    srl sprl sprlu sa asbl aisbl sc scrl sca scs scomm snc sarl
    ag gmbh ltd inc
"""
NOISE = frozenset(_LEGAL_FORMS.split()) | {"en", "et", "and", "und", "firma", "onderneming"}


def fold(text: str) -> list[str]:
    """The words of `text`: no capitals, accents, initials' dots or signs; "D'hondt & Zn." gives d, hondt, zn."""
    return _WORD.findall(_GLUE.sub(" ", _plain(text)))


def index_words(text: str) -> set[str]:
    """Every word by which `text` can be found: those of `fold`, and what a hyphen or apostrophe glues together."""
    words, plain = fold(text), _plain(text)
    if _GLUE.search(plain):
        words += _WORD.findall(_GLUE.sub("", plain))
    return {word[:MAX_WORD] for word in words}


def query_words(text: str) -> list[str]:
    """The words that somebody searches with, each once; legal forms and the like only when there is nothing else."""
    words = list(dict.fromkeys(word[:MAX_WORD] for word in fold(text)))
    return [word for word in words if word not in NOISE] or words


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    # Casefold first: a capital dotted I would leave its dot behind.
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), plain) if "." in plain else plain
