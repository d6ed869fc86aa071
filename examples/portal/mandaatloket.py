"""What the portal asks of Mandaatloket, by the client that is made from its contract."""

import uuid
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import httpx

from examples.mandaatloket_client import AuthenticatedClient
from examples.mandaatloket_client.api.catalogue import list_mandate_types
from examples.mandaatloket_client.api.checks import evaluate_access, search_resources
from examples.mandaatloket_client.api.enterprises import read_enterprise
from examples.mandaatloket_client.api.handoffs import make_handoff
from examples.mandaatloket_client.api.mandates import list_mandates, read_mandate
from examples.mandaatloket_client.models import (
    AccessAction,
    AccessDecision,
    AccessQuestion,
    AccessResource,
    AccessResourceKind,
    AccessResourceResults,
    AccessResourceSearch,
    AccessSubject,
    AccessSubjectProperties,
    Enterprise,
    Handoff,
    HandoffWish,
    Mandate,
    MandatePage,
    MandateType,
    MandateTypePage,
    Problem,
)
from examples.mandaatloket_client.types import Response
from examples.portal.errors import MandaatloketDown, Refused, TokenOver
from examples.portal.settings import Settings
from examples.portal.tokens import Token, Tokens
from examples.portal.visits import User

MOST = 100  # of a page: what people look through
DOMAIN = "subsidies"  # what this portal is about; Mandaatloket hands nobody over for another
LANGUAGE = "nl"
SECONDS = 10

Found = TypeVar("Found")


class Mandaatloket:
    """Each call is made when a page is, and nothing of the answer is kept: what is stopped there, is stopped here."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        self._address, self._transport = settings.mandaatloket, transport
        # Reading the certificates of the world takes longer than the answer to a check; once will do.
        self._certificates = httpx.create_ssl_context()
        self.tokens = Tokens(settings, transport)

    def mandates(self, token: Token) -> MandatePage:
        """Those of the party for which the user signed in, the newest first."""
        return self._call(list_mandates.sync_detailed, MandatePage, token.text, page_size=MOST)

    def mandate(self, token: Token, mandate_id: uuid.UUID) -> Mandate:
        """One of them. Raises Refused when there is none, or when the user may not see it."""
        return self._call(read_mandate.sync_detailed, Mandate, token.text, mandate_id)

    def types(self, token: Token) -> Sequence[MandateType]:
        """What can be given, as far as it is of the domains of this portal."""
        found = self._call(list_mandate_types.sync_detailed, MandateTypePage, token.text, domain=DOMAIN, page_size=MOST)
        return found.items

    def hand_over(self, token: Token, wish: HandoffWish) -> str:
        """Where the browser of the user goes on, with what is known filled in."""
        # A key of its own for each press of the button: a call that is sent twice by the network makes one link.
        key = str(uuid.uuid4())
        return self._call(make_handoff.sync_detailed, Handoff, token.text, body=wish, idempotency_key=key).address

    def may(self, user: User, service: str, giver: str) -> bool:
        """Whether the user, for his enterprise, may do this for the giver at this moment."""
        question = AccessQuestion(
            subject=_subject(user), action=AccessAction(name="manage"), resource=AccessResource(type_=service, id=giver)
        )
        own = self.tokens.own()
        return self._call(evaluate_access.sync_detailed, AccessDecision, own, body=question).decision

    def givers(self, user: User, service: str) -> Sequence[str]:
        """The numbers of those for whom the user may do this, the first hundred."""
        search = AccessResourceSearch(
            subject=_subject(user), action=AccessAction(name="manage"), resource=AccessResourceKind(type_=service)
        )
        found = self._call(search_resources.sync_detailed, AccessResourceResults, self.tokens.own(), body=search)
        return [one.id for one in found.results]

    def enterprise(self, number: str) -> Enterprise:
        """An enterprise of the register. Raises Refused for a number that is nobody's."""
        return self._call(read_enterprise.sync_detailed, Enterprise, self.tokens.own(), number)

    def _call(
        self, ask: Callable[..., Response[Any]], expected: type[Found], token: str, *path: object, **more: object
    ) -> Found:  # fmt: skip
        """The answer, of the type that the contract promises; raises one of `errors` for every other."""
        connection = AuthenticatedClient(
            self._address, token=token, timeout=httpx.Timeout(SECONDS), verify_ssl=self._certificates,
            httpx_args={"transport": self._transport},
        )  # fmt: skip
        try:
            with connection as client:
                answer = ask(*path, client=client, accept_language=LANGUAGE, **more)
        except (httpx.HTTPError, ValueError, KeyError) as error:  # no answer, or one that is not of the contract
            raise MandaatloketDown from error
        if isinstance(answer.parsed, expected):
            return answer.parsed
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            raise TokenOver
        if isinstance(answer.parsed, Problem) and answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            raise Refused(answer.parsed)
        raise MandaatloketDown


def _subject(user: User) -> AccessSubject:
    """The user, as far as he acts for the enterprise for which he signed in."""
    return AccessSubject(
        type_="person", id=user.subject, properties=AccessSubjectProperties(organisation=user.enterprise)
    )
