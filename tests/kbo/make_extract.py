#!/usr/bin/env python3
"""Write an invented KBO Open Data extract: a full one of any size, or an update that follows it."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.adapters.register.invented import FIRST_NUMBER, write_full, write_update

MOST = 4_000_000


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write the zip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--update-of", type=int, help=f"the extract it follows; the full one is {FIRST_NUMBER}")
    parser.add_argument("--out", required=True, type=Path, help="the .zip to write")
    options = parser.parse_args(arguments)
    if not 0 < options.enterprises <= MOST:
        parser.error(f"--enterprises must be between 1 and {MOST}")
    if options.update_of is None:
        write_full(options.out, options.enterprises, options.seed)
    else:
        write_update(options.out, options.enterprises, options.seed, follows=options.update_of)


if __name__ == "__main__":
    main()
