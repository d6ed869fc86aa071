"""Who gets in: every operation of the contract times every caller, and no cell is empty.

A new operation needs a row in SAMPLES: what to send for it to be right. Everything else follows from the contract.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.api.assembly import Operation, contract
from app.core.clients.scopes import SCOPES
from app.core.mandates.dossier_numbers import new_dossier_number
from app.core.rights.granting import grant_right, new_relation, new_right
from app.core.rights.wishes import Newcomer, RightWish
from app.models.journal import JournalEntry
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from app.models.work_relation import WorkRelation
from tests.acting import accept, count, extend
from tests.api.callers import BACK, Callers, other_party
from tests.api.client import ApiClient
from tests.api.test_starting import GIFT
from tests.colleagues import appoint, person
from tests.web.conftest import StillClock
from tests.world import BAKERY, OFFICE, OTHER, TODAY, World


@dataclass(frozen=True)
class Sample:
    """What is right to send: the body, by whom (of the bakery or of the office), and to which mandate or appointment.

    `to` is None for what is about none. `address` is what else stands in the address, `query` what follows it.
    """

    body: Any = None
    by: str = "giver"
    to: Callable[[World], Mandate | WorkRelation] | None = lambda world: accept(world, world.give())
    headers: dict[str, str] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=dict)
    query: str = ""

    def path(self, one: Operation, names: dict[str, str]) -> str:
        return one.address.format(**names, **self.address) + self.query

    def filled(self, names: dict[str, str]) -> Any:
        body = json.dumps(self.body)
        for name, value in names.items():
            body = body.replace(f"{{{name}}}", value)
        return json.loads(body)


def offered(world: World) -> Mandate:
    return world.give()


def asked(world: World) -> Mandate:
    return world.ask()


def passable(world: World) -> Mandate:
    return accept(world, world.give("permit.manage"))


def running(world: World) -> Mandate:
    return accept(world, world.give(months=10))


def extended(world: World) -> Mandate:
    return extend(world, running(world), months=1)


def works(world: World) -> WorkRelation:
    """Somebody new works at the bakery, for subsidies."""
    who = person(world, f"Els{count(world, WorkRelation)}")
    return grant_right(world.session, who.id, world.bakery.id, "subsidies.executor", first_day=TODAY).relation


def to_sign(world: World) -> WorkRelation:
    """Somebody of the bakery whom another representative than Maria appointed, for which two must sign."""
    piet = world.add_representative(BAKERY, "Piet", "Vermeulen")
    els, rights = works(world).person_id, [new_right(world.session, "subsidies.executor", TODAY, None, **EVERYTHING)]
    relation = new_relation(world.session, els, world.bakery.id, rights, day=TODAY)
    relation.second_must_sign, relation.appointed_by_id = True, piet.id
    return relation


def asked_by_mail(world: World) -> WorkRelation:
    """Somebody new whom the office invited for subsidies, with the number that stands in his e-mail."""
    wish, newcomer = RightWish("subsidies.executor"), Newcomer("Eva", f"Nummer {count(world, WorkRelation)}")
    relation = appoint(world, newcomer, wish)
    relation.mail_number = new_dossier_number(world.session)
    return relation


def invited(world: World) -> WorkRelation:
    rights = [new_right(world.session, "subsidies.executor", TODAY, None, **EVERYTHING)]
    return new_relation(world.session, works(world).person_id, world.bakery.id, rights, day=TODAY)


EVERYTHING: dict[str, Any] = {"mandate_id": None, "level": "manage"}
LOOKS = {"covers": {"rights": [{"type": "subsidies.executor", "level": "view"}]}}
IN_MAIL = Sample({"enterpriseNumber": OFFICE, "dossierNumber": "{mailNumber}"}, to=asked_by_mail)
READ, PLAIN = Sample(), Sample(to=None)
ASKED = {
    "subject": {"type": "person", "id": "subject-maria"}, "action": {"name": "manage"},
    "resource": {"type": "hinderpremie", "id": BAKERY},
}  # fmt: skip
CHECK = Sample(ASKED, to=None)
SAMPLES: dict[str, Sample] = {
    "listMandates": Sample(query=f"?giver={BAKERY}"),
    "readMandate": READ,
    "listMandateTimeline": READ,
    "listMandateLetters": READ,
    "startMandate": Sample(GIFT | {"holder": OTHER}),
    "makeHandoff": Sample(GIFT | {"returnAddress": BACK}),
    "narrowMandate": Sample({"lastDay": "2026-12-31", "side": "giver"}, headers={"If-Match": "*"}),
    "acceptMandate": Sample(to=asked),
    "refuseMandate": Sample(by="holder", to=offered),
    "withdrawMandate": Sample(to=offered),
    "stopMandate": Sample(),
    "renounceMandate": Sample(by="holder"),
    "extendMandate": Sample({"end": {"months": 1}, "side": "giver"}, to=running),
    "transferMandate": Sample({"holder": OTHER}),
    "passOnMandate": Sample({"holder": OTHER}, by="holder", to=passable),
    "contestMandate": Sample({"reason": "other", "side": "giver"}),
    "startMandates": Sample({"items": [GIFT | {"holder": OTHER}]}),
    "stopMandates": Sample({"items": [{"mandateId": "{mandateId}"}]}),
    "acceptExtension": Sample(by="holder", to=extended),
    "refuseExtension": Sample(by="holder", to=extended),
    "withdrawExtension": Sample(to=extended),
    "listMandateTypes": PLAIN,
    "readMandateType": Sample(to=None, address={"typeKey": "hinder.manage"}),
    "listMandateGroups": PLAIN,
    "readMandateGroup": Sample(to=None, address={"groupKey": "boekhouder"}),
    "listRightTypes": PLAIN,
    "readRightType": Sample(to=None, address={"typeKey": "executor"}),
    "listRightGroups": PLAIN,
    "readRightGroup": Sample(to=None, address={"groupKey": "dossiers"}),
    "searchEnterprises": Sample(to=None, query="?q=bakkerij"),
    "readEnterprise": Sample(to=None, address={"enterpriseNumber": BAKERY}),
    "evaluateAccess": CHECK,
    "evaluateAccesses": CHECK,
    "searchSubjects": CHECK,
    "searchResources": CHECK,
    "searchActions": CHECK,
    "listEvents": READ,
    "listRights": Sample(to=works),
    "readRight": Sample(to=works),
    "appointColleague": Sample(
        {"person": "{personId}", "covers": {"group": {"key": "dossiers", "months": 1}}}, to=works
    ),
    "stopRights": Sample(to=works),
    "withdrawRight": Sample(to=invited),
    "signRight": Sample(to=to_sign),
    "openInvitation": IN_MAIL,
    "acceptRight": IN_MAIL,
    "refuseRight": IN_MAIL,
    "listPeople": Sample(to=works),
    "readPerson": Sample(to=works),
    "leaveOrganisation": Sample(to=works),
    "changeRights": Sample(LOOKS, to=works, headers={"If-Match": "*"}),
}
# What is the same for every caller who has the scope.
PUBLIC = {one.id for one in contract().operations if one.scope in {"catalogue:read", "enterprises:read"}}
# A list is empty for who may see nothing in it; what he asks for by name does not exist, or he may not do it.
LISTS = {"listMandates", "listRights"}
# What is about one's own organisation whoever asks: nothing of another one is in it, and nobody there can be named.
OWN = {"listPeople", "appointColleague"}
# What opens to whoever has the number or the code, for whichever party he signed in.
BY_NUMBER = {"openInvitation", "acceptRight", "refuseRight"}
# A portal that belongs to no entity may do the first for itself too: it shows nothing, and its user decides.
OPEN_TO = {"a portal that calls for itself": {"makeHandoff"}, "a user of another party": BY_NUMBER}
REFUSED = {403, 404}
# The widest caller, and what it may do of a mandate of which a part is none of its business.
ENTITY, PARTLY = "an entity in its own domain", "an entity, a mandate partly of another domain"
OWN_DOMAINS = ("subsidies", "vergunningen")
# What shows or touches only the parts of its own domains; everything else is about the whole of a mandate.
OF_PARTS = {
    "listMandates", "readMandate", "listEvents", "startMandate", "startMandates", "makeHandoff", "passOnMandate",
}  # fmt: skip
CALLERS: dict[str, Callable[[Callers, World, Operation], str]] = {
    "no token": lambda callers, world, one: "",
    "a token that opens nothing": lambda callers, world, one: "abc",
    "a token that ran out": lambda callers, world, one: callers.portal(),
    "every scope but this one": lambda callers, world, one: callers.portal(scopes=set(SCOPES) - {one.scope}),
    "an entity of another domain": lambda callers, world, one: callers.entity(domains=["landbouw"]),
    "a portal that calls for itself": lambda callers, world, one: callers.stranger(),
    "a user of another party": lambda callers, world, one: callers.portal(*other_party(world)),
    "a user in another domain": lambda callers, world, one: callers.portal(domains=["landbouw"]),
    PARTLY: lambda callers, world, one: callers.entity(domains=[*OWN_DOMAINS]),
    ENTITY: lambda callers, world, one: callers.entity(domains=[*OWN_DOMAINS], scopes=[one.scope]),
    "the right one": lambda callers, world, one: callers.portal(*right_user(world, one), scopes=[one.scope]),
}
DOERS = {PARTLY, ENTITY, "the right one"}
HINDER, ELSEWHERE = ("hinder.manage",), "recog.view"
ROOMS = ("/api/", "/access/", "/oauth/", "/.well-known/")
WITHOUT_TOKEN = {
    "api.openapi": ("GET", 200), "api.docs": ("GET", 200), "authzen": ("GET", 200), "oauth.metadata": ("GET", 200),
    "oauth.token": ("POST", 400), "oauth.revoke": ("POST", 400),
}  # fmt: skip
UNKNOWN = {"no token", "a token that opens nothing", "a token that ran out"}


def test_every_operation_has_a_row() -> None:
    assert set(SAMPLES) == {one.id for one in contract().operations}


def test_every_other_address_has_a_row_too(app: Flask) -> None:
    """What takes no token says so here: it shows nothing of anybody, or asks for another proof."""
    found = {one.endpoint: one for one in app.url_map.iter_rules() if one.rule.startswith(ROOMS)}
    assert found.keys() == {*(f"api.{one}" for one in SAMPLES), *WITHOUT_TOKEN}
    client = app.test_client()
    for name, (method, status) in WITHOUT_TOKEN.items():
        assert client.open(found[name].rule, method=method).status_code == status, name
    form = {"grant_type": "client_credentials", "token": "abc"}
    for name in ("oauth.token", "oauth.revoke"):
        assert client.post(found[name].rule, data=form).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("caller", CALLERS)
def test_the_matrix(
    caller: str, app: Flask, callers: Callers, world: World, still_clock: StillClock,
    record_property: Callable[[str, object], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cells, names, about = {}, {}, None
    if caller == PARTLY:
        monkeypatch.setattr(world, "wish", lambda *keys, **more: World.wish(world, *keys or HINDER, ELSEWHERE, **more))
    for one in by_what_it_is_about():
        sample = SAMPLES[one.id]
        # Where nothing is ever done, all cells about one kind of thing find the same one, as it was made.
        if sample.to and (sample.to is not about or caller in DOERS or one.id in BY_NUMBER):
            clear(world)
            names, about = names_of(sample.to(world)), sample.to
        written = count(world, JournalEntry)
        token = CALLERS[caller](callers, world, one)
        world.session.commit()
        if caller == "a token that ran out":
            still_clock.wait(timedelta(minutes=10))
        client = ApiClient(app, token)
        sent = {"body": sample.filled(names), "headers": sample.headers, "operation": one}
        reply = client.call(one.method, sample.path(one, names), status=None, **sent)
        cells[one.id] = reply.status
        assert fits(caller, one, reply.status, reply.body), (one.id, caller, reply)
        if one.id in BY_NUMBER and reply.status == 200:
            continue
        if caller != "the right one" and "personId" in names:
            assert names["personId"] not in json.dumps(told(reply.body)), (one.id, caller)
        if caller == PARTLY:
            assert f'"{ELSEWHERE}"' not in json.dumps(reply.body) or one.id in PUBLIC, one.id
        if reply.status >= 400 or caller not in DOERS:
            assert count(world, JournalEntry) == written, (one.id, caller)
    record_property("figure", f"API, {caller}: {sorted(set(cells.values()))} in {len(cells)} cells")


def by_what_it_is_about() -> list[Operation]:
    """All operations, those that need the same kind of thing together."""
    kinds = [one.to for one in SAMPLES.values()]
    return sorted(contract().operations, key=lambda one: kinds.index(SAMPLES[one.id].to))


def told(body: Any) -> Any:
    """What an answer tells, without what the caller sent himself."""
    issues = [{**one, "value": None} for one in body.get("issues", ())]
    return {**body, "issues": issues}


def names_of(about: Mandate | WorkRelation) -> dict[str, str]:
    if isinstance(about, Mandate):
        return {"mandateId": str(about.id)}
    return {"rightId": str(about.id), "personId": str(about.person_id), "mailNumber": str(about.mail_number)}


def right_user(world: World, one: Operation) -> tuple[Person, Party]:
    of_the_office = SAMPLES[one.id].by == "holder"
    return (world.jan, world.office) if of_the_office else (world.maria, world.bakery)


def clear(world: World) -> None:
    """Nothing runs or waits any more, so that the next operation finds a mandate as it needs it."""
    for one in world.session.scalars(select(Mandate)):
        one.withdrawn_on = one.started_on if one.accepted_on is None else None
    for line in world.session.scalars(select(Line)):
        line.stop_day = line.first_day
    world.session.commit()


def fits(caller: str, one: Operation, status: int, body: Any) -> bool:
    if one.rows_of and status == 200:
        (row,) = body["items"]
        status, body = row["status"], row.get("problem") or row["mandate"]
    if caller in UNKNOWN:
        return status == 401
    if caller == "every scope but this one":
        return status == 403 and body["requiredScopes"] == [one.scope]
    if caller in DOERS:
        return is_right(caller, one, status, body)
    if one.id in PUBLIC or one.id in OPEN_TO.get(caller, ()):
        return status in {200, 201}
    if one.id in LISTS and status == 200:
        return bool(body["total"] == 0)
    if one.scope == "checks" and status == 200:
        # Whoever may not ask this hears a plain no, and finds nobody.
        return body in ({"decision": False}, {"page": {"next_token": "", "count": 0, "total": 0}, "results": []})
    if one.id == "listEvents" and status == 200:
        # An event names nobody: a portal is told of all in its domains, in the feed as by webhooks.
        return caller == "a portal that calls for itself" or body["events"] == []
    if one.id in OWN and status in {200, 422}:
        return True
    return status in REFUSED or (one.id in LISTS and status == 422)


def is_right(caller: str, one: Operation, status: int, body: Any) -> bool:
    """Who may do it does it; an application for itself not inside an organisation, nor to what is partly not its."""
    if caller != "the right one" and one.scope.startswith("rights:") and one.id not in PUBLIC:
        return status in REFUSED
    if caller == PARTLY and SAMPLES[one.id].to and one.id not in OF_PARTS:
        return status == HTTPStatus.FORBIDDEN
    return status in {200, 201} and (one.scope != "checks" or bool(body.get("decision") or body.get("results")))
