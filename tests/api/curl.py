"""What `curl` does of what docs/api.md asks it, so that its lines run wherever the tests do; anything else is an error.

Run: python -S curl.py OPTIONS ADDRESS. The status of each answer goes to the file that CURL_LOG names.
"""

import argparse
import base64
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

FORM = "application/x-www-form-urlencoded"


def main(words: list[str]) -> None:
    """One request, its answer on the output."""
    asked = _read(words)
    headers = dict(line.split(": ", 1) for line in asked.header)
    if asked.user:
        headers["Authorization"] = f"Basic {base64.b64encode(asked.user.encode()).decode()}"
    body = "&".join(asked.data).encode() if asked.data else None
    if body is not None:
        headers.setdefault("Content-Type", FORM)
    request = urllib.request.Request(asked.address, body, headers, method=asked.request)  # noqa: S310 - of this machine
    try:
        answer = urllib.request.urlopen(request, timeout=30)  # noqa: S310
    except urllib.error.HTTPError as refused:
        answer = refused
    with Path(os.environ["CURL_LOG"]).open("a") as log:
        log.write(f"{answer.status} {request.get_method()} {asked.address}\n")
    if asked.include:
        sys.stdout.write(f"HTTP/1.1 {answer.status}\n{answer.headers}")
    sys.stdout.write(answer.read().decode() + "\n")


def _read(words: list[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser()
    for short, long in (("-s", "--silent"), ("-i", "--include")):
        options.add_argument(short, long, action="store_true")
    for short, long in (("-X", "--request"), ("-u", "--user")):
        options.add_argument(short, long)
    for short, long in (("-H", "--header"), ("-d", "--data")):
        options.add_argument(short, long, action="append", default=[])
    options.add_argument("address")
    return options.parse_args(words)


if __name__ == "__main__":
    main(sys.argv[1:])
