"""The few things a deployment may set, handed to the core as an argument."""

from dataclasses import dataclass, field

from app.retention import Retention


@dataclass(frozen=True)
class Policy:
    """`cooling_off_days` count from posting the giver's letter, `promise_working_days` from posting to arrival.

    A holder who got `looks_from_mandates` mandates at one counter in 7 days gets the next one there only after a
    colleague of the clerk looked too. `sends_mail` says whether e-mail can leave; without it everybody gets letters,
    whatever he chose. For callers who were not checked a clerk prepares at most `unchecked_letters_of_clerk` gifts a
    day, and all clerks together `unchecked_letters_of_party` for one party in 30 days: each sends it a letter.
    `dormant_months` after their last sign-in the accounts of staff are switched off. `retention` says how long what is
    kept.
    A link with which another application sends somebody here opens for `handoff_minutes`.
    Before a clerk sends what has one of the risks in `fresh_risks`, he proved at most `fresh_minutes` ago who he is.
    """

    cooling_off_days: int = 10
    promise_working_days: int = 5
    sends_mail: bool = False
    looks_from_mandates: int = 5
    unchecked_letters_of_party: int = 2
    unchecked_letters_of_clerk: int = 20
    dormant_months: int = 6
    retention: Retention = field(default_factory=Retention)
    fresh_risks: tuple[str, ...] = ()
    fresh_minutes: int = 10
    handoff_minutes: int = 30
