"""What the letter says about a gift that a clerk prepared on the phone: what stands ready, and what is missing."""

from typing import NotRequired

from app.core.letters.parties import Parties


class Prepared(Parties):
    """The card to go on with. `acted_by` called on `acted_on`; `channel` is "aan de telefoon, met hulp van ...".

    `prepared` are short phrases of what the holder would do ("de kmo-portefeuille beheren"); `period` comes after "Het
    mandaat geldt dan". `still_open` holds "identity", "notice", "second" and "send", those that apply, in the order in
    which things are asked; after `kept_until` the answers are gone. The letter has no code: with it alone nobody can do
    anything. `unchecked`: nobody knows whether that was `acted_by`, who called; there is no such fact when we do.
    """

    acted_by: str
    acted_on: str
    channel: str
    prepared: list[str]
    period: str
    still_open: list[str]
    kept_until: str
    unchecked: NotRequired[bool]
