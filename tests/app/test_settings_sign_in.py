"""The settings of signing in: what is half set or cannot be meant is refused at the start, with what to write."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from app.adapters.oidc.own_key import OwnKey, public_half
from app.config_sign_in import (
    CitizenClaims,
    DeskOfGroup,
    SignInSettings,
    StaffClaims,
    read_sign_in,
)
from app.environment import SettingsError
from tests.oidc.issuers import GROUP_OF_CLERKS, GROUP_OF_OFFICE, settings_for

CITIZEN, STAFF, PUBLIC = "https://acm.example/op", "https://entra.example/tenant/v2.0", "https://loket.example"


def both(folder: Path) -> dict[str, str]:
    return settings_for(CITIZEN, STAFF, folder, PUBLIC)


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        read_sign_in(environment)
    return str(refused.value)


def test_without_a_provider_people_sign_in_with_a_password() -> None:
    assert read_sign_in({}) == SignInSettings()
    assert read_sign_in({}).passwords


def test_beside_a_provider_a_password_has_to_be_wanted(tmp_path: Path) -> None:
    assert not read_sign_in(both(tmp_path)).passwords
    assert read_sign_in(both(tmp_path) | {"PASSWORD_SIGN_IN": "1"}).passwords


def test_two_kinds_stand_side_by_side_and_no_secret_is_printed(tmp_path: Path) -> None:
    found = read_sign_in(both(tmp_path))
    assert [(one.kind, one.issuer, one.scope.split()[0]) for one in found.providers] == [
        ("citizen", CITIZEN, "openid"), ("staff", STAFF, "openid")
    ]  # fmt: skip
    assert found.public_url == PUBLIC
    counter = DeskOfGroup(GROUP_OF_CLERKS, "Loket Gent (demo)", "Gent")
    assert found.staff.desks == (counter, DeskOfGroup(GROUP_OF_OFFICE))
    assert found.citizen == CitizenClaims()
    assert "known to both of us" not in repr(found)


def test_a_key_of_our_own_stands_in_the_place_of_a_secret_and_is_not_printed(tmp_path: Path) -> None:
    for number, key in enumerate((RSAKey.generate_key(2048), ECKey.generate_key("P-256"))):
        pem, jwk = tmp_path / f"{number}.pem", tmp_path / f"{number}.json"
        pem.write_bytes(key.as_pem(private=True))
        jwk.write_text(json.dumps(key.as_dict(private=True) | {"kid": "agreed"}))
        for path, kid in ((pem, key.thumbprint()), (jwk, "agreed")):
            found = read_sign_in(both(tmp_path) | with_key(path)).providers[0]
            assert found.client_secret == ""
            assert found.client_key is not None
            assert "client_key" not in repr(found)
            public = public_half(found.client_key)
            assert public["kid"] == kid
            assert "d" not in public


def certificate_of(key: RSAKey) -> x509.Certificate:
    """One that the key signed itself."""
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mandaatloket")])
    made = x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key)
    dated = made.not_valid_before(datetime(2026, 11, 1, tzinfo=UTC)).not_valid_after(datetime(2027, 11, 1, tzinfo=UTC))
    return dated.serial_number(1).sign(key.private_key, hashes.SHA256())


def test_a_key_that_is_known_by_its_certificate_signs_with_the_digest_of_that(tmp_path: Path) -> None:
    key, other = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
    certificate = certificate_of(key)
    pem, crt, wrong = tmp_path / "own.pem", tmp_path / "own.crt", tmp_path / "other.crt"
    pem.write_bytes(key.as_pem(private=True))
    crt.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    wrong.write_bytes(certificate_of(other).public_bytes(serialization.Encoding.PEM))
    named = with_key(pem) | {"OIDC_CITIZEN_CERTIFICATE_FILE": str(crt)}
    found = read_sign_in(both(tmp_path) | named).providers[0]
    assert found.client_key is not None
    way = OwnKey(found.client_key, found.thumbprint)
    signed = way.sign(SimpleNamespace(client_id="us"), "https://entra.example/token")
    read = jwt.decode(signed, key, registry=JWSRegistry(algorithms=["PS256"], strict_check_header=False))
    digest = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    assert (read.header["x5t#S256"], read.header["alg"], "kid" in read.header) == (digest, "PS256", False)
    assert (read.claims["aud"], read.claims["exp"] - read.claims["iat"]) == ("https://entra.example/token", 60)
    for files, words in (
        (with_key(pem) | {"OIDC_CITIZEN_CERTIFICATE_FILE": str(wrong)}, "is the certificate of another key"),
        (with_key(pem) | {"OIDC_CITIZEN_CERTIFICATE_FILE": str(pem)}, "cannot read"),
        ({"OIDC_CITIZEN_CERTIFICATE_FILE": str(crt)}, "is set, but OIDC_CITIZEN_CLIENT_KEY_FILE is not"),
    ):
        said = refusal(both(tmp_path) | files)
        assert said.startswith("OIDC_CITIZEN_CERTIFICATE_FILE: ")
        assert words in said


NOT_A_KEY = {
    "nothing there": (None, "cannot read"),
    "no key": (lambda: b"-----BEGIN NONSENSE-----", "holds no private key"),
    "a public half": (lambda: ECKey.generate_key("P-256").as_pem(private=False), "holds no private key"),
    "a short one": (lambda: RSAKey.generate_key(1024).as_pem(private=True), "is too weak"),
    "another curve": (lambda: ECKey.generate_key("P-521").as_pem(private=True), "is too weak"),
    "a shared secret": (lambda: b'{"kty": "oct", "k": "c2VjcmV0"}', "holds no private key"),
}


@pytest.mark.filterwarnings("ignore:Key size should be")
@pytest.mark.parametrize(("make", "words"), NOT_A_KEY.values(), ids=NOT_A_KEY.keys())
def test_what_is_no_private_key_is_refused_at_the_start(
    tmp_path: Path, make: Callable[[], bytes] | None, words: str
) -> None:
    path = tmp_path / "own.pem"
    if make is not None:
        path.write_bytes(make())
    said = refusal(both(tmp_path) | with_key(path))
    assert said.startswith("OIDC_CITIZEN_CLIENT_KEY_FILE: ")
    assert words in said


def with_key(path: Path) -> dict[str, str]:
    return {"OIDC_CITIZEN_CLIENT_SECRET": "", "OIDC_CITIZEN_CLIENT_KEY_FILE": str(path)}


def test_a_claim_can_have_another_name(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[citizen]\nenterprise = "kbo"\nenterprise_groups = ["EA", "LB"]\n[staff]\nnumber = "nr"\n')
    found = read_sign_in({"OIDC_CLAIMS_FILE": str(path)})
    assert found.citizen == CitizenClaims(enterprise="kbo", enterprise_groups=("EA", "LB"))
    assert found.staff == StaffClaims(number="nr")


def test_staff_proves_more_outside_a_demo_and_freshly_for_high_risk() -> None:
    usual, demo = read_sign_in({}).access, read_sign_in({"DEMO": "1"}).access
    assert (usual.second_factor, demo.second_factor) == (True, False)
    assert (usual.fresh_risks, usual.fresh_minutes) == (("high",), 10)
    chosen = {"STAFF_SECOND_FACTOR": "optional", "FRESH_SIGN_IN_RISKS": "medium high", "FRESH_SIGN_IN_MINUTES": "5"}
    found = read_sign_in(chosen).access
    assert (found.second_factor, found.fresh_risks, found.fresh_minutes) == (False, ("medium", "high"), 5)
    assert read_sign_in({"FRESH_SIGN_IN_RISKS": "none"}).access.fresh_risks == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("STAFF_SECOND_FACTOR", "yes"), ("FRESH_SIGN_IN_RISKS", "none high"), ("FRESH_SIGN_IN_MINUTES", "0")],
)
def test_what_staff_must_prove_is_written_as_we_know_it(name: str, value: str) -> None:
    assert refusal({name: value}).startswith(f"{name}: ")


WRONG = {
    "no address of ours": ({"PUBLIC_URL": ""}, "PUBLIC_URL: is missing."),
    "an address of ours in clear": ({"PUBLIC_URL": "http://loket.example"}, "PUBLIC_URL: is 'http://loket.example'."),
    "a path": ({"PUBLIC_URL": "https://loket.example/x"}, "PUBLIC_URL: is 'https://loket.example/x'."),
    "an issuer in clear": ({"OIDC_STAFF_ISSUER": "http://entra.example"}, "OIDC_STAFF_ISSUER: is 'http://entra"),
    "no issuer": ({"OIDC_STAFF_ISSUER": ""}, "OIDC_STAFF_ISSUER: is missing, but OIDC_STAFF_CLIENT_ID is set."),
    "no client": ({"OIDC_CITIZEN_CLIENT_ID": ""}, "OIDC_CITIZEN_CLIENT_ID: is missing"),
    "a secret and a key": ({"OIDC_STAFF_CLIENT_KEY_FILE": "own.pem"}, "OIDC_STAFF_CLIENT_KEY_FILE: is set, and OIDC_"),
    "no secret": ({"OIDC_CITIZEN_CLIENT_SECRET": " "}, "OIDC_CITIZEN_CLIENT_SECRET: is missing"),
    "no openid": ({"OIDC_CITIZEN_SCOPE": "profile vo"}, "OIDC_CITIZEN_SCOPE: has no openid in it."),
    "one issuer twice": ({"OIDC_STAFF_ISSUER": CITIZEN}, "OIDC_STAFF_ISSUER: is also OIDC_CITIZEN_ISSUER."),
    "staff without desks": ({"OIDC_CLAIMS_FILE": ""}, "OIDC_CLAIMS_FILE: names no [[staff.desks]]"),
    "no such file": ({"OIDC_CLAIMS_FILE": "/nowhere/claims.toml"}, "OIDC_CLAIMS_FILE: cannot read /nowhere/claims"),
    "endless leniency": ({"OIDC_LEEWAY_SECONDS": "3600"}, "OIDC_LEEWAY_SECONDS: is '3600'."),
    "a proof that nobody asks": (
        {"OIDC_STAFF_ISSUER": "", "OIDC_STAFF_CLIENT_ID": "", "OIDC_STAFF_CLIENT_SECRET": "", "OIDC_STAFF_AMR": "mfa"},
        "OIDC_STAFF_AMR: is set, but OIDC_STAFF_ISSUER is missing",
    ),
    "no network": ({"STAFF_NETWORKS": "10.0.0.0/8, 10.1.1.1/16"}, "STAFF_NETWORKS: has '10.0.0.0/8,'."),
    "a host as network": ({"STAFF_NETWORKS": "10.1.1.1/16"}, "STAFF_NETWORKS: has '10.1.1.1/16'."),
    "an endless day": ({"STAFF_SESSION_HOURS": "13"}, "STAFF_SESSION_HOURS: is '13'."),
    "half a yes": ({"PASSWORD_SIGN_IN": "yes"}, "PASSWORD_SIGN_IN: is 'yes'."),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "begins"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_meant_is_refused(tmp_path: Path, changes: dict[str, str], begins: str) -> None:
    said = refusal(both(tmp_path) | changes)
    assert said.startswith(begins)
    assert said.endswith(".")


BROKEN = {
    "no TOML": ("[staff", "claims.toml is not TOML"),
    "another part": ("[people]", "a part [people]"),
    "no part": ("staff = 1", "staff is no part of its own"),
    "another claim": ('[citizen]\nbirthday = "b"', "[citizen] has 'birthday'"),
    "a number": ("[citizen]\nfirst_name = 1", "citizen.first_name is 1"),
    "an empty text": ('[citizen]\nfirst_name = " "', "citizen.first_name is ' '"),
    "one group as text": ('[citizen]\nenterprise_groups = "EA"', "citizen.enterprise_groups is 'EA'"),
    "no group": ("[citizen]\nenterprise_groups = []", "citizen.enterprise_groups is []"),
    "desks of text": ('[staff]\ndesks = "all"', "staff.desks is no list"),
    "a desk of text": ('[staff]\ndesks = ["all"]', "[[staff.desks]] number 1 has a name"),
    "a desk without a group": ('[[staff.desks]]\noffice = "A"\ntown = "B"', "[[staff.desks]] number 1 has no group"),
    "a desk without a town": ('[[staff.desks]]\ngroup = "g"\noffice = "A"', "[[staff.desks]] number 1 names only one"),
    "roles of text": ('[staff]\nroles = "all"', "staff.roles is no list"),
    "another role": ('[[staff.roles]]\ngroup = "g"\nrole = "boss"', "number 1 has no group, or no role"),
    "a role without a group": ('[[staff.roles]]\nrole = "administrator"', "number 1 has no group, or no role"),
    "nobody's domains": ('[[staff.roles]]\ngroup = "g"\nrole = "domain_manager"', "only a domain_manager has"),
    "a boss of one entity": (
        '[[staff.roles]]\ngroup = "g"\nrole = "administrator"\nentity = "werk"', "only a domain_manager has an entity"
    ),
    "a desk with more": ('[[staff.desks]]\ngroup = "g"\nfloor = "1"', "[[staff.desks]] number 1 has a name"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "part"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_of_claims_that_is_wrong_is_refused_with_the_place(tmp_path: Path, content: str, part: str) -> None:
    path = tmp_path / "claims.toml"
    path.write_text(content, encoding="utf-8")
    said = refusal({"OIDC_CLAIMS_FILE": str(path)})
    assert said.startswith("OIDC_CLAIMS_FILE: ")
    assert part in said


def test_the_file_of_the_handbook_is_one_that_is_taken(tmp_path: Path) -> None:
    handbook = (Path(__file__).parents[2] / "docs" / "operator.md").read_text(encoding="utf-8")
    path = tmp_path / "claims.toml"
    path.write_text(handbook.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    found = read_sign_in({"OIDC_CLAIMS_FILE": str(path)})
    assert found.citizen == CitizenClaims()
    assert len(found.staff.desks) == 2
    assert [one.entity for one in found.staff.roles] == [None, "ondernemen"]
