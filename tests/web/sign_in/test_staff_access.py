"""What is asked of staff besides a group: a strong proof, the network of a counter, and a sign-in of today."""

import io
from datetime import timedelta

import pytest

from tests.oidc.forger import Forger
from tests.web.client import LintingClient, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.sign_in.coming_back import NOW, STAFF, is_signed_in, leave, reasons, sign_in
from tests.world import World

INSIDE, OUTSIDE = {"REMOTE_ADDR": "10.20.30.7"}, {"REMOTE_ADDR": "192.0.2.1"}
ELSEWHERE = "U werkt niet op het netwerk van een loket"


@pytest.fixture
def of_staff() -> bool:
    """The issuer is that of staff."""
    return True


@pytest.fixture
def more_settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """What the test asks of staff."""
    return dict(request.getfixturevalue("asked"))


STRONG = {"OIDC_STAFF_ACR": "urn:eid urn:app", "OIDC_STAFF_AMR": "pwd mfa"}
PROOFS = [
    ({"acr": "urn:eid", "amr": ["mfa", "pwd", "face"]}, None),
    ({"acr": ["c1", "urn:app"], "amr": ["pwd", "mfa"]}, None),
    ({"acr": "urn:password", "amr": ["pwd", "mfa"]}, "acr_too_weak"),
    ({"amr": ["pwd", "mfa"]}, "acr_too_weak"),
    ({"acr": {"urn:eid": 1}, "amr": ["pwd", "mfa"]}, "acr_too_weak"),
    ({"acr": "urn:eid", "amr": ["pwd"]}, "amr_missing"),
    ({"acr": "urn:eid"}, "amr_missing"),
]


@pytest.mark.parametrize("asked", [STRONG])
def test_the_provider_is_asked_for_a_strong_proof(client: LintingClient, asked: dict[str, str]) -> None:
    assert leave(client, STAFF)["acr_values"] == "urn:eid urn:app"


@pytest.mark.parametrize(("claims", "reason"), PROOFS)
@pytest.mark.parametrize("asked", [STRONG])
def test_a_proof_that_is_too_weak_lets_nobody_in_and_says_what_to_do(
    client: LintingClient, forger: Forger, written: io.StringIO, asked: object, claims: dict[str, object],
    reason: str | None,
) -> None:  # fmt: skip
    forger.claims |= claims
    answer = sign_in(client, forger, STAFF)
    assert is_signed_in(client) == (reason is None)
    assert reasons(written) == ([reason] if reason else [])
    if reason:
        assert "niet sterk genoeg" in words_of(page_of(answer, 403).main)


NETWORKS = {"STAFF_NETWORKS": "10.20.30.0/24 2001:db8::/32", "PASSWORD_SIGN_IN": "1"}


@pytest.mark.parametrize("asked", [NETWORKS])
def test_staff_signs_in_at_a_counter_only(
    client: LintingClient, forger: Forger, written: io.StringIO, asked: object
) -> None:
    page = page_of(sign_in(client, forger, STAFF), 403)
    assert "Medewerkers melden zich aan op een computer van het loket." in words_of(page.main)
    assert "wrong_network" in reasons(written)
    assert not is_signed_in(client)
    client.environ_base |= INSIDE
    assert sign_in(client, forger, STAFF).status_code == 303


@pytest.mark.parametrize("asked", [NETWORKS])
def test_a_password_of_ours_does_not_help_elsewhere_and_a_customer_may_be_anywhere(
    client: LintingClient, karim: str, els: str, asked: object
) -> None:
    answer = client.fill_in("/aanmelden", {"username": karim, "password": "demo"}, status=422)
    assert "op een computer van het loket" in words_of(page_of(answer, 422).main)
    assert client.sign_in(els).status_code == 303
    assert is_signed_in(client)


@pytest.mark.parametrize("asked", [NETWORKS])
@pytest.mark.parametrize("address", ["10.20.30.255", "2001:db8::1", "::ffff:10.20.30.7"])
def test_a_screen_that_leaves_the_counter_shows_nothing_until_it_is_back(
    client: LintingClient, forger: Forger, written: io.StringIO, world: World, asked: object, address: str
) -> None:
    client.environ_base["REMOTE_ADDR"] = address
    sign_in(client, forger, STAFF)
    assert client.get("/loket").status_code == 200
    for outside in ("192.0.2.1", "10.20.31.7", "2001:db9::1", "", "::ffff:192.0.2.1"):
        client.environ_base["REMOTE_ADDR"] = outside
        page = client.see("/loket", 403)
        assert words_of(page.select_one("h1")) == ELSEWHERE
        assert "Godelieve" not in words_of(page)
        assert client.post("/loket/kies", data={}).status_code in (400, 403)
    assert written.getvalue().count("access refused") >= 5
    client.environ_base["REMOTE_ADDR"] = address
    assert client.get("/loket").status_code == 200
    client.environ_base |= OUTSIDE
    form = client.see("/loket", 403).select_one("main form")
    assert client.send(form, "/loket", {}).location == "/afmelden/ook-daar"  # type: ignore[arg-type]
    assert client.get("/loket").status_code == 303


@pytest.mark.parametrize("asked", [{"STAFF_SESSION_HOURS": "1"}])
def test_after_so_many_hours_staff_signs_in_anew_however_busy(
    client: LintingClient, forger: Forger, still_clock: StillClock, world: World, asked: object
) -> None:
    sign_in(client, forger, f"{STAFF}?next=/loket")
    for _ in range(60):
        still_clock.wait(timedelta(minutes=1))
        assert client.get("/loket").status_code == 200
    still_clock.wait(timedelta(seconds=1))
    assert client.get("/loket").location == "/aanmelden?next=/loket"
    assert "U was 1 uur aangemeld." in words_of(client.see("/aanmelden").main)
    forger.claims |= {"iat": NOW + 3601, "exp": NOW + 4000}
    assert sign_in(client, forger, STAFF).status_code == 403  # with the proof of an hour ago
    forger.claims["auth_time"] = NOW + 3601
    sign_in(client, forger, f"{STAFF}?next=/loket")
    assert client.get("/loket").status_code == 200
