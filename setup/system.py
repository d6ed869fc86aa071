"""Checks that Debian's packages are there; installs them as root, otherwise says in one line what to type.

Runs on the machine's own Python, before anything is installed: the standard library only.
"""

import importlib.util
import os
import shutil
import subprocess
import sys

# WeasyPrint draws with pango; without harfbuzz-subset a letter takes five times as long. pdftoppm makes page pictures.
TO_RUN = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "poppler-utils"]
# The bare Chromium opens a page in half of the time; the whole one shows a pdf and goes back as people do.
TO_TEST = ["chromium", "chromium-headless-shell", "postgresql"]
WAIT = ["-o", "DPkg::Lock::Timeout=600"]  # seconds, for a machine that is updating itself


def main(purpose: str) -> int:
    """Make the machine ready to `run` or to `test`; returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file runs on whatever Python the machine has)
        return _say(f"Python 3.11 is needed, not {sys.version.split()[0]}. Try: make PYTHON=python3.11 {purpose}")
    wanted = TO_RUN + (TO_TEST if purpose == "test" else [])
    if importlib.util.find_spec("ensurepip") is None:
        wanted = [*wanted, "python3-venv"]
    if not shutil.which("dpkg-query"):
        return _say(f"This is not Debian: see for yourself that you have the likes of {' '.join(wanted)}.", code=0)
    missing = [package for package in wanted if not _is_installed(package)]
    if not missing:
        return 0
    if os.getuid() != 0:
        return _say(f"Packages are missing. Type: sudo apt-get install -y --no-install-recommends {' '.join(missing)}")
    print(f"Installing {' '.join(missing)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *missing]):
        whole = ["apt-get", *WAIT, *command]
        done = subprocess.run(whole, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            sys.stderr.buffer.write(done.stdout)
            return done.returncode
    return 0


def _is_installed(package: str) -> bool:
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    return subprocess.run(command, capture_output=True, text=True).stdout.startswith("installed")


def _say(sentence: str, code: int = 1) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
