"""The directory of staff: whether it tells us by SCIM who works here, and which of its attributes means what."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.config_providers import STAFF
from app.config_sign_in import SignInSettings
from app.environment import SettingsError, read_flag, read_number

ON, KNOWN_ONLY, REQUESTS = "SCIM", "SCIM_KNOWN_ONLY", "SCIM_REQUESTS_PER_MINUTE"
EXTERNAL_ID, USER_NAME, NUMBER, NAME = "externalId", "userName", "employeeNumber", "displayName"
# Setting, what may stand there: the first is meant when nothing does.
ATTRIBUTES = {
    "SCIM_SUBJECT_ATTRIBUTE": (EXTERNAL_ID, USER_NAME),
    "SCIM_NUMBER_ATTRIBUTE": (NUMBER, EXTERNAL_ID, USER_NAME),
    "SCIM_GROUP_ATTRIBUTE": (EXTERNAL_ID, NAME),
}
# Entra ID asks that we keep up with 25 a second.
USUAL_REQUESTS, FEWEST_REQUESTS, MOST_REQUESTS = 1_500, 60, 60_000


@dataclass(frozen=True)
class DirectorySettings:
    """What the directory says of people. `subject` is the attribute of a user that equals his subject at the provider
    of staff, `number` the one with his staff number, `group` the one of a group that the desks name.

    `known_only` refuses a sign-in of who is not in the directory; `requests_per_minute` counts for one web process.
    """

    subject: str = EXTERNAL_ID
    number: str = NUMBER
    group: str = EXTERNAL_ID
    known_only: bool = True
    requests_per_minute: int = USUAL_REQUESTS


def read_directory(environment: Mapping[str, str], sign_in: SignInSettings) -> DirectorySettings | None:
    """The settings of the directory, None when it tells us nothing; raises SettingsError with one sentence."""
    if not read_flag(environment, ON, False):
        for name in (*ATTRIBUTES, KNOWN_ONLY, REQUESTS):
            if environment.get(name, "").strip():
                raise SettingsError(f"{ON}: is not 1, but {name} is set. Write {ON}=1, or take {name} away.")
        return None
    if not any(one.kind == STAFF for one in sign_in.providers):
        raise SettingsError(f"OIDC_STAFF_ISSUER: is missing, but {ON} is 1. The directory says who may sign in there.")
    subject, number, group = (_attribute(environment, name) for name in ATTRIBUTES)
    return DirectorySettings(
        subject, number, group, read_flag(environment, KNOWN_ONLY, True),
        read_number(environment, REQUESTS, USUAL_REQUESTS, FEWEST_REQUESTS, MOST_REQUESTS),
    )  # fmt: skip


def _attribute(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip() or ATTRIBUTES[name][0]
    if value not in ATTRIBUTES[name]:
        raise SettingsError(f"{name}: is {value!r}. Write one of: {', '.join(ATTRIBUTES[name])}.")
    return value
