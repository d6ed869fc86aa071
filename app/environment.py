"""What stands in the environment, read with a sentence for whoever wrote something else there."""

from collections.abc import Mapping


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which one and what to write."""


def read_flag(environment: Mapping[str, str], name: str, default: bool) -> bool:
    """1 for yes, 0 for no; `default` when nothing stands there."""
    value = environment.get(name, "").strip().lower()
    if value in {"", "0", "1"}:
        return default if value == "" else value == "1"
    raise SettingsError(f"{name}: is {value!r}. Write 1 for yes or 0 for no.")


def read_number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`; `default` when nothing stands there."""
    value = environment.get(name, "").strip() or str(default)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SettingsError(f"{name}: is {value!r}. Write a whole number from {low} to {high}.")
    return int(value)
