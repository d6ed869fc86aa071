"""Taking back what was passed on, in the same words whether somebody reads a letter, calls or writes."""

import uuid
from collections.abc import Sequence
from typing import Any

from app.clock import brussels_day
from app.core.calendar import promised_by
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.lookup import Mandate, get_mandate, list_letters_to
from app.core.mandates.possible_acts import Act
from app.db import Session
from app.translations.formats import weekday_text
from app.web.databases import database, moment, policy
from app.web.fields import option

FILED_STAYS = "Wat al ingediend is, blijft ingediend."
SIGN = f"{Act.TAKE_BACK}:"


def take_back_options(passed: Sequence[tuple[uuid.UUID, str]], words: str) -> list[Any]:
    """A choice for each mandate that was passed on, of which `passed` are the number and who has it."""
    return [option(f"{SIGN}{mandate_id}", words.format(third=third)) for mandate_id, third in passed]


def before_contest(choices: list[Any], more: Sequence[Any]) -> list[Any]:
    """The choices with `more` among them: what somebody wants to do stands before what is wrong."""
    place = next((at for at, one in enumerate(choices) if one.value == Act.CONTEST), len(choices))
    return [*choices[:place], *more, *choices[place:]]


def chosen_chain(value: str | None) -> str | None:
    """The number of the mandate that such a choice is about; None for any other choice."""
    return value.removeprefix(SIGN) if value and value.startswith(SIGN) else None


def read_chain(chain_id: str | uuid.UUID) -> Mandate:
    """What was passed on, for who was seen to have passed it on."""
    with database().reading() as session:
        return get_mandate(session, uuid.UUID(str(chain_id)))


def promised_letter(session: Session, chain: Mandate) -> str:
    """By which day the newest letter about it comes with the post; "" when it is fetched at a counter."""
    days = [one.promised_by for one in list_letters_to(session, chain.id) if not one.handed_over]
    return weekday_text(days[-1]) if days and days[-1] else ""


def take_back_sentences(chain: Mandate, *, to_passer: bool = True, done: bool = False) -> list[str]:
    """What stops, what does not, and who gets a letter; said to who passed it on, or about him to a clerk.

    `done` is how it is said afterwards.
    """
    third, giver = chain.holder.name, chain.giver.name
    what = short_phrase([line.mandate_type for line in chain.kept_lines])
    by = weekday_text(promised_by(brussels_day(moment()), policy().promise_working_days))
    own = "Uw eigen mandaat" if to_passer else f"Het eigen mandaat van {chain.passer.name}"
    passer = "u" if to_passer else chain.passer.name
    return [
        f"{third} mag dit {'' if done else 'dan '}niet meer doen voor {giver}: {what}.",
        f"{own} verandert niet.",
        FILED_STAYS,
        f"Wij sturen een brief naar {third}, naar {giver} en naar {passer}. Die komt ten laatste op {by}.",
    ]
