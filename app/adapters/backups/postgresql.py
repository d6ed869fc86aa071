"""Backups on PostgreSQL: its own `pg_dump` in the custom format, read back with `pg_restore`."""

import os
import shutil
import subprocess
from pathlib import Path

from app.adapters.backups.errors import BackupError
from app.db import Database

INSTALLED = Path("/usr/lib/postgresql")


def back_up(database: Database, file: Path) -> None:
    """Dump under a passing name, have the dump's table of contents read back, then give it its own name."""
    passing = file.with_name(f".{file.name}.part")
    try:
        how = ("--format=custom", "--no-owner", "--no-privileges")
        _call("pg_dump", *how, f"--file={passing}", _address(database), of=database)
        _call("pg_restore", "--list", str(passing), of=database)
        os.rename(passing, file)
    finally:
        passing.unlink(missing_ok=True)


def restore(database: Database, file: Path) -> None:
    """Read everything back in one transaction: all of it, or nothing."""
    # The only comment in it is that of an extension, which nobody but its owner may write: often that is not us.
    how = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-comments")
    _call("pg_restore", *how, f"--dbname={_address(database)}", str(file), of=database)


def _address(database: Database) -> str:
    return database.url._replace(drivername="postgresql", password=None).render_as_string()


def _call(program: str, *arguments: str, of: Database) -> None:
    newest = sorted(INSTALLED.glob(f"*/bin/{program}"))[-1:]
    found = shutil.which(program) or (str(newest[0]) if newest else None)
    if found is None:
        raise BackupError(f"{program} is missing. Type: sudo apt-get install -y postgresql-client")
    # Not among the arguments: everybody on the machine can read those.
    secret = {"PGPASSWORD": str(of.url.password)} if of.url.password else {}
    environment = {**os.environ, **secret}
    # A dump is ours alone from its first byte on.
    done = subprocess.run([found, *arguments], capture_output=True, text=True, env=environment, umask=0o077)
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()}")
