"""Mails to test with: every kind of letter, on paper or not, with names as ordinary or as hostile as one likes."""

import uuid
from datetime import UTC, datetime
from typing import Any

from app.adapters.press.samples import facts
from app.core.letters.data import KINDS
from app.core.letters.mail_data import ADDRESS, INVITED, TRIAL, UNINVITED, MailToSend, Told
from app.core.letters.mails import EDITION_OF_TODAY

MOMENT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
MAIL_ID = uuid.UUID("11111111-2222-4333-8444-555555555555")
DOSSIER, OTHER_DOSSIER = "260914000151", "260914000252"
HOSTILE = (
    "www.klik-hier.be", "http://boef.be/x", "Geef uw code op boef.com", "mailto:boef@boef.be", "a@b.be",
    "Bakkerij\r\nBcc: iedereen@boef.be", "\u202edraaiom", "{{ 7 * 7 }}{% raw %}", "<a href=//x.be>klik</a>",
    "BOEF.BE BV",
    "ftp://x", "x。be", "//boef.be", "Boef\u2028.be", "." * 40, "geen naam\x00",
)  # fmt: skip
# What happens when a giver changes holders, when a holder passes on and when nobody knows who called, in facts other
# than those of every letter.
GOES_ON = ["{mandaatnemer} mag de aanvraag volgen."]
PASSER = {"passed_by": "Fiduciaire Maasland NV"}
MOVES: dict[str, tuple[str, dict[str, Any]]] = {
    "the new holder is asked": ("invitation.holder", {"takes_over": True}),
    "all of it goes over, to the giver": ("transferred.giver", {"still": []}),
    "all of it goes over, to the old holder": ("transferred.holder", {"still": []}),
    "a part goes over, to the giver": ("transferred.giver", {"still": GOES_ON}),
    "a part goes over, to the old holder": ("transferred.holder", {"still": GOES_ON}),
    **{
        f"it stays: {outcome}, to the {side}": (f"stays.{side}", {"outcome": outcome})
        for outcome in ("refused", "withdrawn", "lapsed", "contested", "register", "stopped")
        for side in ("giver", "holder")
    },
    "the third is asked": ("invitation.holder", PASSER),
    **{
        f"to the passer: {outcome}": ("onward.holder", {"outcome": outcome, "answer_by": "2026-12-20"})
        for outcome in ("asked", "accepted", "refused", "lapsed", "ended", "paused")
    },
    "the source stopped": ("stopped.holder", PASSER | {"stopped_by": "source", "acted_by": None, "still": []}),
    "a part of the source stopped": ("stopped.holder", PASSER | {"stopped_by": "source", "still": GOES_ON}),
    "the source is contested": ("suspended.holder", PASSER | {"with_source": True, "reason": "contest"}),
    "prepared for an unchecked caller": ("prepared.giver", {"unchecked": True}),
    "the source is paused by the register": (
        "suspended.holder", PASSER | {"with_source": True, "reason": "register", "stopped_party": "passer"},
    ),
}  # fmt: skip


def told(kind: str, size: str = "usual", *, dossier: str = DOSSIER, with_letter: bool = True, **other: Any) -> Told:
    """One thing to tell; `other` replaces facts."""
    if kind in {ADDRESS, TRIAL}:
        return Told(kind, dossier, {}, with_letter=False)
    if kind in {INVITED, UNINVITED}:
        return Told(kind, dossier, _invited(size) | other, with_letter=False)
    # What is promised by mail has no code: that is born when a letter is printed.
    data = {name: value for name, value in facts(kind, size).items() if name != "code"}
    return Told(kind, dossier, data | other, with_letter)


def mail(*what: Told, address: str = "maria@voorbeeld.be") -> MailToSend:
    """A mail that tells this."""
    greeted = what[0].data.get("recipient_name")
    return MailToSend(MAIL_ID, EDITION_OF_TODAY, address, greeted, MOMENT, what)


def all_mails() -> dict[str, MailToSend]:
    """Every kind in every size of facts, with and without a letter, and a few of them gathered."""
    kinds = (*KINDS, ADDRESS, INVITED, UNINVITED, TRIAL, "something_new.giver")
    found = {
        f"{kind} {size} {'with' if letter else 'without'} letter": mail(_of(kind, size, letter))
        for kind in kinds for size in ("usual", "five", "long") for letter in (True, False)
    }  # fmt: skip
    found["gathered, two dossiers"] = mail(_of("given.giver"), _of("active.giver", dossier=OTHER_DOSSIER))
    found["gathered, one dossier"] = mail(_of("active.holder"), _of("stopped.holder"))
    found |= {event: mail(told(kind, **other)) for event, (kind, other) in MOVES.items()}
    for number, name in enumerate(HOSTILE):
        for kind in ("invitation.holder", "stopped.giver", "yearly.giver", "prepared.giver", "overview.party", INVITED):
            everybody = ("giver_name", "holder_name", "recipient_name", "reason", "acted_by", "party_name")
            names = dict.fromkeys(everybody, name)
            known = _invited("usual") if kind == INVITED else facts(kind)
            names = {key: value for key, value in names.items() if key in known}
            found[f"{kind} hostile {number}"] = mail(told(kind, **names))
        for event, (kind, other) in MOVES.items():
            names = dict.fromkeys(("giver_name", "holder_name", "recipient_name", "new_name", "passed_by"), name)
            names = {key: value for key, value in names.items() if key in facts(kind) or key in other}
            found[f"{event}, hostile {number}"] = mail(told(kind, **other | names))
    return found


def _invited(size: str) -> dict[str, Any]:
    """What an e-mail to somebody new says of the letter in its place."""
    letter = facts("colleague.party", size)
    titles = ["mandaatuitvoerder"] if size == "usual" else ["lezer", "uitvoerder subsidies", "lokale beheerder"]
    told = {key: letter[key] for key in ("party_name", "acted_by", "acted_on", "answer_by")}
    return told | {"recipient_name": letter["colleague"], "titles": titles, "letter": letter}


def _of(kind: str, size: str = "usual", letter: bool = True, dossier: str = DOSSIER) -> Told:
    if kind == "something_new.giver":
        known = told("given.giver", size)
        return Told(kind, dossier, known.data, letter)
    return told(kind, size, with_letter=letter, dossier=dossier)
