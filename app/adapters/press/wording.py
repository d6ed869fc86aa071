"""From the facts of a letter to its words: the dated Jinja templates and what they are filled with."""

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.config import Settings
from app.config_answers import PAID
from app.core.letters.data import DAYS, KINDS_WITH_CODE, NOT_PASSED_ON, LetterToPrint
from app.core.people.names import LONGEST_IN_FULL, cleaned, predicate, shortened
from app.translations.formats import (
    NBSP,
    day_text,
    dossier_text,
    enterprise_number_text,
    keep_together,
    list_text,
    weekday_text,
)

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "letters"
NOBODY_KNOWN = "ondernemer"
NO_STAMP, A_STAMP = "U hebt geen postzegel nodig", "Kleef een postzegel op de omslag"
NOTHING_ELSE = "mag niets anders doen"
MOST_EXECUTORS = 4
PARTIES = ("party", "giver", "holder")
SENTENCES = frozenset({"may", "may_not", "still", "stays"})
TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(?:p|h1|h2|li)>")


class UnknownTemplate(ValueError):
    """There is no such dated template."""


def current_template(kind: str) -> str:
    """The newest template of a kind, as it is stored with the letter: "given.giver/2026-11-21"."""
    dated = sorted(path.stem for path in (TEMPLATES / kind).glob("*.html"))
    if not dated:
        raise UnknownTemplate(f"no template for {kind!r}")
    return f"{kind}/{dated[-1]}"


def read_templates() -> Environment:
    """The templates, with everything that is put in escaped and anything that is missing refused."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day_text, "weekday": weekday_text, "shorter": shortened, "names": list_text}
    environment.filters |= {"dotted": enterprise_number_text, "dossier": dossier_text}
    return environment


def edition(template: str) -> str:
    """The date of a template, which is also that of its sheet and its style: "2026-11-21"."""
    return template.rsplit("/", 1)[1]


def filled_in(environment: Environment, layout: str, letter: LetterToPrint, facts: Mapping[str, Any]) -> str:
    """The letter's HTML on the `layout` "_sheet" or "_text" of the same date."""
    dated = edition(letter.template)
    path = f"{letter.template}.html"
    if path not in environment.list_templates(extensions=["html"]):
        raise UnknownTemplate(f"no template {letter.template!r}")
    return environment.get_template(path).render(layout=f"{layout}/{dated}.html", **facts)


def facts_of(letter: LetterToPrint, settings: Settings) -> dict[str, Any]:
    """Everything a template may name: the letter's own facts, cleaned and as people write them, and the service's."""
    data = {name: _readable(name, value) for name, value in letter.data.items()}
    facts = _service(settings) | NOT_PASSED_ON | data | _names(data)
    facts |= {"date": letter.date, "dossier": dossier_text(letter.dossier_number), "nothing_else": NOTHING_ELSE}
    for name in SENTENCES & data.keys():
        facts[name] = [_under_a_heading(sentence, data["holder_name"]) for sentence in data[name]]
    if letter.kind in KINDS_WITH_CODE:
        facts["code"] = data.get("code")
    return facts


def _names(data: Mapping[str, Any]) -> dict[str, Any]:
    names: dict[str, Any] = {"recipient": shortened(data["recipient_name"] or NOBODY_KNOWN)}
    about, *others = [party for party in PARTIES if f"{party}_name" in data]
    for party in (about, *others):
        name, number = data[f"{party}_name"], data[f"{party}_number"]
        names |= {
            party: shortened(name),
            f"{party}_full": shortened(name, LONGEST_IN_FULL),
            f"{party}_number": enterprise_number_text(number) if number else None,
        }
    # On top of every letter stands whom it is about: the giver of the mandate, or the party of an overview.
    names |= {"about": names[about], "about_full": names[f"{about}_full"], "about_number": names[f"{about}_number"]}
    for name in {"acted_by", "colleague", "new_name", "old_name"} & data.keys():
        names[name] = shortened(data[name]) if data[name] else data[name]
    if data.get("new_number"):
        names["new_number"] = enterprise_number_text(data["new_number"])
    if "executors" in data:
        names["executors"] = _some(data["executors"])
    return names


def _some(names: list[str]) -> list[str]:
    """The names, or the first few and how many more there are."""
    more = len(names) - MOST_EXECUTORS
    names = [shortened(name) for name in names]
    return names if more <= 1 else [*names[:MOST_EXECUTORS], f"{more} anderen"]


def _under_a_heading(sentence: str, holder: str) -> str:
    """A sentence in a list whose heading names the holder already."""
    return predicate(holder, sentence).replace(holder, shortened(holder))


def _service(settings: Settings) -> dict[str, Any]:
    return {
        "service": settings.service_name,
        "help_line": keep_together(settings.help_line),
        "help_hours": settings.help_hours,
        "contact_person": settings.contact_person,
        "contact_phone": keep_together(settings.contact_phone),
        "contact_address": ", ".join(settings.contact_address),
        "reply_lines": settings.reply_address or settings.contact_address,
        "postage_paid": settings.reply_postage == PAID,
        "stamp": NO_STAMP if settings.reply_postage == PAID else A_STAMP,
        "found_at": settings.found_at,
    }


def _readable(name: str, value: object) -> object:
    if name in DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, list):
        return [_row(item) if isinstance(item, Mapping) else cleaned(item) for item in value]
    return cleaned(value) if isinstance(value, str) else value


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _readable(name, value) for name, value in row.items()}


def as_fragment(html: str) -> Markup:
    """A letter's text version for a page that has its own first heading: headings one level down."""
    lower = html.replace("<h2", "<h3").replace("</h2", "</h3").replace("<h1", "<h2").replace("</h1", "</h2")
    return Markup(lower)  # noqa: S704 - made by our own escaping templates


def as_plain_text(html: str) -> str:
    """The words alone, one block a line."""
    lines = TAG.sub("", BLOCK_END.sub("\n", html)).split("\n")
    words = (unescape(line).replace(NBSP, " ").split() for line in lines)
    return "\n".join(" ".join(line) for line in words if line)
