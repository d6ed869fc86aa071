"""The checks of scim2-tester against the application as it runs: a server of its own, on each engine."""

from collections.abc import Callable

from httpx2 import Client

from app.db import Database
from tests.scim.conftest import Served

LEAST = 71  # checks; fewer would mean that something was left out without saying so


def test_every_check_is_green(fresh_database: Database, serve: Callable[[Database], Served]) -> None:
    # Making its models takes seconds: only who runs this test should wait for that, not each who collects all of them.
    from scim2_client.engines.httpx2 import SyncSCIMClient
    from scim2_tester import Status, check_server

    served = serve(fresh_database)
    headers = {"Authorization": f"Bearer {served.token}"}
    with Client(base_url=f"{served.address}/scim/v2", headers=headers) as http:
        results = check_server(SyncSCIMClient(http))
    wrong = [(one.title, one.resource_type, one.reason) for one in results if one.status is not Status.SUCCESS]
    assert wrong == []
    assert len(results) >= LEAST
