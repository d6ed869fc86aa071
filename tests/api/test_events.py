"""The feed of events through the API: complete, in one order, and only what the caller may know of."""

from app.models.mandate import Mandate
from tests.acting import accept, stop
from tests.api.callers import Callers, other_party
from tests.api.client import ApiClient
from tests.colleagues import colleague
from tests.world import World


def types_of(page: dict) -> list[str]:
    return [one["type"].removeprefix("be.vlaanderen.mandaatloket.") for one in page["events"]]


def test_what_happened_is_read_page_by_page_and_nothing_twice(api: ApiClient, world: World, mandate: Mandate) -> None:
    first = api.get("/events?limit=1").body
    assert (types_of(first), first["hasMore"]) == (["mandate.given"], True)
    assert first["events"][0]["data"] == {"mandateId": str(mandate.id), "domains": ["subsidies"]}
    rest = api.get(f"/events?after={first['next']}").body
    assert (types_of(rest), rest["hasMore"]) == (["mandate.accepted"], False)
    assert rest["events"][0]["sequence"] > first["events"][0]["sequence"]
    assert api.get(f"/events?after={rest['next']}").body == {"events": [], "next": rest["next"], "hasMore": False}
    stop(world, mandate)
    world.session.commit()
    assert types_of(api.get(f"/events?after={rest['next']}").body) == ["mandate.stopped"]


def test_each_caller_hears_of_what_is_his(api: ApiClient, callers: Callers, world: World, mandate: Mandate) -> None:
    tokens = {
        callers.entity(): 2, callers.entity(domains=["landbouw"]): 0, callers.portal(*other_party(world)): 0,
        callers.portal(world.jan, world.office): 2,
    }  # fmt: skip
    for token, many in tokens.items():
        assert len(api.get("/events", token=token).body["events"]) == many


def test_who_carries_out_one_mandate_hears_of_that_one(
    api: ApiClient, callers: Callers, world: World, mandate: Mandate
) -> None:  # fmt: skip
    other = accept(world, world.give("kmop.manage"))
    els = colleague(world, "Els", mandate_id=mandate.id)
    world.session.commit()
    heard = api.get("/events", token=callers.portal(els, world.office)).body["events"]
    assert {one["subject"] for one in heard} == {str(mandate.id)}
    assert str(other.id) in {one["subject"] for one in api.get("/events").body["events"]}


def test_a_cursor_that_we_never_gave_is_refused(api: ApiClient, mandate: Mandate) -> None:
    assert api.get("/events?after=tomorrow", 400).rules[0][0] == "after"
    last = api.get("/events").body["next"]
    assert api.get(f"/events?after={last}").body["events"] == []
    # Whoever waited behind the end, as after a backup was put back, would hear nothing and never know.
    ahead = api.get(f"/events?after=e{int(last[1:]) + 1}", 422)
    assert (ahead.type, ahead.rules) == ("cursorAhead", [("after", "cursorAhead")])
