"""The questions about an application that may call us, and the words for what it may do."""

from typing import Any

from app.core.administration.entities import EntityCard
from app.core.clients.registering import ClientPlan
from app.core.clients.scopes import SCOPES
from app.web.fields import ChoiceField, ChoicesField, TextField, TickField, option
from app.web.form import Form

NO_ENTITY = "geen"
LONGEST_LIST, LONGEST_KEY = 10_000, 20_000
SCOPE_WORDS = {
    "mandates:read": "Mandaten lezen",
    "mandates:write": "Mandaten geven, vragen en stopzetten",
    "rights:read": "Rechten van collega's lezen",
    "rights:write": "Rechten van collega's geven en intrekken",
    "checks": "Nakijken of iemand mag optreden",
    "checks:reasons": "Ook lezen waarom iemand wel of niet mag",
    "events": "Lezen wat er verandert",
    "handoffs": "Mensen naar ons sturen, en terugkrijgen",
    "catalogue:read": "Lezen welke mandaten er bestaan",
    "enterprises:read": "Ondernemingen opzoeken",
}


class PlanForm(Form):
    """Everything about one application but its keys; its own key is asked once."""

    name = TextField("Naam", missing="De naam ontbreekt nog. Vul de naam van de toepassing in.",
                     description="Mensen lezen die naam bij wat ze daar deden.")  # fmt: skip
    key = TextField(
        "Kenmerk", missing="Het kenmerk ontbreekt nog. Kies een kort woord zonder spaties.", longest=60,
        description="Zo noemt de toepassing zich bij ons (client_id). Het verandert nooit meer.",
    )  # fmt: skip
    entity = ChoiceField("Van welke entiteit is de toepassing?", missing="U hebt nog niets gekozen. Kies er een.")
    domains = ChoicesField("In welke domeinen mag ze iets?", missing="Kies minstens 1 domein.")
    scopes = ChoicesField(
        "Wat mag ze?", missing="Kies minstens 1 ding dat de toepassing mag doen.",
        options=[option(name, SCOPE_WORDS[name]) for name in SCOPES],
        description="Voor wie er aangemeld is, mag ze nooit meer dan die persoon zelf.",
    )  # fmt: skip
    return_addresses = TextField(
        "Adressen om naar terug te keren", missing=None, longest=LONGEST_LIST,
        description="Zet elk adres op een eigen lijn, volledig en met https. Het mag leeg blijven.",
    )  # fmt: skip
    audiences = TextField(
        "Namen bij de aanmelddienst", missing=None, longest=LONGEST_LIST,
        description="Zo heet de toepassing waar mensen zich voor haar aanmelden. Zet elke naam op een eigen lijn.",
    )  # fmt: skip

    def offer(self, entities: list[EntityCard], stays: str | None = None) -> None:
        """Let somebody choose among these entities and their domains; `stays` is the choice that was made for good."""
        none = option(NO_ENTITY, "Van geen entiteit", hint="Ze mag dan domeinen van alle entiteiten krijgen.")
        self.entity.choices = [option(one.key, one.name) for one in entities] + [none]
        if stays is not None:
            del self.key
            self.entity.choices = [option(one.value, one.label) for one in self.entity.choices if one.value == stays]
            self.entity.description = "Dit blijft zo. Voor een andere entiteit registreert u een nieuwe toepassing."
        self.domains.choices = [
            option(domain.key, domain.name, hint=one.name) for one in entities for domain in one.domains
        ]

    def plan(self, key: str) -> ClientPlan:
        """What was filled in."""
        return ClientPlan(
            key, self.name.data or "", None if self.entity.data == NO_ENTITY else self.entity.data,
            tuple(self.domains.data or ()), tuple(self.scopes.data or ()), _lines(self.return_addresses.data),
            _lines(self.audiences.data),
        )  # fmt: skip


class KeyForm(Form):
    """A public key."""

    text = TextField(
        "Publieke sleutel", missing="De sleutel ontbreekt nog. Plak hem hier.", longest=LONGEST_KEY,
        description="Plak hem als JWK of als PEM, met alles wat erbij hoort.",
    )  # fmt: skip
    replaces = TickField("De vorige sleutel stopt over 24 uur", missing=None)


class CloseForm(Form):
    """Shutting out for good."""

    sure = TickField("Ik weet dat dit niet meer terug kan", missing="Vink aan dat u dit weet.")


def filled(client: Any) -> dict[str, Any]:  # noqa: ANN401 - an application as the core gives it
    """What a form about this application begins with."""
    return {
        "name": client.name, "entity": client.entity_key or NO_ENTITY, "domains": client.domains,
        "scopes": client.scopes, "return_addresses": "\n".join(client.return_addresses),
        "audiences": "\n".join(client.audiences),
    }  # fmt: skip


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
