"""A signature that waits, in the words of the screen: what is signed, by whom first, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.letters.signing_letters import signed_holder, signed_lines, signed_period
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.signatures import waiting_signature
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.translations import say


@dataclass(frozen=True)
class SigningText:
    """`what` is what is signed, `then` what follows, both sentences; `short` is a phrase and `period` comes after
    "Het mandaat geldt". `holder` is who may act then, `unheard` says who hears nothing before it is signed. `executors`
    are the names of those whom the first named to execute it."""

    what: str
    then: str
    first: str
    second: str
    sign_by: date
    short: str
    period: str
    holder: str
    unheard: str
    executors: Sequence[str]


def signing_text(
    mandate: Mandate, side: Side, day: date, first: str, executors: Sequence[str] = ()
) -> SigningText | None:
    """What waits for a second signature of this side, if anything does.

    `first` is the name of who signed, `executors` are those of whom he named to execute it.
    """
    waiting = waiting_signature(mandate, side, day)
    if waiting is None:
        return None
    names = {"own": mandate.party_on(side).name, "other": mandate.party_on(side.other).name}
    names |= {"giver": mandate.giver.name, "holder": signed_holder(mandate, waiting).name}
    return SigningText(
        what=say(f"mandate.signing_{waiting.act}", **names),
        then=say(f"mandate.signed_{waiting.act}", **names),
        first=first,
        second=waiting.second.name,
        sign_by=waiting.sign_by,
        short=short_phrase([line.mandate_type for line in signed_lines(mandate, waiting)]),
        period=signed_period(mandate, waiting, day),
        holder=names["holder"],
        unheard=say(f"mandate.unheard{'_passed' if waiting.third else ''}", **names),
        executors=executors,
    )
