"""The questions about a type, a right, a group, or the end of one; what they hold becomes an item of the catalogue
file."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.web.fields import ChoiceField, ChoicesField, DayField, TextField, TickField, option
from app.web.form import Form
from app.web.pages.administration.catalogue_words import ACCESS, PARTIES, RISKS, SIGNATURES, STARTERS

LONGEST = 5_000
KEY_HINT = "Alleen kleine letters, cijfers, punten en streepjes. De sleutel verandert nooit meer."
LINES = "Zet elke zin op een eigen regel. Begin met “mag”. De naam zetten wij ervoor."
UNLESS = "Valt een zin weg naast iets anders? Zet dan de naam daarvan tussen vierkante haken."
SOON = "Kiest u vandaag? Dan geldt het zodra een tweede persoon het goedkeurt."
ON_THE_PAGE = (
    "name", "key", "domain", "short", "may", "may_not", "services", "access_level", "passing_on", "risk", "money",
    "longest_months", "signatures", "starters", "party_kinds", "code_allowed", "phone_allowed", "from_day",
)  # fmt: skip
BESIDE = re.compile(r"^(.*?)\s*\[([^\]]*)\]$")
# What never changes once it is there: these questions are asked of what is new only.
NEW_ONLY = ("key", "domain", "services", "access_level", "passing_on")
NEVER_OF_A_RIGHT = {"manages": False, "appoints": False}  # who decides does so in every domain, and so of no entity


@dataclass(frozen=True)
class Reading:
    """How sentences are read and written: `doer` is who may, in the file; `labels` are what things are called beside
    which a sentence falls, by key, and `keys` the other way round. `kept` is what a group holds whatever is chosen."""

    doer: str
    labels: Mapping[str, str]
    keys: Mapping[str, str]
    kept: Sequence[str] = ()


class ThingForm(Form):
    """What is asked about a mandate type and about a right."""

    name = TextField("Naam", missing="U schreef nog geen naam. Schrijf hoe het heet.")
    key = TextField("Sleutel", missing="U schreef nog geen sleutel. Schrijf er een.", description=KEY_HINT)
    domain = ChoiceField("Domein", missing="U koos nog geen domein. Kies er een.")
    short = TextField(
        "In enkele woorden", missing="U schreef dit nog niet. Schrijf in enkele woorden wat het is.",
        description="Zoals het in een zin staat: een hinderpremie aanvragen",
    )  # fmt: skip
    may = TextField("Wat mag?", missing="U schreef nog niet wat mag. Schrijf minstens 1 zin.", longest=LONGEST,
                    description=LINES)  # fmt: skip
    may_not = TextField("Wat mag niet?", missing=None, longest=LONGEST, description=f"{LINES} {UNLESS}")
    access_level = ChoiceField("Toegang", missing="U koos nog geen toegang. Kies wat mag.",
                               options=[option(*one) for one in ACCESS.items()])  # fmt: skip
    risk = ChoiceField("Risico", missing="U koos nog geen risico. Kies hoe groot het is.",
                       options=[option(*one) for one in RISKS.items()])  # fmt: skip
    signatures = ChoiceField("Wie tekent?", missing="U koos nog niet wie tekent. Kies hoeveel personen tekenen.",
                             options=[option(*one) for one in SIGNATURES.items()])  # fmt: skip
    from_day = DayField("Vanaf welke dag?", missing="U koos nog geen dag. Vul de dag in.", description=SOON)

    def __init__(self, *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        # Of a list of errors the first is the first on the page, whichever form a question comes from.
        self._fields = {name: self._fields[name] for name in ON_THE_PAGE if name in self._fields}

    def words(self, reading: Reading) -> dict[str, Any]:
        texts = {name: self[name].data for name in ("name", "short", "risk", "signatures")}
        may_not = [
            {"text": text} | ({"unless": unless} if unless else {})
            for text, unless in _sentences(self.may_not.data, reading)
        ]
        return texts | {"may": [one for one, _ in _sentences(self.may.data, reading)], "may_not": may_not}


class TypeForm(ThingForm):
    """Everything about one mandate type."""

    services = TextField("Diensten", missing="U schreef nog geen dienst. Schrijf de code van minstens 1 dienst.",
                         description="Zet een komma tussen 2 diensten.")  # fmt: skip
    money = TickField("Dit gaat over geld", missing=None)
    longest_months = TextField("Langste duur in maanden", missing=None, description="Leeg is geen grens.")
    starters = ChoiceField("Wie kan beginnen?", missing="U koos nog niet wie kan beginnen. Kies wie dat mag.",
                           options=[option(*one) for one in STARTERS.items()])  # fmt: skip
    party_kinds = ChoicesField("Wie kan het geven?", missing="U koos nog niet wie het kan geven. Kies minstens 1.",
                               options=[option(*one) for one in PARTIES.items()])  # fmt: skip
    code_allowed = TickField("Antwoorden kan met de code uit een brief", missing=None)
    phone_allowed = TickField("Het kan aan de telefoon", missing=None)
    passing_on = TickField("De mandaatnemer mag het doorgeven", missing=None)

    def content(self, before: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        months = (self.longest_months.data or "").strip()
        number = int(months) if months.isascii() and months.isdigit() and len(months) <= 4 else months or None
        ticks = {name: bool(self[name].data) for name in ("money", "code_allowed", "phone_allowed")}
        fixed = {name: known() if name in self else before[name] for name, known in self._fixed().items()}
        rest = {"longest_months": number, "party_kinds": self.party_kinds.data, "starters": self.starters.data}
        return {**fixed, **ticks, **self.words(reading), **rest}

    def _fixed(self) -> dict[str, Callable[[], Any]]:
        """What never changes once it is there, each as it was answered."""
        return {
            "key": lambda: self.key.data,
            "domain": lambda: self.domain.data,
            "services": lambda: [one.strip() for one in (self.services.data or "").split(",") if one.strip()],
            "access_level": lambda: self.access_level.data,
            "passing_on": lambda: bool(self.passing_on.data),
        }


class RightForm(ThingForm):
    """Everything about one right to work with mandates in a domain."""

    short = TextField(
        "In enkele woorden", missing="U schreef dit nog niet. Schrijf in enkele woorden wat het is.",
        description="Zoals het in een zin staat: het werk doen voor subsidies",
    )  # fmt: skip

    def content(self, before: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        asked = ("key", "domain", "access_level")
        fixed = {one: self[one].data if one in self else before[one] for one in asked}
        return {**fixed, **NEVER_OF_A_RIGHT, **self.words(reading)}


class GroupForm(Form):
    """A new version of a group of mandate types."""

    name = TextField("Naam", missing="U schreef nog geen naam. Schrijf hoe de groep heet.")
    key = TextField("Sleutel", missing="U schreef nog geen sleutel. Schrijf er een.", description=KEY_HINT)
    hint = TextField("In 1 zin", missing="U schreef dit nog niet. Schrijf voor wie de groep is.", longest=400,
                     description="Bijvoorbeeld: Wat een boekhouder vaak voor u doet")  # fmt: skip
    listed = ChoicesField("Wat hoort bij deze groep?", missing="U koos nog niets. Kies er minstens 1.")
    sentences = TextField("Wat mensen lezen", missing="U schreef nog geen zin. Schrijf minstens 1 zin.",
                          longest=LONGEST, description=LINES)  # fmt: skip
    warning = TextField("Waarschuwing", missing=None, longest=400, description="Mag leeg blijven.")
    from_day = DayField("Vanaf welke dag?", missing="U koos nog geen dag. Vul de dag in.")
    what = "types"

    def content(self, before: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        wanted = {*self.listed.data, *reading.kept}
        held = [one for one in before.get(self.what, []) if one in wanted]
        sentences = [one for one, _ in _sentences(self.sentences.data, reading)]
        return {"key": before.get("key") or self.key.data, "name": self.name.data, "hint": self.hint.data,
                self.what: held + [one for one in self.listed.data if one not in held],
                "sentences": sentences, "warning": self.warning.data or None}  # fmt: skip


class RightGroupForm(GroupForm):
    """A new version of a group of rights."""

    hint = TextField("In 1 zin", missing="U schreef dit nog niet. Schrijf voor wie de groep is.", longest=400,
                     description="Bijvoorbeeld: Wie dossiers van klanten opvolgt")  # fmt: skip
    what = "rights"


class EndForm(Form):
    """From when nobody is offered it any more."""

    from_day = DayField("Vanaf welke dag kan niemand het nog geven?", missing="U koos nog geen dag. Vul de dag in.")

    def content(self, before: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        del before, reading
        return {}


# A form that becomes an item of the catalogue file, on top of what is there.
Content = TypeForm | RightForm | GroupForm | EndForm


def as_data(content: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """What is there, as the form shows it."""
    data = dict(content)
    for name in {"may", "sentences"} & set(data):
        data[name] = _lines(((one, []) for one in data[name]), reading)
    if "may_not" in data:
        data["may_not"] = _lines(((one["text"], one.get("unless", [])) for one in data["may_not"]), reading)
    if "longest_months" in data:
        data["longest_months"] = str(data["longest_months"] or "")
    if "services" in data:
        data["services"] = ", ".join(data["services"])
    if "hint" in data:
        data["listed"] = data.get("rights", data.get("types", []))
    return data


def _lines(sentences: Iterable[tuple[str, list[str]]], reading: Reading) -> str:
    return "\n".join(
        one.removeprefix(f"{reading.doer} ")
        + (f" [{'; '.join(reading.labels.get(key, key) for key in unless)}]" if unless else "")
        for one, unless in sentences
    )


def _sentences(text: str | None, reading: Reading) -> list[tuple[str, list[str]]]:
    """Each line as a sentence of the file, with what it falls beside; what is not known gets quotes, to be refused."""
    found = []
    for line in (one.strip() for one in (text or "").splitlines()):
        beside = BESIDE.match(line)
        words, labels = (beside[1], beside[2]) if beside else (line, "")
        if words:
            named = [one.strip() for one in labels.split(";") if one.strip()]
            found.append((f"{reading.doer} {words}", [reading.keys.get(one, f"“{one}”") for one in named]))
    return found
