"""What somebody typed is not lost when it could not be kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app.db import Database
from tests.web.client import LintingClient, held_by, page_of, words_of
from tests.web.wizards.walk import begin, goes_to
from tests.world import OFFICE

OURS = {"Sec-Fetch-Site": "same-origin"}


def typed(client: LintingClient, address: str, q: str) -> dict[str, str]:
    """The form of the question who gets the mandate, as a browser would post it with `q` in it."""
    return held_by(page_of(client.get(address)).select_one("main form[method=post]")) | {"q": q}  # type: ignore[arg-type]


@contextmanager
def out_of_order(app: Flask, database: Database) -> Iterator[None]:
    """The table of drafts is not there for a while."""
    app.testing = False
    for old, new in (("draft", "gone"), ("gone", "draft")):
        with database.writing.begin() as session:
            session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
        if new == "gone":
            yield
    app.testing = True


def test_answers_that_met_a_mishap_of_ours_can_be_sent_again(
    app: Flask, maria: LintingClient, sqlite_database: Database
) -> None:
    address = begin(maria, "/geven")
    form = typed(maria, address, OFFICE)
    with out_of_order(app, sqlite_database):
        page = page_of(maria.post(address, data=form, headers=OURS), 500)
        elsewhere = page_of(maria.post(address, data=form, headers={"Sec-Fetch-Site": "cross-site"}), 500)
    assert "Wij weten niet of uw antwoord bewaard is." in words_of(page.main)
    again = page.select_one("main form")
    assert again is not None
    assert goes_to(maria.post(address, data=held_by(again), headers=OURS)) == "holder-check"
    assert elsewhere.select_one("main form") is None
