"""Who signs second, and how: the same choice on every page on which two people must sign."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from wtforms.fields.choices import SelectChoice

from app.core.mandates.lookup import Mandate, Side
from app.core.mandates.signatures import PASSING_ON, Second, SigningWay, newest_signature
from app.translations.formats import weekday_text
from app.web.fields import ChoiceField, option

QUESTION = "Wie tekent er samen met u?"
MISSING = "U hebt nog niemand gekozen. Kies wie de tweede handtekening zet."
WAYS = {
    SigningWay.COUNTER: "nu hier aan het loket",
    SigningWay.ONLINE: "later online",
    SigningWay.LETTER: "met een brief",
}
LETTER_TOO = "Wij sturen ook een brief, zodat niemand het vergeet."


class Representative(Protocol):
    """Whom the register names."""

    id: uuid.UUID
    name: str


def second_field() -> ChoiceField:
    """The question, still without its choices."""
    return ChoiceField(QUESTION, missing=MISSING)


def second_choices(
    seconds: Iterable[Representative], *, at_counter: bool, by_letter: bool = True
) -> list[SelectChoice]:
    """Each of the others, in each way in which he can sign."""
    shut = ({SigningWay.COUNTER} if not at_counter else set()) | ({SigningWay.LETTER} if not by_letter else set())
    ways = [way for way in WAYS if way not in shut]
    return [_option(one.id, one.name, way) for one in seconds for way in ways]


def ask_second(form: Any, seconds: Sequence[Representative], *, at_counter: bool) -> None:  # noqa: ANN401 - any form
    """Let the form ask it, in its field `second`, when somebody must sign too; else it asks nothing."""
    if seconds:
        form.second.choices = second_choices(seconds, at_counter=at_counter)
    else:
        del form.second


def read_second(value: object) -> Second | None:
    """The choice as the core takes it; None when nobody was asked, or for what is no choice at all."""
    function_id, _, way = str(value or "").partition(":")
    try:
        return Second(uuid.UUID(function_id), SigningWay(way))
    except ValueError:
        return None


def first_signed(mandate: Mandate, side: Side, day: date) -> dict[str, Any] | None:
    """What the done page says of a second signature that was asked and did not come yet; None without one."""
    asked = newest_signature(mandate, side)
    if asked is None or not asked.waits_on(day):
        return None
    other = mandate.party_on(side.other).name
    return {
        "name": asked.second.name,
        "way": str(asked.way),
        "sign_by": weekday_text(asked.sign_by),
        "later": f"{other} en {asked.third.name} krijgen" if asked.third else f"{other} krijgt",
        "by_letter": asked.act != PASSING_ON,
        "starts": asked.act in {"give", "request"},
    }


def signed_first(mandate: Mandate, side: Side, act: str, person_id: uuid.UUID | None, day: date) -> bool:
    """Whether this person signed this act first, and it waits for the second."""
    asked = newest_signature(mandate, side)
    return asked is not None and asked.waits_on(day) and asked.act == act and asked.first_person_id == person_id


def _option(function_id: uuid.UUID, name: str, way: SigningWay) -> SelectChoice:
    hint = {"hint": LETTER_TOO} if way is SigningWay.ONLINE else {}
    return option(f"{function_id}:{way}", f"{name}, {WAYS[way]}", **hint)
