"""The typed client in examples/: made of the contract as it stands, it calls the API and reads what comes back."""

import importlib
import uuid
from typing import Any

import httpx
import pytest
from flask import Flask

from app.api.assembly import contract
from app.models.mandate import Mandate
from setup import client as making
from tests.api.callers import BACK, Callers
from tests.world import BAKERY, OFFICE


class Typed:
    """The modules of the client, and a client that calls the application under test with a token."""

    def __init__(self, app: Flask, token: str) -> None:
        transport = httpx.WSGITransport(app)
        self.client = self.module("client").AuthenticatedClient(
            "http://localhost", token=token, httpx_args={"transport": transport}
        )

    def module(self, name: str) -> Any:
        return importlib.import_module(f"examples.mandaatloket_client.{name}")

    def call(self, name: str, *path: object, **more: Any) -> Any:
        return self.module(f"api.{name}").sync(*path, client=self.client, **more)


@pytest.fixture
def typed(app: Flask, callers: Callers) -> Typed:
    """Calls for Maria, who decides for the bakery."""
    making.main()
    return Typed(app, callers.portal())


def test_every_operation_is_in_the_client_and_nothing_else(typed: Typed) -> None:
    found = {path.stem.replace("_", "") for path in (making.TARGET / "api").glob("*/*.py")} - {"init"}
    assert found == {one.id.lower() for one in contract().operations}


def test_what_is_read_has_types(typed: Typed, mandate: Mandate) -> None:
    page = typed.call("mandates.list_mandates", giver=BAKERY, holder=OFFICE)
    (one,) = page.items
    assert isinstance(one, typed.module("models").Mandate)
    assert (one.id, one.status.value, one.giver.enterprise_number) == (mandate.id, "active", BAKERY)
    assert typed.call("mandates.read_mandate", mandate.id).accepted_on == one.accepted_on


def test_what_is_sent_is_as_the_contract_has_it(typed: Typed) -> None:
    models = typed.module("models")
    wish = models.HandoffWish(
        return_address=BACK, started_by=models.Side.GIVER, giver=BAKERY, holder=OFFICE,
        covers=models.HandoffWishCovers(types=["hinder.manage"]), end=models.HandoffWishEnd(months=12),
    )  # fmt: skip
    made = typed.call("handoffs.make_handoff", body=wish, idempotency_key=str(uuid.uuid4()))
    assert made.address.startswith("http://localhost/overgang/")


def test_a_check_has_an_address_outside_the_version(typed: Typed, mandate: Mandate) -> None:
    models = typed.module("models")
    question = models.AccessQuestion(
        subject=models.AccessSubject(type_="organisation", id=OFFICE), action=models.AccessAction(name="view"),
        resource=models.AccessResource(type_="hinder.manage", id=BAKERY),
    )  # fmt: skip
    assert typed.call("checks.evaluate_access", body=question).decision is True


def test_a_refusal_is_a_problem(typed: Typed) -> None:
    refused = typed.call("mandates.read_mandate", uuid.uuid4(), accept_language="en")
    assert isinstance(refused, typed.module("models").Problem)
    assert refused.status == 404


def test_what_is_there_as_the_contract_has_it_is_not_made_again(typed: Typed) -> None:
    assert making.main() is False
