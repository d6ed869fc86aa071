"""The settings of the directory: half of them, or what nobody could mean, is refused at the start."""

from pathlib import Path

import pytest

from app.config_directory import DirectorySettings, read_directory
from app.config_sign_in import SignInSettings, read_sign_in
from app.environment import SettingsError
from tests.oidc.issuers import settings_for

ISSUERS = ("https://acm.example/op", "https://entra.example/tenant/v2.0", "https://loket.example")


@pytest.fixture
def ways(tmp_path: Path) -> SignInSettings:
    """Both providers."""
    citizen, staff, public = ISSUERS
    return read_sign_in(settings_for(citizen, staff, tmp_path, public))


def test_without_the_setting_there_is_no_directory(ways: SignInSettings) -> None:
    assert read_directory({}, ways) is None
    assert read_directory({"SCIM": "0"}, ways) is None


def test_with_it_everything_has_a_default_that_fits_entra(ways: SignInSettings) -> None:
    usual = DirectorySettings("externalId", "employeeNumber", "externalId", True, 1500)
    assert read_directory({"SCIM": "1"}, ways) == usual
    changed = {"SCIM_SUBJECT_ATTRIBUTE": "userName", "SCIM_GROUP_ATTRIBUTE": "displayName", "SCIM_KNOWN_ONLY": "0"}
    found = read_directory({"SCIM": "1"} | changed, ways)
    assert found == DirectorySettings("userName", "employeeNumber", "displayName", False, 1500)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SCIM_KNOWN_ONLY": "0"}, "SCIM: is not 1, but SCIM_KNOWN_ONLY is set"),
        ({"SCIM": "1", "SCIM_NUMBER_ATTRIBUTE": "title"}, "Write one of: employeeNumber, externalId, userName."),
        ({"SCIM": "1", "SCIM_REQUESTS_PER_MINUTE": "5"}, "Write a whole number from 60 to 60000."),
        ({"SCIM": "perhaps"}, "Write 1 for yes or 0 for no."),
    ],
)
def test_what_cannot_be_meant_is_refused(ways: SignInSettings, environment: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        read_directory(environment, ways)


def test_a_directory_speaks_of_who_signs_in_at_a_provider() -> None:
    with pytest.raises(SettingsError, match="OIDC_STAFF_ISSUER: is missing"):
        read_directory({"SCIM": "1"}, SignInSettings())
