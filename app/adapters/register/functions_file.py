"""Reading a csv file with functions: who may speak for which enterprise."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.adapters.register.refused import RegisterRefused


def read_functions(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(line, row) of each function; the core judges the values. Raises RegisterRefused when the file is no csv."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for row in reader:
                yield reader.line_num, row
    except (csv.Error, UnicodeDecodeError) as error:
        raise RegisterRefused(f"this is not a csv file in UTF-8 ({error})", file=path.name) from error
    except OSError as error:
        raise RegisterRefused(f"cannot open the file: {error.strerror}", file=path.name) from error
