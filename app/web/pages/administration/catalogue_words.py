"""What the pages about the catalogue call the parts of a type, a right or a group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.administration.catalogue_contents import ChangeKind
from app.core.mandates.catalogue import HOLDER
from app.core.mandates.catalogue_rights import COLLEAGUE

# By whether it is about rights: who may, in the file, and nobody's name with which the sentences are shown.
DOERS = {False: HOLDER, True: COLLEAGUE}
EXAMPLES = {False: "Boekhoudkantoor Voorbeeld", True: "Els Voorbeeld"}
ACCESS = {"view": "Alleen bekijken", "manage": "Bekijken en veranderen"}
RISKS = {"low": "Laag", "medium": "Gemiddeld", "high": "Hoog"}
SIGNATURES = {"1": "1 persoon tekent", "register": "Zoals het register zegt", "2": "2 personen tekenen"}
STARTERS = {"giver": "Alleen de mandaatgever", "holder": "Alleen de mandaatnemer", "both": "Allebei"}
PARTIES = {"enterprise": "Ondernemingen", "person": "Personen"}
STATES = {"draft": "Klaargezet", "offered": "Wacht op een tweede persoon", "planned": "Goedgekeurd en gepland",
          "approved": "Goedgekeurd", "overtaken": "Goedgekeurd, maar niet ingegaan", "refused": "Afgekeurd",
          "taken_back": "Teruggetrokken", "called_off": "Goedgekeurd, en daarna ingetrokken"}  # fmt: skip
KINDS = {"type": "Mandaattype", "group": "Groep", "type_end": "Mandaattype stoppen", "group_end": "Groep stoppen",
         "right": "Recht", "right_group": "Rechtengroep", "right_end": "Recht stoppen",
         "right_group_end": "Rechtengroep stoppen"}  # fmt: skip
# As addresses say it.
SORTS = {ChangeKind.TYPE: "type", ChangeKind.GROUP: "groep", ChangeKind.RIGHT: "recht",
         ChangeKind.RIGHT_GROUP: "rechtengroep"}  # fmt: skip
WIDER = {
    "services": "Het geldt voor meer diensten.",
    "domain": "Het komt in een ander domein. Wie daar een recht heeft, kan er dan mee werken.",
    "access_level": "Wie alleen mocht bekijken, mag nu ook veranderen.",
    "longest_months": "Een mandaat kan langer lopen.",
    "risk": "Het risico staat lager, er is minder controle.",
    "signatures": "Minder mensen moeten tekenen.",
    "money": "Het gaat niet meer over geld. Aan het loket kijkt geen collega meer mee.",
    "starters": "Meer mensen kunnen ermee beginnen.",
    "party_kinds": "Meer mensen of ondernemingen kunnen het geven.",
    "code_allowed": "Antwoorden kan ook met de code uit een brief.",
    "phone_allowed": "Het kan ook aan de telefoon.",
    "passing_on": "De mandaatnemer mag het doorgeven.",
    "may": "Er komt bij wat de mandaatnemer mag.",
    "may_not": "Er valt weg wat de mandaatnemer niet mag.",
    "types": "De groep krijgt er mandaattypes bij.",
    "rights": "De groep krijgt er rechten bij.",
    "warning": "De waarschuwing bij de groep valt weg.",
}
WIDER_RIGHTS = WIDER | {
    "domain": "Het recht komt in een ander domein. Wie het krijgt, kan dan daar werken.",
    "may": "Er komt bij wat de medewerker mag.",
    "may_not": "Er valt weg wat de medewerker niet mag.",
}


def yes(value: object) -> str:
    """Ja or Nee."""
    return "Ja" if value else "Nee"


def policy_rows(content: Mapping[str, Any], domains: Mapping[str, str]) -> list[tuple[str, str]]:
    """The rules of a type or a right, as label and value; nothing for a group or for what is not there. `domains` gives
    the names of domains by key."""
    if "risk" not in content:
        return []
    domain = ("Domein", domains.get(content["domain"], content["domain"]))
    if "services" not in content:
        return [
            domain,
            ("Toegang", ACCESS[content["access_level"]]), ("Risico", RISKS[content["risk"]]),
            ("Handtekeningen", SIGNATURES[content["signatures"]]),
        ]  # fmt: skip
    months = content["longest_months"]
    return [
        domain,
        ("Diensten", ", ".join(content["services"])),
        ("Toegang", ACCESS[content["access_level"]]),
        ("Risico", RISKS[content["risk"]]),
        ("Gaat over geld", yes(content["money"])),
        ("Langste duur", f"{months} maanden" if months else "Geen grens"),
        ("Handtekeningen", SIGNATURES[content["signatures"]]),
        ("Wie kan beginnen", STARTERS[content["starters"]]),
        ("Wie kan het geven", ", ".join(PARTIES[one] for one in content["party_kinds"])),
        ("Met de code uit een brief", yes(content["code_allowed"])),
        ("Aan de telefoon", yes(content["phone_allowed"])),
        ("Doorgeven aan een ander", yes(content["passing_on"])),
    ]


def compared(
    before: Mapping[str, Any], after: Mapping[str, Any], domains: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Label, what is now and what will be, of the rules that differ; of something new every rule."""
    now, then = dict(policy_rows(before, domains)), policy_rows(after, domains)
    return [(label, now.get(label, "-"), value) for label, value in then if now.get(label) != value]


def filled(sentences: list[str]) -> list[str]:
    """The sentences with the example as who may."""
    return [one.replace(HOLDER, EXAMPLES[False]).replace(COLLEAGUE, EXAMPLES[True]) for one in sentences]


@dataclass(frozen=True)
class Part:
    """What people read of a type or a right (may, may not) or a group (sentences, what it holds), with the example."""

    name: str
    short: str = ""
    hint: str = ""
    warning: str | None = None
    may: Sequence[str] = ()
    may_not: Sequence[str] = ()
    sentences: Sequence[str] = ()
    listed: Sequence[str] = ()


def read_part(content: Mapping[str, Any], names: Mapping[str, str]) -> Part | None:
    """The words of a type, a right or a group, None when there is none; `names` gives the names by key."""
    if not content:
        return None
    if "hint" in content:
        listed = [names.get(key, key) for key in content.get("rights", content.get("types", []))]
        words = {"hint": content["hint"], "warning": content["warning"]}
        return Part(content["name"], listed=listed, sentences=filled(content["sentences"]), **words)
    may_not = [one["text"] + _beside(one.get("unless", []), names) for one in content["may_not"]]
    return Part(content["name"], content["short"], may=filled(content["may"]), may_not=filled(may_not))


def _beside(unless: Sequence[str], names: Mapping[str, str]) -> str:
    """Beside which types a sentence falls."""
    return f" (valt weg naast {', '.join(names.get(key, key) for key in unless)})" if unless else ""
