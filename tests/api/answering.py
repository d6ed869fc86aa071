"""A process of its own that answers checks through the API: one word a line in, "yes" or "no" out.

Run: python -m tests.api.answering URL FOLDER
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from app import create_app
from app.adapters.press import Press
from app.config import read_settings
from app.db import Database
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.api.test_authzen_checks import JAN, ONE, question
from tests.web.small_world import START
from tests.world import World

ASKED = {"organisation": question(), "person": question(JAN)}


def main(url: str, folder: str) -> None:
    """Answer until nobody asks any more."""
    database = Database(url)
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(Path(folder))})
    settings = replace(settings, api_calls_per_minute=10**9)
    app = create_app(settings, database=database, clock=lambda: START, press=Press(settings))
    with database.writing() as session:
        token = Callers(app, World(session, START, settled=True)).entity(scopes=["checks"])
    client, watched = app.test_client(), ApiClient(app, token)
    for who, words in ASKED.items():
        watched.post(ONE, words)  # as the contract says; what follows is too much to hold it all against that
        ASKED[who] = {"data": json.dumps(words), "headers": {"Authorization": f"Bearer {token}"}}
    for line in sys.stdin:
        answer = client.post(ONE, content_type="application/json", **ASKED[line.strip()]).json["decision"]
        sys.stdout.write("yes\n" if answer else "no\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
