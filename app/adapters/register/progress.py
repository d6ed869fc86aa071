"""Telling whoever waits how far an import is."""

from collections.abc import Callable

Progress = Callable[[str, int], None]  # what is being read or made, and how many rows are done


def silent(_what: str, _rows: int) -> None:
    """For whoever does not want to know."""
