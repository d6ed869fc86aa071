"""Applications of the test world and the tokens that they hold."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask

from app.core.clients.scopes import SCOPES, Scope
from app.core.clients.tokens import User, make_token
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import find_person_of
from app.models.api_client import ApiClient, ApiKey
from app.models.party import Party
from app.models.person import Person
from tests.world import OTHER, World

DOMAINS = ("subsidies", "erkenningen", "vergunningen", "werk", "landbouw")
ENTITY = "ondernemen"
BACK = "https://portaal.voorbeeld.be/terug"


@dataclass
class Callers:
    """Makes tokens, in the database that the application under test uses."""

    app: Flask
    world: World

    def portal(self, person: Person | None = None, party: Party | None = None, **limits: Collection[str]) -> str:
        """A token of a portal that belongs to no entity, for a user; Maria and her bakery unless said otherwise."""
        user = User((person or self.world.maria).id, (party or self.world.bakery).id, "sign-in-1")
        return self._token(self._client("Ondernemersloket", None), user, **limits)

    def for_nobody(self, person: Person, **limits: Collection[str]) -> str:
        """The same for somebody who works for nobody yet."""
        return self._token(self._client("Ondernemersloket", None), User(person.id, None, "sign-in-1"), **limits)

    def entity(self, **limits: Collection[str]) -> str:
        """A token of an application of an entity, for itself; in the domain of subsidies unless said otherwise."""
        return self._token(self._client("Premieloket", ENTITY), None, **({"domains": ["subsidies"]} | limits))

    def stranger(self) -> str:
        """A token of a portal without an entity, for itself."""
        return self._token(self._client("Ondernemersloket", None), None)

    def _client(self, name: str, entity: str | None) -> ApiClient:
        session = self.world.session
        client = ApiClient(
            key=f"{name.lower()}-{(sign := uuid.uuid4().hex[:6])}", name=f"{name} {sign}", entity_key=entity,
            scopes=list(SCOPES), domains=list(DOMAINS), created_at=self.world.now,
            return_addresses=[BACK],
        )  # fmt: skip
        client.keys = [ApiKey(kid="one", public_jwk={"kty": "EC"}, valid_from=self.world.now)]
        session.add(client)
        session.flush()
        return client

    def _token(
        self, client: ApiClient, user: User | None, scopes: Collection[str] = SCOPES,
        domains: Collection[str] = DOMAINS,
    ) -> str:  # fmt: skip
        session, vault = self.world.session, self.app.extensions["vault"]
        token = make_token(
            session, client.keys[0].id, Scope.of(scopes, domains), vault, now=self.app.extensions["clock"](), user=user
        )
        session.commit()
        return token


def other_party(world: World) -> tuple[Person, Party]:
    """Wim, of the office in Genk, who has nothing to do with the bakery."""
    wim = find_person_of(world.session, "subject-wim") or world.add_representative(OTHER, "Wim", "Claes")
    return wim, ensure_enterprise_party(world.session, OTHER)
