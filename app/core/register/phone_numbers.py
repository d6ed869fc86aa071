"""Phone numbers as the register has them, typed by anybody in any way, brought to one form: "+3223151351".

What is not surely one number that staff can call is no number: nothing is guessed. Belgian numbers are shown in blocks
with spaces, as people write them down. Source of the areas: the Belgian numbering plan, BIPT.
"""

import re

# Nine digits with the area in front, or ten of a mobile number. Liège (04) is told by its next digit from a mobile
# number that was cut short.
_BELGIAN = re.compile(
    r"0(?:[239]\d|1[0-69]|4[23]|5\d|6[01345789]|7[018]|8[0-35-79])\d{6}"
    r"|04[5-9]\d{7}"
)
_PAID = re.compile(r"090\d*")  # the caller pays more
_ONE_DIGIT_AREAS = ("02", "03", "04", "09")
_COUNTRY = re.compile(r"1|7|2[07]|3[0-46-9]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")
_BETWEEN = re.compile(r"[\s./()-]")
BELGIUM = "32"
SHORTEST_ABROAD, LONGEST_ABROAD = 8, 15  # digits, that of the country included (E.164)


def read_phone(typed: str) -> str | None:
    """The number with "+" and its country, or None for what is no number, or more than one.

    Numbers that cost the caller more (090x) are none: whoever registers one may not let staff pay for calling.
    """
    bare = _BETWEEN.sub("", re.sub(r"^((?:\+|00)32)\s*\(0\)", r"\1", typed.strip()))
    if not re.fullmatch(r"\+?[0-9]+", bare):
        return None
    digits = bare[1:] if bare.startswith("+") else bare[2:] if bare.startswith("00") else None
    if digits is None:
        return _belgian(bare)
    if digits.startswith(BELGIUM):
        # Behind the country there is never a 0, so one that stands there is that of calling within Belgium.
        return _belgian("0" + digits[len(BELGIUM) :].removeprefix("0"))
    if not SHORTEST_ABROAD <= len(digits) <= LONGEST_ABROAD or digits[0] == "0":
        return None
    return f"+{digits}"


def phone_words(number: str) -> str:
    """A number as `read_phone` gives it, for people: "02 315 13 51", "0470 00 00 00", "+31 201 234 567"."""
    if not number.startswith(f"+{BELGIUM}"):
        return _words_abroad(number[1:])
    digits = "0" + number[1 + len(BELGIUM) :]
    if digits.startswith("0800"):
        return f"0800 {digits[4:6]} {digits[6:]}"
    first = 4 if len(digits) == len("0470000000") else 2 if digits.startswith(_ONE_DIGIT_AREAS) else 3
    rest = digits[first:]
    blocks = [rest[:3], *_pairs(rest[3:])] if len(rest) % 2 else _pairs(rest)
    return " ".join([digits[:first], *blocks])


def _belgian(digits: str) -> str | None:
    usable = _BELGIAN.fullmatch(digits) and not _PAID.fullmatch(digits)
    return f"+{BELGIUM}{digits[1:]}" if usable else None


def _words_abroad(digits: str) -> str:
    country = _COUNTRY.match(digits)
    end = country.end() if country else 0
    rest = digits[end:]
    # Blocks of three, and never one digit alone at the end.
    size = len(rest) - 4 if len(rest) % 3 == 1 else len(rest)
    blocks = [rest[at : at + 3] for at in range(0, size, 3)] + _pairs(rest[size:])
    return " ".join([f"+{digits[:end]}", *blocks])


def _pairs(digits: str) -> list[str]:
    return [digits[at : at + 2] for at in range(0, len(digits), 2)]
