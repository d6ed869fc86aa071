"""Whether another process has a file open: a service that was not stopped would go on writing in the old place."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def who_uses(*files: Path) -> dict[int, str]:
    """The other processes that have one of the files open, by their number, with what was typed to start them.

    Of processes of other users it knows nothing, nor on a machine without /proc.
    """
    wanted = {_identity(str(file)) for file in files} - {None}
    found = {}
    for process in PROCESSES.glob("[0-9]*"):
        if int(process.name) != os.getpid() and wanted.intersection(_open_files(process)):
            with suppress(OSError):
                words = (process / "cmdline").read_bytes().split(b"\0")
                found[int(process.name)] = b" ".join(words[:4]).decode("utf-8", "replace").strip()
    return found


def _open_files(process: Path) -> Iterator[tuple[int, int] | None]:
    with suppress(OSError):
        for name in os.listdir(process / "fd"):
            yield _identity(f"{process}/fd/{name}")


def _identity(path: str) -> tuple[int, int] | None:
    with suppress(OSError):
        stat = os.stat(path)
        return (stat.st_dev, stat.st_ino)
    return None
