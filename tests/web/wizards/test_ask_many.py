"""A list of clients on the web: taken, looked at, sent, and given back with what came of each row."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.db import Database
from app.models.draft import Draft
from app.models.mandate import Mandate
from tests.web.client import LintingClient, held_by, page_of
from tests.web.wizards.walk import count, read
from tests.world import BAKERY, FARM, World

HEAD = "ondernemingsnummer;mandaten;duur;vanaf;uitleg\n"
GOOD = f"{BAKERY};Hinderpremie aanvragen;1 jaar;;Wij doen uw boekhouding.\n"
WRONG = f"{FARM};=2+2;1 jaar;;Omdat.\n"


def post(client: LintingClient, address: str, values: dict, status: int = 303):
    form = page_of(client.get(address)).select_one("main form[method=post]")
    token = {"csrf_token": held_by(form)["csrf_token"]}
    sent = client.post(address, data=token | values, content_type="multipart/form-data")
    answer = client.see_refusal(sent, status)
    assert answer.status_code == status, answer.status_code
    return answer


@pytest.fixture
def kept(jan: LintingClient) -> str:
    """The page of a list with a good row and a wrong one."""
    file = (BytesIO((HEAD + GOOD + WRONG).encode()), "klanten.csv")
    return str(post(jan, "/vragen/lijst", {"file": file}).location)


def test_every_row_is_looked_at_and_nothing_is_sent(
    jan: LintingClient, kept: str, sqlite_database: Database
) -> None:
    words = read(page_of(jan.get(kept)))
    assert "1 rij is goed. 1 rij klopt niet." in words
    assert "Rij 2: Bakkerij De Zoete Inval BV" in words
    assert "Wij kennen het mandaat =2 niet. Kijk de naam na op de pagina waar u uw lijst toevoegt." in words
    assert count(sqlite_database, Mandate) == 0


def test_the_good_rows_are_asked_once_and_the_wrong_ones_told(
    jan: LintingClient, kept: str, sqlite_database: Database
) -> None:
    token = held_by(page_of(jan.get(kept)).select_one("main form[method=post]"))["csrf_token"]
    for _ in range(2):
        assert jan.post(kept, data={"csrf_token": token}).status_code == 303
    assert count(sqlite_database, Mandate) == 1
    words = read(page_of(jan.get(kept)))
    assert "Dit vroegen wij" in words
    assert "Dossiernummer" in words


def test_the_result_is_a_file_in_which_nothing_is_a_formula(jan: LintingClient, kept: str) -> None:
    table = list(csv.reader(StringIO(jan.get(f"{kept}/resultaat.csv").data.decode("utf-8-sig")), delimiter=";"))
    assert table[1][:5] == ["2", BAKERY, "Bakkerij De Zoete Inval BV", "Hinderpremie aanvragen", "nog niet gevraagd"]
    assert table[2][3] == "'=2+2"
    sheet = load_workbook(BytesIO(jan.get(f"{kept}/resultaat.xlsx").data)).active
    assert sheet["D3"].data_type == "s"


def test_a_list_may_be_pasted(jan: LintingClient) -> None:
    kept = str(post(jan, "/vragen/lijst", {"text": HEAD + GOOD}).location)
    assert "1 rij is goed." in read(page_of(jan.get(kept)))


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Uw lijst ontbreekt nog."), ("een;twee\n1;2\n", "De kolom ondernemingsnummer ontbreekt.")],
)
def test_a_list_that_cannot_be_read_is_refused_and_kept_on_the_page(
    jan: LintingClient, text: str, said: str
) -> None:
    page = page_of(post(jan, "/vragen/lijst", {"text": text}, 422), 422)
    assert said in read(page)
    assert (page.select_one("textarea").text.strip()) == text.strip()


def test_the_example_can_be_kept(jan: LintingClient) -> None:
    assert jan.get("/vragen/lijst/voorbeeld.csv").data.startswith(b"\xef\xbb\xbfondernemingsnummer;")


def test_a_stranger_finds_no_list(maria: LintingClient, kept: str, world: World) -> None:
    assert maria.get(kept).status_code == 404
    assert maria.get(f"{kept}/resultaat.csv").status_code == 404


def test_the_page_names_what_can_be_asked(jan: LintingClient) -> None:
    words = read(page_of(jan.get("/vragen/lijst")))
    assert "Mijn boekhouder" in words
    assert "Hinderpremie aanvragen" in words
    assert "Erkenning aanvragen" not in words  # only the giver starts this one


def test_the_dossier_number_of_a_list_leads_back_to_it(
    jan: LintingClient, kept: str, sqlite_database: Database
) -> None:
    with sqlite_database.reading() as session:
        number = session.scalars(select(Draft.dossier_number)).one()
    assert jan.fill_in("/hervatten", {"dossier_number": number}).location == kept


def test_a_reason_that_no_letter_can_bear_is_refused_in_its_row_and_not_asked(
    jan: LintingClient, sqlite_database: Database
) -> None:
    kept = str(post(jan, "/vragen/lijst", {"text": HEAD + GOOD.replace("Wij", "Wij 🥐")}).location)
    assert "Wij kunnen 1 van deze tekens niet drukken." in read(page_of(jan.get(kept)))
    token = held_by(page_of(jan.get("/vragen/lijst")).select_one("main form[method=post]"))["csrf_token"]
    assert jan.post(kept, data={"csrf_token": token}).status_code == 303
    assert count(sqlite_database, Mandate) == 0


def test_a_list_that_is_sent_is_no_longer_kept_on_the_overview(jan: LintingClient) -> None:
    kept = str(post(jan, "/vragen/lijst", {"text": HEAD + GOOD}).location)
    assert "Mandaten vragen met een lijst" in read(jan.see("/mandaten"))
    post(jan, kept, {})
    assert "Mandaten vragen met een lijst" not in read(jan.see("/mandaten"))
