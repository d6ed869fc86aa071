"""From the facts of a mail to its words: the dated templates, and what they are filled with.

Names come from the register, where anybody can call his enterprise "www.klik-hier.be". In a mail such a name would
become a link, so its dots and signs are set apart.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.clock import brussels_day
from app.config import Settings
from app.core.letters.data import DAYS, NOT_PASSED_ON
from app.core.letters.mail_data import MailToSend, SentMail, Told
from app.core.people.names import LONGEST_IN_FULL, cleaned, shortened
from app.translations.formats import NBSP, day_text, dossier_text, keep_together, list_text, weekday_text

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "mails"
NOBODY_KNOWN = "ondernemer"
ANNOUNCED = "announced"  # for a kind of letter that has no mail of its own
CODE_IN_LETTER = "Uw code staat alleen in onze brief, niet in deze e-mail."
SIGN_IN = "Dit is een belangrijk mandaat. Aanvaarden kan alleen als u zich aanmeldt."
DO_IT = "Zoek zelf Mandaatloket op {found_at_words}, of bel gratis {help_line}."
WITHOUT_PHONE = "Zoek zelf Mandaatloket op {found_at_words}, of kom naar een loket."
# What these ask can be done by phone, unless a type keeps the phone from it; what the others ask never can.
BY_PHONE = frozenset({"expiring", "extension_asked", "extension_waits", "yearly"})
# What mail programs turn into a link: a scheme ("mailto:x"), slashes, and a dot before letters ("klik.be"; not "B.V.").
_BEFORE_A_LINK = re.compile(r":(?=\S)|/(?=/)|(?<=[^\W_])[.。．｡](?=[^\W\d_]{2})")


class Wording:
    """The templates of every edition, read once."""

    def __init__(self, settings: Settings) -> None:
        self.service = {
            "service": settings.service_name,
            "help_line": keep_together(settings.help_line),
            "found_at_words": settings.found_at_words,
        }
        # Plain text: there is nothing to escape, and what could do harm is set apart by `harmless`.
        self.templates = Environment(  # noqa: S701
            loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.templates.filters |= {"day": day_text, "weekday": weekday_text, "names": list_text}

    def write(self, mail: MailToSend) -> SentMail:
        """The subject and the words; several things become one mail, each under the number of its dossier."""
        pieces = [self._piece(mail, told) for told in mail.told]
        dossiers = list(dict.fromkeys(dossier_text(told.dossier_number) for told in mail.told))
        subject, body = pieces[0]
        if len(pieces) > 1:
            facts = {"mandates": len(dossiers), "dossier": dossiers[0]}
            subject = self._fill("_gathered", mail.edition, facts).strip()
            headed = [f"{heading}\n{text}" for heading, text in pieces]
            body = "\n\n".join(headed)
        name = harmless(mail.recipient_name or NOBODY_KNOWN)
        sheet = {"recipient": name, "body": body, "dossiers": list_text(dossiers)} | self.service
        # Ordinary spaces: a header with any other sign is written in a code that people see when they look closely.
        return SentMail(cleaned(subject).replace(NBSP, " "), self._fill("_sheet", mail.edition, sheet))

    def _piece(self, mail: MailToSend, told: Told) -> tuple[str, str]:
        kind = told.subject if dated_for(told.subject, mail.edition) else ANNOUNCED
        subject, _, body = self._fill(kind, mail.edition, self._facts(told, mail)).strip().partition("\n")
        return cleaned(subject), tidied(body)

    def _facts(self, told: Told, mail: MailToSend) -> dict[str, Any]:
        data = {name: _readable(name, value) for name, value in told.data.items()}
        names = {
            side: harmless(told.data[f"{side}_name"]) for side in ("giver", "holder") if f"{side}_name" in told.data
        }
        last_day = data.get("last_day")
        more = {
            "side": told.side,
            "other": names.get("holder" if told.side == "giver" else "giver"),
            "dossier": dossier_text(told.dossier_number),
            "with_letter": told.with_letter,
            "high_risk_or_code": SIGN_IN if told.data.get("high_risk") else CODE_IN_LETTER,
            "do_it": (DO_IT if _by_phone(told) else WITHOUT_PHONE).format_map(self.service),
            "days_left": (last_day - brussels_day(mail.moment)).days if isinstance(last_day, date) else None,
        }
        return self.service | NOT_PASSED_ON | data | names | more

    def _fill(self, kind: str, edition: str, facts: Mapping[str, Any]) -> str:
        return self.templates.get_template(f"{kind}/{dated_for(kind, edition)}.txt").render(facts)


def _by_phone(told: Told) -> bool:
    return told.subject in BY_PHONE and "stops_by_phone" not in told.data


@cache
def dated_for(kind: str, edition: str) -> str | None:
    """The date of the words of this kind in an edition: the newest that are not younger; None when there were none."""
    return max((one.stem for one in TEMPLATES.glob(f"{kind}/*.txt") if one.stem <= edition), default=None)


def harmless(name: str) -> str:
    """A name of which no mail program makes a link, on one line and not too long."""
    text = _BEFORE_A_LINK.sub(r"\g<0> ", shortened(cleaned(name), LONGEST_IN_FULL))
    return " ".join(text.replace("@", " at ").split())


def tidied(text: str) -> str:
    """Paragraphs with one empty line between them."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(" ".join(line.strip() for line in one.splitlines()).strip() for one in paragraphs)


def _readable(name: str, value: object) -> object:
    if name in DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    return harmless(value) if isinstance(value, str) else value
