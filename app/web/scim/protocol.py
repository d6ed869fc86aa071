"""A request of the directory answered: the protocol by scim2-server, the people by the core, in one transaction."""

import json
from typing import Any

from flask import Response, request
from scim2_models import (
    InvalidSyntaxException,
    InvalidValueException,
    PatchOp,
    PatchOperation,
    PayloadTooLargeException,
    ResourceType,
    SCIMException,
    UniquenessException,
)
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.directory.users import Keeper
from app.db import IntegrityError
from app.web.databases import database, directory_rules, moment, policy, settings
from app.web.scim.door import ADDRESS
from app.web.scim.models import PROVIDER
from app.web.scim.storage import DirectoryStorage

LONGEST_QUERY = 2_000  # signs of one parameter
READS = {"GET", "HEAD"}


class DirectoryService(ScimService):
    """The protocol, with what Entra ID makes of it."""

    def read_patch(self, resource_type: ResourceType, body: bytes, content_type: str | None) -> "PatchOp[Any]":
        """The operations. Entra ID removes a member as `{"$ref": null, "value": "..."}`, and means the value."""
        patch = super().read_patch(resource_type, body, content_type)
        for operation in patch.operations or ():
            if operation.op == PatchOperation.Op.remove and isinstance(operation.value, list):
                operation.value = [_without_nothing(entry) for entry in operation.value]
        return patch


SERVICE = DirectoryService(PROVIDER)


def answer(path: str) -> Response:
    """The answer to this request, whatever was asked: a refusal is an answer too. `path` begins below our address."""
    try:
        return _sent(_handled(_asked(path)))
    except SCIMException as refusal:
        return _sent(SERVICE.error_response(refusal))
    except IntegrityError:
        # Two requests at once said the same name; the database let in one.
        return _sent(SERVICE.error_response(UniquenessException()))
    except RequestEntityTooLarge:
        return _sent(SERVICE.error_response(PayloadTooLargeException()))
    except RecursionError:
        return _sent(SERVICE.error_response(InvalidSyntaxException(detail="Nested too deeply.")))


def _asked(path: str) -> ScimRequest:
    if any(len(value) > LONGEST_QUERY for value in request.args.values()):
        raise InvalidValueException(detail=f"A parameter is longer than {LONGEST_QUERY} characters.")
    base = settings().sign_in.public_url + ADDRESS
    method = "GET" if request.method == "HEAD" else request.method
    return ScimRequest(method, base, path, request.args, list(request.headers.items()), request.get_data())


def _without_nothing(entry: Any) -> Any:  # noqa: ANN401 - what stood in the request
    """An entry without the keys that say nothing."""
    return {name: said for name, said in entry.items() if said is not None} if isinstance(entry, dict) else entry


def _handled(asked: ScimRequest) -> ScimResponse:
    keeper = Keeper(directory_rules(), policy(), moment())
    if request.method in READS:
        with database().reading() as session:
            return ScimHandler(SERVICE, DirectoryStorage(session, keeper)).handle(asked)
    # What is refused half-way leaves nothing behind: the error passes through the transaction.
    with database().writing.begin() as session:
        return ScimHandler(SERVICE, DirectoryStorage(session, keeper)).handle(asked)


def _sent(said: ScimResponse) -> Response:
    response = Response(json.dumps(said.body) if said.body is not None else None, status=said.status)
    for name, value in said.headers.items():
        response.headers[name] = value
    return response
