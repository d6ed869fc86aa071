"""The timeline of a mandate: what happened, where it is now, and what comes, with dates."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.clock import brussels_day
from app.core.mandates.possible_acts import Side, Status
from app.core.mandates.status_texts import lines_left, starts_on
from app.core.views.mandate import MandateView
from app.core.views.timeline import Happening
from app.translations.formats import day_text, moment_text, weekday_text

Moment = dict[str, str]
ICONS = {
    "given": "give", "accepted": "check", "refused": "cross", "withdrawn": "stop", "stopped": "stop",
    "passed_on": "give", "taken_back": "stop", "source_stopped": "stop", "source_paused": "warn", "onward": "give",
    "renounced": "stop", "contested": "warn", "resumed": "check", "confirmed": "check", "appointed": "person",
    "dismissed": "stop", "executor_began": "person",
    "lapsed": "clock", "expired": "clock", "undecided": "stop", "suspended": "warn", "unsuspended": "check",
    "extension_proposed": "give", "extension_accepted": "check", "extension_refused": "cross",
    "extension_withdrawn": "stop", "extension_undecided": "clock",
    "transfer_asked": "give", "transferred": "check", "stays": "check",
    "sign_asked": "clock", "signed": "check", "signature_refused": "cross", "unsigned": "clock",
    "letter_printed": "print", "letter_posted": "post", "letter_handed_over": "letter", "viewed": "person",
    "letter_remade": "print", "scan_taken_out": "letter",
    "list_grown": "post", "mail_sent": "post", "mail_refused": "warn", "mail_given_up": "warn",
}


def moments(view: MandateView) -> list[Moment]:
    """From the first day until the last one that is known."""
    past = [
        {
            "icon": ICONS.get(one.kind, "check"),
            "when": _capital(moment_text(one.at)),
            "what": one.sentence,
            "how": one.how,
        }
        for one in _without_repeats(view.happenings)
    ]
    return past if view.is_over else [*past, _now(view), *_coming(view)]


def _without_repeats(happenings: Sequence[Happening]) -> list[Happening]:
    # Letters that are printed one after the other say the same thing; once a day is enough.
    pairs = zip(happenings, [None, *happenings], strict=False)
    return [one for one, before in pairs if before is None or _said(one) != _said(before)]


def _said(one: Happening) -> tuple[str, str, date]:
    return one.sentence, one.how, brussels_day(one.at)


def _now(view: MandateView) -> Moment:
    return {"icon": "clock", "when": "Nu", "what": view.status.sentence, "state": "now"}


def _coming(view: MandateView) -> list[Moment]:
    status = view.mandate.status_on(view.today)
    if status in {Status.OFFERED, Status.REQUESTED}:
        return [_next("stop", f"Ten laatste {weekday_text(view.mandate.lapses_after)}",
                      "Geen antwoord? Dan vervalt het mandaat.", "Wij schrijven dat dan aan beide partijen.")]
    if status is Status.SUSPENDED:
        return _of_suspension(view)
    return [*_first_day(view), *_extension(view), *_last_days(view)]


def _of_suspension(view: MandateView) -> list[Moment]:
    open_contest = next((one for one in view.mandate.suspensions if one.decide_by and one.holds_on(view.today)), None)
    if open_contest is None:
        return []
    calls = [] if open_contest.call_by is None or open_contest.call_by < view.today else [
        _next("phone", f"Ten laatste {weekday_text(open_contest.call_by)}", "Wij bellen of schrijven u.")
    ]
    who = "U beslist" if view.side is Side.GIVER else f"{view.other} beslist"
    return [*calls, _next(
        "stop", f"Ten laatste {weekday_text(open_contest.decide_by)}",
        f"{who}: opnieuw aanzetten of stopzetten.", "Horen wij niets? Dan stopt het mandaat.",
    )]


def _first_day(view: MandateView) -> list[Moment]:
    first = starts_on(view.mandate)
    if first is None or first <= view.today:
        return []
    when = _capital(weekday_text(first))
    return [_next("check", when, "Het mandaat start.", "Voor die dag kan niemand het gebruiken.")]


def _extension(view: MandateView) -> list[Moment]:
    text = view.extension
    if text is None:
        return []
    who = f"{view.other} beslist" if text.mine else "U beslist"
    what = f"{who}: verlengen tot en met {day_text(text.until)} of niet."
    by = f"Ten laatste {weekday_text(text.answer_by)}"
    return [_next("clock", by, what, "Geen antwoord? Dan verandert er niets.")]


def _last_days(view: MandateView) -> list[Moment]:
    ends: dict[date, list[str]] = {}
    lines = lines_left(view.mandate, view.today)
    for line in lines:
        if line.over_from:
            ends.setdefault(line.over_from - timedelta(days=1), []).append(line.mandate_type.name)
    return [
        _next("clock", f"Tot en met {weekday_text(day)}", _ending(names, len(names) == len(lines)))
        for day, names in sorted(ends.items())
    ]


def _ending(names: list[str], whole: bool) -> str:
    return "Daarna stopt het mandaat vanzelf." if whole else f"Daarna stopt dit deel: {', '.join(names)}."


def _next(icon: str, when: str, what: str, how: str = "") -> Moment:
    return {"icon": icon, "when": when, "what": what, "how": how, "state": "next"}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
