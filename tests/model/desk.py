"""What the brute-force model expects of second signatures: who may set them, when, and what follows."""

from datetime import date, timedelta

from tests.model.brute import FINAL, Asked, Dossier
from tests.model.people import LAW, Who

STARTS = {"give", "request"}


class Refused(Exception):
    """The model expects a refusal of this class; nothing may change."""

    def __init__(self, sort: str) -> None:
        super().__init__(sort)
        self.sort = sort


class Desk:
    """The part of the town hall where a second person comes to sign."""

    today: date
    stopped: set[str]

    def last_day_to_answer(self, dossier: Dossier) -> date:
        """The last day on which it does not lapse, if nobody answers and nobody stops more of it."""
        day = self.today
        while self.status(dossier, day + timedelta(days=1)) not in FINAL:
            day += timedelta(days=1)
        return day

    def waiting(self, dossier: Dossier, number: str) -> Asked | None:
        """The signature that this party can still set."""
        asked = dossier.signatures.get(number, [])
        newest = asked[-1] if asked else None
        if newest is None or newest.signed_by or newest.ended or self.today > newest.by:
            return None
        status = self.status(dossier)
        can_be_done = {
            "give": status == "to_sign",
            "request": status == "to_sign",
            "accept": status in {"offered", "requested"},
            "resume": status == "suspended" and dossier.contest_open is not None,
        }
        return newest if can_be_done[newest.act] else None

    def shown(self, dossier: Dossier) -> object:
        """What can change under somebody who signs: the parts, and the days from which they stop."""
        stops = {what[0]: what[1] for _, event, what in dossier.events if event == "stop"}
        return [(part.kind.key, stops.get(part.kind.key)) for part in dossier.parts]

    def ask_second(self, dossier: Dossier, who: Who, act: str, by: date) -> None:
        waiting = self.waiting(dossier, who.number)
        if waiting is not None:
            if (waiting.act, waiting.first, waiting.shown) == (act, who.person, self.shown(dossier)):
                return
            raise Refused("Conflict")
        dossier.signatures.setdefault(who.number, []).append(Asked(act, who.person, by, self.shown(dossier)))
        self.write(dossier, "sign_asked", [f"to_sign.{dossier.side_of[who.number]}"])

    def wait_for_second(self, dossier: Dossier, who: Who) -> Dossier:
        self.write(dossier, "requested" if dossier.asked else "given", [])
        self.ask_second(dossier, who, "request" if dossier.asked else "give", self.last_day_to_answer(dossier))
        return dossier

    def sign(self, dossier: Dossier, who: Who) -> None:
        newest = self.newest(dossier, who)
        self.check_side(dossier, who, who.number, widens=True)
        if newest.signed_by == who.person:
            return
        if who.door == "code" and not self.newest_letter(dossier, who).startswith("to_sign"):
            raise Refused("NotAllowed")
        if who.door != "code" and (who.number not in LAW.get(who.person, set()) or newest.first == who.person):
            raise Refused("NotAllowed")
        if self.waiting(dossier, who.number) is None:
            raise Refused("Conflict")
        self.check_widening(who, dossier.kinds)
        if newest.shown != self.shown(dossier) or {dossier.giver, dossier.holder} & self.stopped:
            raise Refused("Conflict")
        if newest.act in STARTS and self.held(dossier.giver, dossier.holder, None, dossier) & {
            part.kind.key for part in dossier.parts
        }:
            raise Refused("Conflict")
        if newest.act == "accept":
            self.check_answer(dossier, who)
        newest.signed_by = who.person
        if newest.act in STARTS:
            dossier.happens(self.today, "signed")
            sent = ["invitation.giver"] if dossier.asked else ["given.giver", "invitation.holder"]
            self.write(dossier, "signed", sent)
        elif newest.act == "accept":
            self.finish_accepting(self.write(dossier, "signed", []), who)
        else:
            self.finish_deciding(self.write(dossier, "signed", []), resume=True)

    def refuse_signature(self, dossier: Dossier, who: Who) -> None:
        newest = self.newest(dossier, who)
        self.check_side(dossier, who, who.number, widens=False)
        if newest.ended:
            return
        if self.waiting(dossier, who.number) is None:
            raise Refused("Conflict")
        self.end_unsigned(dossier, who)

    def end_unsigned(self, dossier: Dossier, who: Who) -> None:
        newest = dossier.signatures[who.number][-1]
        newest.ended = True
        if newest.act in STARTS:
            dossier.happens(self.today, "withdrawn")
        self.write(dossier, "signature_refused", [f"not_signed.{dossier.side_of[who.number]}"])

    def close_signatures(self, dossier: Dossier, status: str) -> None:
        """What the daily job does about those that nobody set in time."""
        for number, asked in dossier.signatures.items():
            for one in asked:
                if one.signed_by or one.ended or self.today <= one.by:
                    continue
                one.ended = True
                if one.act in STARTS and status == "lapsed":
                    self.write(dossier, "unsigned", [f"not_signed.{dossier.side_of[number]}"])

    def newest(self, dossier: Dossier, who: Who) -> Asked:
        if who.number not in (dossier.giver, dossier.holder) or self.is_hidden(dossier, who):
            raise Refused("NotFound")
        asked = dossier.signatures.get(who.number)
        if not asked:
            raise Refused("Conflict")
        return asked[-1]

    def newest_letter(self, dossier: Dossier, who: Who) -> str:
        side = dossier.side_of[who.number]
        return [kind for kind in dossier.letters if kind.endswith(f".{side}")][-1]
