"""Extracts of enterprises that do not exist, in the published format: for the demo, the tests and the bench."""

from app.adapters.register.invented.extracts import FIRST_NUMBER, write_full, write_update

__all__ = ["FIRST_NUMBER", "write_full", "write_update"]
