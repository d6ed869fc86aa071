"""Sample letters: every kind, in three sizes. Names and sentences are those of the demo.

Who writes a template looks at them with `flask letters preview`; the tests print the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from app.adapters.press.wording import current_template
from app.core.letters.data import FACTS, LetterToPrint
from app.core.rights.held import Held, words_for_letter
from app.models.mandate_type import AccessLevel

SIZES = ("usual", "five", "long")
TWO_TYPES = (
    [
        "{mandaatnemer} mag steun vragen voor een opleiding of advies.",
        "{mandaatnemer} mag de aanvragen bekijken en aanpassen.",
        "{mandaatnemer} mag een premie vragen als er werken zijn in de straat.",
        "{mandaatnemer} mag de aanvraag volgen.",
    ],
    ["{mandaatnemer} mag het rekeningnummer niet veranderen.", "{mandaatnemer} mag het geld niet zelf krijgen."],
)
FIVE_TYPES = (
    [
        *TWO_TYPES[0],
        "{mandaatnemer} mag zien wat gevraagd en betaald is.",
        "{mandaatnemer} mag de brieven hierover lezen.",
        "{mandaatnemer} mag opleidingen van het personeel invullen.",
        "{mandaatnemer} mag de terugbetaling vragen.",
        "{mandaatnemer} mag zien voor welke medewerkers er een premie is.",
    ],
    [
        *TWO_TYPES[1],
        "{mandaatnemer} mag geen personeel aanwerven of ontslaan.",
        "{mandaatnemer} mag deze gegevens niet verder geven.",
    ],
)
LONG_HOLDER = ("Samenwerkende Vennootschap voor Boekhouding, Belastingadvies en Personeelsbeheer van de Westhoek " * 4)[
    :320
]
LONG_GIVER = ("Onderlingebedrijfsverenigingvoorlandbouwers" * 8)[:320]
SELDOM = frozenset(
    {
        "passed_by", "taken_back", "with_source", "takes_over", "came_on", "unchecked", "written", "stopped_with",
        "stops_by_phone", "in_place_of", "also_by", "also_all",
    }
)
# What the holder proposed, seen from either side.
BY_HOLDER = ("extension_asked.giver", "extension_sent.holder", "extension_waits.giver", "extension_unanswered.holder")
CODE = "7K4Q-92XD"
BAKERY = ["Bakkerij De Zoete Inval BV", "Meelzakstraat 7", "9300 Aalst"]
ADDRESSES = {"holder": ["Boekhoudkantoor Peeters BV", "Grootboeklaan 12 bus 3", "9200 Dendermonde"]}
LONG_ADDRESS = [
    "Jean-Baptiste Vandenbroucke-Vanhoutte",
    "SAMENWERKENDE VENNOOTSCHAP VOOR BOEK-",
    "houding, belastingadvies en personeel",
    "Bestuur, derde verdieping",
    "Grootboeklaan 12 bus 3",
    "9200 Dendermonde",
]

LONGER_LIST = {"list_name": "Mijn boekhouder", "given_on": "2026-03-02"}


def facts(kind: str, size: str = "usual") -> dict[str, Any]:
    """The facts of a letter of this kind: 2 types, the 5 of "Mijn boekhouder", or 5 with names of 320 signs."""
    may, may_not = TWO_TYPES if size == "usual" else FIVE_TYPES
    everything = {
        "recipient_name": _reader(kind),
        "giver_name": LONG_GIVER if size == "long" else "Bakkerij De Zoete Inval BV",
        "giver_number": "0199000151",
        "holder_name": LONG_HOLDER if size == "long" else "Boekhoudkantoor Peeters BV",
        "holder_number": "0199000250",
        "may": may,
        "may_not": may_not,
        "period": "van 1\u00a0december\u00a02026 tot en met 30\u00a0november\u00a02027",
        "code": CODE,
        "acted_by": "Maria Vermeulen",
        "acted_on": "2026-11-20",
        "channel": "aan het loket in Gent, met hulp van medewerker 4711",
        "answer_by": "2026-12-20",
        "colleague": "Els Wouters",
        "rights": list(_rights(size)),
        "starts_after": "2026-12-10" if size != "usual" else None,
        "high_risk": size == "long",
        "starts_on": "2026-12-10" if size == "long" else None,
        "executors": {"usual": ["Els Wouters"], "five": [], "long": ["Els Wouters", "Jan Peeters"]}[size],
        "reason": _reason(kind, size),
        "stopped_by": "giver",
        "stops_on": "2026-11-21",
        "stopped": ["de kmo-portefeuille beheren", "een hinderpremie aanvragen"],
        "still": [] if size == "usual" else list(may[4:]),
        "written_on": "2026-10-20",
        "kept_until": "2026-12-20",
        "reported_on": "2026-11-20",
        "call_by": "2026-11-24",
        "decide_by": "2026-12-20",
        "stopped_party": "holder",
        "proposed_by": "holder" if kind in BY_HOLDER else "giver",
        "last_day": "2027-11-30",
        "until": "2028-11-30",
        "outcome": {"usual": "refused", "five": "withdrawn", "long": "lapsed"}[size],
    } | _reminded(size) | _less_than_asked(size) | _moved(size, may) | _asked_again(size) | _overview(kind, size)
    return _wanted(kind, everything | _signed(kind, size) | _passed_on(kind, size) | _of_no_mandate(kind, size))


def _reader(kind: str) -> str:
    return {"holder": "Jan Peeters", "colleague": "Els Wouters"}.get(kind.partition(".")[2], "Maria Vermeulen")


def _wanted(kind: str, everything: dict[str, Any]) -> dict[str, Any]:
    everything = LONGER_LIST | everything
    wanted = FACTS[kind]
    names = wanted.__required_keys__ | wanted.__optional_keys__  # type: ignore[attr-defined]
    # Only the letters about passing on and taking over are always about that; the others have the usual words.
    return {name: everything[name] for name in names if name in everything or name not in SELDOM}


def sample(kind: str, size: str = "usual", **other: Any) -> LetterToPrint:
    """A letter of this kind; `other` replaces facts."""
    usual = [_reader(kind), *ADDRESSES.get(kind.partition(".")[2], BAKERY)]
    address = list(LONG_ADDRESS) if size == "long" else usual
    data = facts(kind, size) | other
    return LetterToPrint(kind, current_template(kind), "260914000151", date(2026, 11, 21), address, data)


def _reminded(size: str) -> dict[str, Any]:
    return {
        "can_extend": size != "five",
        "by_phone": True,
        "by_code": size == "usual",
        "extension_until": "2028-11-30" if size == "long" else None,
        "final": size != "usual",
        "ending": [] if size == "usual" else ["een hinderpremie aanvragen"],
        "going_on": [] if size == "usual" else ["de kmo-portefeuille beheren", "vergunningen bekijken"],
        "other_extension": False,
        "started_by": "giver",
        "first_day": "2024-11-21",
        "large_print": False,
    } | _stops_by_phone(size)


def _less_than_asked(size: str) -> dict[str, Any]:
    left_out = {"usual": [], "five": ["vergunningen bekijken"], "long": ["vergunningen bekijken"] * 3}
    return {"left_out": left_out[size], "given_until": "2027-11-30" if size == "long" else None}


def _stops_by_phone(size: str) -> dict[str, Any]:
    """A caller can stop everything, a part of it, or nothing."""
    return {"five": {"stops_by_phone": ["een hinderpremie aanvragen"]}, "long": {"stops_by_phone": []}}.get(size, {})


def _moved(size: str, may: list[str]) -> dict[str, Any]:
    return {
        "old_name": LONG_HOLDER[1:] if size == "long" else "Boekhoudkantoor Janssens BV",
        "new_name": LONG_HOLDER[1:] if size == "long" else "Fiduciaire Maasland NV",
        "new_number": "0199000349",
        "moves": ["de kmo-portefeuille beheren", "een hinderpremie aanvragen"],
        "stays": list(may),
    }


def _asked_again(size: str) -> dict[str, Any]:
    return {
        "received_on": "2026-11-18",
        "missing": {"usual": ["signature"], "five": ["choice", "name"], "long": ["date", "signature"]}[size],
        "boxes": {
            "usual": ["accept", "refuse", "contest"],
            "five": ["withdraw", "stop", "contest"],
            "long": ["accept_extension", "refuse_extension", "contest"],
        }[size],
        "chosen": {"usual": "accept", "five": None, "long": "accept_extension"}[size],
        "signer": None if size == "five" else "Jan Peeters",
        "capacity": "none" if size == "five" else "legal_representative",
        "waits": size == "usual",
    }


@cache
def _rights(size: str) -> Sequence[str]:
    """Of somebody invited: to look for one customer, to do and decide all, or more than a letter can say."""
    last_day, level = date(2027, 6, 1), AccessLevel.MANAGE
    looks = Held("executor", "Mandaatuitvoerder", AccessLevel.VIEW, False, ["Slagerij Maes BV"], None, last_day, ())
    manages = Held("manager", "Mandaatbeheerder", level, True, None, None, None, ())
    customers = [LONG_GIVER, *(f"{number}. {LONG_HOLDER}"[:320] for number in range(1, 100))]
    much = replace(looks, name=LONG_HOLDER, customers=customers, first_day=date(2026, 11, 30))
    does = replace(looks, level=level, customers=None)
    return words_for_letter({"usual": [looks], "five": [does, manages], "long": [much] * 4}[size])


def _of_no_mandate(kind: str, size: str) -> dict[str, Any]:
    withdrawn = {"invited": size != "long", "by_mail": size == "five"}
    return withdrawn | _prepared(kind, size) | _round(size)


def _round(size: str) -> dict[str, Any]:
    """The yearly list of 2 colleagues, of 6 for the second time, or of a hundred and more with long names."""
    words = (
        "Mandaatbeheerder",
        "Mandaatuitvoerder: mag kijken en doen, voor alle klanten, ook nieuwe",
        "Mandaatuitvoerder: mag alleen kijken, tot en met 1\u00a0juni\u00a02027, alleen voor Slagerij Maes BV",
    )
    names = ("Maria Vermeulen", "Els Wouters", LONG_HOLDER if size == "long" else "Jan Peeters")
    count = {"usual": 2, "five": 6, "long": 100}[size]
    people = [
        {"name": names[place % 3], "rights": [words[place % 3], *([words[2]] if place % 4 == 1 else [])]}
        for place in range(count)
    ]
    more = 12 if size == "long" else None
    return {"asked_on": "2026-11-20", "reminds": size == "five", "people": people, "more": more}


def _prepared(kind: str, size: str) -> dict[str, Any]:
    channel = {"channel": "aan de telefoon, met hulp van medewerker 4711"} if kind == "prepared.giver" else {}
    # The smallest is of a caller whom nobody could check.
    unchecked = {"unchecked": True} if kind == "prepared.giver" and size == "five" else {}
    return channel | unchecked | {
        "prepared": ["de kmo-portefeuille beheren", "een hinderpremie aanvragen"] * (2 if size == "long" else 1),
        "still_open": ["identity", "send"] if size == "usual" else ["identity", "notice", "second", "send"],
    }


def _overview(kind: str, size: str) -> dict[str, Any]:
    """An overview of 2 mandates, of 6 given and held, or of 40 with long names; "mandates" for an overview alone."""
    names = ("Boekhoudkantoor Peeters BV", "Claes Subsidieadvies BV", "Fiduciaire Maasland BV")
    count = {"usual": 2, "five": 6, "long": 40}[size]
    return {
        "party_name": LONG_GIVER if size == "long" else "Bakkerij De Zoete Inval BV",
        "party_number": "0199000151",
        "mandates": [
            {
                "side": "giver" if place < max(2, count * 2 // 3) else "holder",
                "dossier_number": f"2609140{place:03d}51",
                "other_name": LONG_HOLDER if size == "long" and place % 5 == 1 else names[place % len(names)],
                "other_number": None if place % 7 == 6 else "0199000250",
                "short": ["de kmo-portefeuille beheren", "een hinderpremie aanvragen", "subsidies en premies bekijken"][
                    : 1 + place % 3
                ],
                "period": "van 1\u00a0december\u00a02026 tot en met 30\u00a0november\u00a02027",
                "state": (None, None, "scheduled", None, "suspended")[place % 5],
            }
            for place in range(count)
        ],
        "colleagues": []
        if size == "usual"
        else [
            {"name": "Maria Vermeulen", "right": "manager", "only": None},
            {"name": "Els Wouters", "right": "executor", "only": 10},
            {"name": "Jan Peeters", "right": "executor", "only": None},
        ],
    }


def _signed(kind: str, size: str) -> dict[str, Any]:
    starts = "give" if kind.endswith("giver") else "request"
    outcome = {"outcome": "lapsed" if size == "long" else "refused"} if kind.startswith("not_signed") else {}
    passes = size == "five" and kind in {"to_sign.holder", "sign_waits.holder", "not_signed.holder"}
    onward = {"passed_by": "Fiduciaire Maasland NV", "high_risk": True} if passes else {}
    # Only who accepts names somebody to execute it, and no sample of this kind accepts.
    nobody = {"executors": []} if kind.startswith(("to_sign", "sign_waits")) else {}
    return outcome | onward | nobody | {
        "signed_act": {"usual": starts, "five": "pass_on" if passes else "accept", "long": "extend"}[size],
        "sign_by": "2026-12-20",
        "first_signed_by": "Godelieve Maes",
        "seconds": ["Johan Claes"] if size == "usual" else ["Johan Claes", "Nele Claes", "Tom Maes"],
        "replaces": size == "long",
        "state": {"usual": "to_sign", "five": "invited", "long": "lapsed"}[size],
        "by_mail": False,
        "whole": size != "five",
        "alone": {"usual": None, "five": 1, "long": 1200}[size],
    }


def _passed_on(kind: str, size: str) -> dict[str, Any]:
    if kind not in {"passed_on.giver", "onward.holder"}:
        return {}
    passed = {"passed": ["een omgevingsvergunning aanvragen"]}
    outcome = {"usual": "asked", "five": "ended", "long": "lapsed"}[size]
    if kind == "onward.holder":
        return passed | {"outcome": outcome}
    return {"passed_by": LONG_HOLDER[1:] if size == "long" else "Fiduciaire Maasland NV"}


def _reason(kind: str, size: str) -> str:
    if kind.startswith("refused"):
        return "Wij werken niet meer samen"
    if kind.startswith("invitation"):
        sentence = "Wij doen uw boekhouding en vragen graag de premies voor u aan."
        return sentence if size != "long" else (f"{sentence} " * 5)[:300].strip()
    return "register" if size == "five" else "contest"
