"""The questions about a type, a group, or the end of one; what they hold becomes an item of the catalogue file."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.core.mandates.catalogue import HOLDER
from app.web.fields import ChoiceField, ChoicesField, DayField, TextField, TickField, option
from app.web.form import Form
from app.web.pages.administration.catalogue_words import ACCESS, PARTIES, RISKS, SIGNATURES, STARTERS

LONGEST = 5_000
KEY_HINT = "Alleen kleine letters, cijfers, punten en streepjes. De sleutel verandert nooit meer."
LINES = "Zet elke zin op een eigen regel. Begin met “mag”. De naam zetten wij ervoor."
UNLESS = "Valt een zin weg naast een ander mandaattype? Zet dan de sleutel tussen haken, zoals [kmop.manage]."
BESIDE = re.compile(r"^(.*?)\s*\[([^\]]*)\]$")
NEW_ONLY = ("key", "domain", "services", "access_level", "passing_on")


class TypeForm(Form):
    """Everything about one mandate type."""

    name = TextField("Naam", missing="U schreef nog geen naam. Schrijf hoe het mandaattype heet.")
    key = TextField("Sleutel", missing="U schreef nog geen sleutel. Schrijf er een.", description=KEY_HINT)
    domain = ChoiceField("Domein", missing="U koos nog geen domein. Kies er een.")
    short = TextField(
        "In enkele woorden", missing="U schreef dit nog niet. Schrijf het mandaattype in enkele woorden.",
        description="Zoals het in een zin staat: een hinderpremie aanvragen",
    )  # fmt: skip
    may = TextField("Wat mag?", missing="U schreef nog niet wat mag. Schrijf minstens 1 zin.", longest=LONGEST,
                    description=LINES)  # fmt: skip
    may_not = TextField("Wat mag niet?", missing=None, longest=LONGEST, description=f"{LINES} {UNLESS}")
    services = TextField("Diensten", missing="U schreef nog geen dienst. Schrijf de code van minstens 1 dienst.",
                         description="Zet een komma tussen 2 diensten.")  # fmt: skip
    access_level = ChoiceField("Toegang", missing="U koos nog geen toegang. Kies wat mag.",
                               options=[option(*one) for one in ACCESS.items()])  # fmt: skip
    risk = ChoiceField("Risico", missing="U koos nog geen risico. Kies hoe groot het is.",
                       options=[option(*one) for one in RISKS.items()])  # fmt: skip
    money = TickField("Dit gaat over geld", missing=None)
    longest_months = TextField("Langste duur in maanden", missing=None, description="Leeg is geen grens.")
    signatures = ChoiceField("Wie tekent?", missing="U koos nog niet wie tekent. Kies hoeveel personen tekenen.",
                             options=[option(*one) for one in SIGNATURES.items()])  # fmt: skip
    starters = ChoiceField("Wie kan beginnen?", missing="U koos nog niet wie kan beginnen. Kies wie dat mag.",
                           options=[option(*one) for one in STARTERS.items()])  # fmt: skip
    party_kinds = ChoicesField("Wie kan het geven?", missing="U koos nog niet wie het kan geven. Kies minstens 1.",
                               options=[option(*one) for one in PARTIES.items()])  # fmt: skip
    code_allowed = TickField("Antwoorden kan met de code uit een brief", missing=None)
    phone_allowed = TickField("Het kan aan de telefoon", missing=None)
    passing_on = TickField("De mandaatnemer mag het doorgeven", missing=None)

    def content(self, before: Mapping[str, Any]) -> dict[str, Any]:
        months = (self.longest_months.data or "").strip()
        number = int(months) if months.isascii() and months.isdigit() and len(months) <= 4 else months or None
        texts = {name: self[name].data for name in ("name", "short", "risk", "signatures", "starters")}
        ticks = {name: bool(self[name].data) for name in ("money", "code_allowed", "phone_allowed")}
        fixed = {name: before[name] for name in NEW_ONLY} if before else self._fixed()
        sentences = {"may": [one for one, _ in _sentences(self.may.data)], "may_not": [
            {"text": text} | ({"unless": unless} if unless else {}) for text, unless in _sentences(self.may_not.data)
        ]}  # fmt: skip
        return {**fixed, **texts, **ticks, **sentences, "longest_months": number, "party_kinds": self.party_kinds.data}

    def _fixed(self) -> dict[str, Any]:
        services = [one.strip() for one in (self.services.data or "").split(",") if one.strip()]
        return {"key": self.key.data, "domain": self.domain.data, "services": services,
                "access_level": self.access_level.data, "passing_on": bool(self.passing_on.data)}  # fmt: skip


class GroupForm(Form):
    """A new version of a group."""

    name = TextField("Naam", missing="U schreef nog geen naam. Schrijf hoe de groep heet.")
    key = TextField("Sleutel", missing="U schreef nog geen sleutel. Schrijf er een.", description=KEY_HINT)
    hint = TextField("In 1 zin", missing="U schreef dit nog niet. Schrijf voor wie de groep is.", longest=400,
                     description="Bijvoorbeeld: Wat een boekhouder vaak voor u doet")  # fmt: skip
    types = ChoicesField("Wat hoort bij deze groep?", missing="U koos nog niets. Kies minstens 1 mandaattype.")
    sentences = TextField("Wat mensen lezen", missing="U schreef nog geen zin. Schrijf minstens 1 zin.",
                          longest=LONGEST, description=LINES)  # fmt: skip
    warning = TextField("Waarschuwing", missing=None, longest=400, description="Mag leeg blijven.")
    from_day = DayField("Vanaf welke dag?", missing="U koos nog geen dag. Vul de dag in.")

    def content(self, before: Mapping[str, Any]) -> dict[str, Any]:
        sentences = [one for one, _ in _sentences(self.sentences.data)]
        return {"key": before.get("key") or self.key.data, "name": self.name.data, "types": self.types.data,
                "hint": self.hint.data, "sentences": sentences, "warning": self.warning.data or None}  # fmt: skip


class EndForm(Form):
    """From when nobody is offered it any more."""

    from_day = DayField("Vanaf welke dag kan niemand het nog geven?", missing="U koos nog geen dag. Vul de dag in.")

    def content(self, before: Mapping[str, Any]) -> dict[str, Any]:
        return {}


# A form that becomes an item of the catalogue file, on top of what is there.
Content = TypeForm | GroupForm | EndForm


def as_data(content: Mapping[str, Any]) -> dict[str, Any]:
    """What is there, as the form shows it."""
    data = dict(content)
    for name in {"may", "sentences"} & set(data):
        data[name] = _lines((one, []) for one in data[name])
    if "may_not" in data:
        data["may_not"] = _lines((one["text"], one.get("unless", [])) for one in data["may_not"])
        data["longest_months"] = str(data["longest_months"] or "")
    return data


def _lines(sentences: Iterable[tuple[str, list[str]]]) -> str:
    return "\n".join(
        one.removeprefix(f"{HOLDER} ") + (f" [{', '.join(unless)}]" if unless else "") for one, unless in sentences
    )


def _sentences(text: str | None) -> list[tuple[str, list[str]]]:
    """Each line as a sentence of the file, with the types beside which it falls."""
    found = []
    for line in (one.strip() for one in (text or "").splitlines()):
        beside = BESIDE.match(line)
        words, keys = (beside[1], beside[2]) if beside else (line, "")
        if words:
            found.append((f"{HOLDER} {words}", [one.strip() for one in keys.split(",") if one.strip()]))
    return found
