"""Passwords that are hashed in no time: what makes guessing slow would make a tenth of all tests of pages slow too."""

from argon2 import PasswordHasher

from app.core.people import accounts, break_glass

REAL = accounts.HASHER
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # kibibytes; the least that argon2 takes


def hash_quickly() -> None:
    """Let this process hash in no time; one that a test starts does what it always does."""
    accounts.HASHER = break_glass.HASHER = QUICK
