"""AuthZEN: may this one act for that giver? Yes only when it is so now, and no to whatever may not be asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from tests.acting import accept, stop
from tests.api.callers import Callers, other_party
from tests.api.client import ApiClient, Reply
from tests.colleagues import colleague
from tests.web.conftest import StillClock
from tests.world import BAKERY, FARM, OFFICE, OTHER, World

ONE, MANY = "/access/v1/evaluation", "/access/v1/evaluations"
JAN, MARIA = {"type": "person", "id": "subject-jan"}, {"type": "person", "id": "subject-maria"}
OF_OFFICE = {"type": "organisation", "id": OFFICE}
PLAIN_NO = {"decision": False}
CHECKS = ["checks"]


def question(subject: dict[str, Any] = OF_OFFICE, giver: str = BAKERY, service: str = "hinderpremie",
             name: str = "manage", **context: str) -> dict[str, Any]:  # fmt: skip
    asked: dict[str, Any] = {"subject": subject, "action": {"name": name}, "resource": {"type": service, "id": giver}}
    return asked | ({"context": context} if context else {})


@pytest.fixture
def entity(app: Flask, callers: Callers) -> ApiClient:
    """Calls for an entity, in the domain of subsidies, without the scope for reasons."""
    return ApiClient(app, callers.entity(scopes=CHECKS))


def decision(client: ApiClient, *args: Any, **more: Any) -> bool:
    return bool(client.post(ONE, question(*args, **more)).body["decision"])


def test_who_may_act_may_at_this_moment_and_not_after_the_stop(
    entity: ApiClient, world: World, mandate: Mandate
) -> None:
    last = mandate.lines[0].last_day
    yes = {"decision": True, "context": {"mandate": str(mandate.id), "until": last.isoformat() if last else None}}
    assert entity.post(ONE, question(JAN)).body == yes
    assert entity.post(ONE, question()).body == yes
    assert entity.post(ONE, question(service="hinder.manage")).body == yes
    stop(world, mandate)
    world.session.commit()
    assert [entity.post(ONE, question(one)).body for one in (JAN, OF_OFFICE)] == [PLAIN_NO, PLAIN_NO]


def test_the_day_is_today_unless_another_is_named(
    entity: ApiClient, world: World, mandate: Mandate, still_clock: StillClock
) -> None:
    assert decision(entity, day="2026-11-23")
    assert not decision(entity, day="2026-11-22")
    assert [decision(entity, day=day) for day in ("0001-01-01", "9999-12-31")] == [False, False]
    assert entity.post(ONE, question(day="2026-02-30"), 400).rules == [("context.day", "format: date")]


def test_a_person_can_be_asked_about_at_one_holder(entity: ApiClient, world: World, mandate: Mandate) -> None:
    colleague(world, "Els", level=AccessLevel.VIEW)
    world.session.commit()
    els = {"type": "person", "id": "subject-els"}
    assert decision(entity, els, name="view")
    assert not decision(entity, els)
    assert decision(entity, els | {"properties": {"organisation": OFFICE}}, name="view")
    assert not decision(entity, els | {"properties": {"organisation": OTHER}}, name="view")
    assert decision(entity, MARIA)


UNKNOWN = {
    "a forbidden one": question({"type": "organisation", "id": OTHER}),
    "an enterprise that does not exist": question({"type": "organisation", "id": "0999999922"}),
    "an enterprise that never came": question(giver="0199000943"),
    "not a number": question(giver="Bakkerij"),
    "a person who does not exist": question({"type": "person", "id": "nobody"}),
    "an organisation that does not exist": question(JAN | {"properties": {"organisation": "x"}}),
    "another sort of subject": question({"type": "user", "id": "subject-jan"}),
    "a number as a person": question({"type": "person", "id": OFFICE}),
    "an unknown service": question(service="niets"),
    "an unknown service of his own enterprise": question(MARIA, service="niets"),
    "a service of another domain": question(service="omgevingsvergunning"),
    "another domain, of his own enterprise": question(MARIA, service="omgevingsvergunning"),
    "an unknown action": question(name="can_read"),
    "an id that is none": question({"type": "person", "id": "person:x"}, giver="party:1"),
}


@pytest.mark.parametrize("why", UNKNOWN)
def test_what_is_unknown_and_what_is_forbidden_look_alike(why: str, app: Flask, callers: Callers, world: World) -> None:
    accept(world, world.give("hinder.manage", "permit.manage"))
    client = ApiClient(app, callers.entity())
    reply = client.post(ONE, UNKNOWN[why])
    assert reply.body["decision"] is False
    # Also who may hear why hears nothing of what he may not ask.
    assert why == "a forbidden one" or reply.body == PLAIN_NO
    assert ApiClient(app, callers.entity(scopes=CHECKS)).post(ONE, UNKNOWN[why]).body == PLAIN_NO


def test_a_reason_does_not_say_which_enterprises_came_here_in_another_domain(
    app: Flask, callers: Callers, world: World
) -> None:
    world.give("permit.manage", other_number=OTHER)
    world.session.commit()
    client, els = ApiClient(app, callers.entity()), {"type": "person", "id": "subject-maria"}
    # The office and the farm stand in the register and were never here; OTHER holds something in another domain.
    for subject in (OTHER, FARM):
        asked = [question({"type": "organisation", "id": subject}), question(OF_OFFICE, giver=subject)]
        asked.append(question(els | {"properties": {"organisation": subject}}, giver=OFFICE))
        for one in asked:
            [code] = [code for code, _, _ in reasons(client.post(ONE, one))]
            assert code == "no_mandate", (subject, one)
        many = client.post(MANY, {"evaluations": asked}).body["evaluations"]
        assert [one["context"]["reasons"][0]["code"] for one in many] == ["no_mandate"] * 3
    [told] = reasons(client.post(ONE, question({"type": "organisation", "id": FARM})))
    assert told[2] == "Hoeve Vanhoutte has no mandate from Bakkerij De Zoete Inval BV for this service."
    assert client.post(ONE, question({"type": "organisation", "id": "0999999922"})).body == PLAIN_NO


def test_an_application_of_nobody_asks_nothing_for_itself(app: Flask, callers: Callers) -> None:
    assert ApiClient(app, callers.stranger()).post(ONE, question(), 403).type == "applicationWithoutEntity"


def test_a_user_asks_about_himself_and_his_party(app: Flask, callers: Callers, world: World, mandate: Mandate) -> None:
    jan = ApiClient(app, callers.portal(world.jan, world.office))
    assert [decision(jan, one) for one in (JAN, OF_OFFICE, MARIA)] == [True, True, False]
    maria = ApiClient(app, callers.portal())
    # Who decides for the giver may know who acts for it.
    assert [decision(maria, one) for one in (MARIA, OF_OFFICE, JAN)] == [True, True, True]
    wim = ApiClient(app, callers.portal(*other_party(world)))
    assert [decision(wim, one) for one in (OF_OFFICE, JAN, MARIA)] == [False, False, False]


def test_an_executor_for_some_hears_nothing_of_the_rest_of_his_organisation(
    app: Flask, callers: Callers, world: World, mandate: Mandate
) -> None:
    nils = colleague(world, "Nils", mandate_id=accept(world, world.give("leave.manage")).id)
    world.session.commit()
    client = ApiClient(app, callers.portal(nils, world.office))
    himself = {"type": "person", "id": "subject-nils"}
    assert decision(client, himself, service="opleidingsverlof")
    assert client.post(ONE, question(OF_OFFICE)).body == PLAIN_NO
    at_office = himself | {"properties": {"organisation": OFFICE}}
    assert [client.post(ONE, question(one)).body for one in (himself, at_office)] == [PLAIN_NO, PLAIN_NO]


def reasons(reply: Reply) -> list[tuple[str, str, str]]:
    return [(one["code"], one["nl"], one["en"]) for one in reply.body["context"]["reasons"]]


def test_the_chain_is_for_who_has_the_scope(app: Flask, callers: Callers, world: World, mandate: Mandate) -> None:
    client = ApiClient(app, callers.entity(scopes=["checks", "checks:reasons"]))
    yes = reasons(client.post(ONE, question(JAN)))
    assert [code for code, _, _ in yes] == ["represents_holder_by_law", "has_mandate"]
    assert yes[0][1:] == (
        "Jan Peeters is wettelijk vertegenwoordiger van Boekhoudkantoor Peeters BV.",
        "Jan Peeters is a legal representative of Boekhoudkantoor Peeters BV.",
    )
    assert yes[1][2].startswith("Boekhoudkantoor Peeters BV has a mandate from Bakkerij De Zoete Inval BV, up to and")
    stop(world, mandate)
    world.session.commit()
    no = client.post(ONE, question(JAN))
    assert reasons(no) == [("status_stopped", "Het mandaat is stopgezet.", "The mandate was stopped.")]
    nobody = reasons(client.post(ONE, question({"type": "organisation", "id": OFFICE}, service="kmo-portefeuille")))
    assert [code for code, _, _ in nobody] == ["no_mandate"]


def test_many_are_answered_in_their_order_and_take_what_they_do_not_say_from_above(
    entity: ApiClient, mandate: Mandate
) -> None:
    parts: list[dict[str, Any]] = [
        {}, {"resource": {"type": "hinderpremie", "id": OTHER}}, {"subject": JAN}, {"action": {"name": "can_read"}},
        {"context": {"day": "2026-11-22"}},
    ]  # fmt: skip
    body = question() | {"evaluations": parts}
    answer = entity.post(MANY, body).body
    assert [one["decision"] for one in answer["evaluations"]] == [True, False, True, False, False]
    assert "decision" not in answer
    assert entity.post(MANY, question()).body["decision"] is True
    assert entity.post(MANY, question() | {"evaluations": []}).body["decision"] is True


@pytest.mark.parametrize(("semantic", "expected"), [
    ("execute_all", [True, False, True]), ("deny_on_first_deny", [True, False]), ("permit_on_first_permit", [True]),
])  # fmt: skip
def test_the_list_ends_where_the_caller_says(
    entity: ApiClient, mandate: Mandate, semantic: str, expected: list[bool]
) -> None:
    body = question() | {"evaluations": [{}, {"action": {"name": "x"}}, {}], "options": {
        "evaluations_semantic": semantic, "another_option": "value"}}  # fmt: skip
    assert [one["decision"] for one in entity.post(MANY, body).body["evaluations"]] == expected


def test_what_a_question_lacks_is_named(entity: ApiClient) -> None:
    lacking = entity.post(ONE, {"subject": JAN, "action": {}}, 400).rules
    assert set(lacking) == {("action.name", "required"), ("resource", "required")}
    assert entity.post(MANY, {}, 400).rules == [(one, "required") for one in ("subject", "action", "resource")]
    other = question() | {"evaluations": [{}], "options": {"evaluations_semantic": "first"}}
    assert entity.post(MANY, other, 400).rules[0][0] == "options.evaluations_semantic"
    many = question() | {"evaluations": [{}] * 1001}
    assert entity.post(MANY, many, 400).rules == [("evaluations", "maxItems: 1000")]


def test_one_that_is_no_question_is_answered_with_no_among_the_others(entity: ApiClient, mandate: Mandate) -> None:
    asked = {key: value for key, value in question().items() if key != "action"}
    parts = [{}, {"action": {"name": "manage"}}, {"action": {}}, {"action": {"name": "manage"}, "subject": {"id": "x"}}]
    answers = entity.post(MANY, asked | {"evaluations": parts}).body["evaluations"]
    assert [one["decision"] for one in answers] == [False, True, False, False]
    lacks = {number: one["context"]["error"] for number, one in enumerate(answers) if "error" in one.get("context", {})}
    assert lacks == {
        0: {"status": 400, "message": "action is missing."}, 2: {"status": 400, "message": "action.name is missing."},
    }  # fmt: skip
    first = asked | {"evaluations": parts, "options": {"evaluations_semantic": "deny_on_first_deny"}}
    assert len(entity.post(MANY, first).body["evaluations"]) == 1


@pytest.mark.parametrize("scopes", [["checks"], ["checks", "checks:reasons"]])
def test_where_each_lacks_something_each_is_answered_with_no(app: Flask, callers: Callers, scopes: list[str]) -> None:
    caller = ApiClient(app, callers.entity(scopes=scopes))
    for asked in ([{}], [{}, {"subject": {"type": "organisation"}}]):
        answers = caller.post(MANY, {"evaluations": asked}).body["evaluations"]
        assert [one["decision"] for one in answers] == [False] * len(asked)
        assert all(one["context"]["error"] for one in answers)


def test_a_party_is_found_however_its_id_is_written(
    app: Flask, callers: Callers, world: World, mandate: Mandate
) -> None:
    names = [f"party:{mandate.giver_id}", f"party:{str(mandate.giver_id).upper()}"]
    caller = ApiClient(app, callers.entity(scopes=["checks"]))
    answers = caller.post(MANY, {"evaluations": [question(giver=one) for one in names]}).body["evaluations"]
    assert [one["decision"] for one in answers] == [True, True]


def test_a_question_may_say_a_part_of_a_part(entity: ApiClient, mandate: Mandate) -> None:
    given, other = question()["resource"], {"id": OTHER, "properties": {"status": "archived"}}
    asked = question() | {"resource": {"type": given["type"]}}
    parts = [{"resource": {"id": given["id"]}}, {"resource": other}, {"resource": {"type": "x", "id": given["id"]}}]
    answers = entity.post(MANY, asked | {"evaluations": parts}).body["evaluations"]
    assert answers[0]["decision"] is True
    assert answers[1:] == [{"decision": False}, {"decision": False}]


def test_a_thousand_are_answered_at_once(entity: ApiClient, world: World, mandate: Mandate) -> None:
    subjects = [OF_OFFICE, JAN, {"type": "organisation", "id": OTHER}, {"type": "person", "id": "nobody"}]
    parts = [{"subject": one} for one in subjects] * 250
    answers = entity.post(MANY, question() | {"evaluations": parts}).body["evaluations"]
    assert [one["decision"] for one in answers] == [True, True, False, False] * 250


def test_the_name_of_a_request_comes_back_refused_or_not(entity: ApiClient) -> None:
    named = {"X-Request-ID": "bfe9eb29-ab87-4ca3-be83-a1d5d8305716"}
    for status, body in ((200, question()), (400, {})):
        assert entity.post(ONE, body, status, headers=named).headers["X-Request-ID"] == named["X-Request-ID"]


def test_where_to_ask_is_said_to_everybody(app: Flask) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, sign_in=replace(settings.sign_in, public_url="https://pdp.example"))
    answer = app.test_client().get("/.well-known/authzen-configuration")
    assert answer.content_type == "application/json"
    assert answer.get_json() == {
        "policy_decision_point": "https://pdp.example",
        "access_evaluation_endpoint": "https://pdp.example/access/v1/evaluation",
        "access_evaluations_endpoint": "https://pdp.example/access/v1/evaluations",
        "search_subject_endpoint": "https://pdp.example/access/v1/search/subject",
        "search_resource_endpoint": "https://pdp.example/access/v1/search/resource",
        "search_action_endpoint": "https://pdp.example/access/v1/search/action",
    }


def test_a_yes_of_later_is_none_of_now(entity: ApiClient, world: World, still_clock: StillClock) -> None:
    first = world.now.date() + timedelta(days=5)
    accept(world, world.give(first_day=first))
    world.session.commit()
    assert not decision(entity)
    assert decision(entity, day=first.isoformat())
