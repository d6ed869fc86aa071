"""Settings: each in the operator's handbook, and refused at the start with a sentence that helps."""

import ast
import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters.press.printer_profile import read_profile
from app.config import ROOT, MailSettings, Settings, SettingsError, read_settings

HANDBOOK = ROOT / "docs" / "operator.md"
SOURCES = (
    "config.py", "config_answers.py", "config_directory.py", "config_keys.py", "config_providers.py",
    "config_retention.py", "config_sign_in.py",
)  # fmt: skip
ANSWERS = {
    "REPLY_POSTAGE": "stamp", "FOUND_AT": "loket.example", "FOUND_AT_WORDS": "onze website",
    "CONTACT_PERSON": "An De Smet", "CONTACT_PHONE": "02 553 00 00", "CONTACT_ADDRESS": "Loket|Markt 1|9000 Gent",
}  # fmt: skip
KEY = base64.b64encode(bytes(range(32))).decode()


def names_in_the_code() -> set[str]:
    """What config.py and its helper ask of the environment: every text in capitals that is a name of something."""
    trees = [ast.parse((ROOT / "app" / name).read_text(encoding="utf-8")) for name in SOURCES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if len(text) > 2 and text.isupper() and text.replace("_", "").isalpha()}


def production(folder: Path, **changes: str) -> dict[str, str]:
    return {"DATA_DIR": str(folder), "SECRET_KEY": KEY, "LETTER_KEY": KEY, **ANSWERS, **changes}


def test_every_setting_stands_in_the_handbook() -> None:
    handbook = HANDBOOK.read_text(encoding="utf-8")
    assert {name for name in names_in_the_code() if f"| `{name}` |" not in handbook} == set()


def test_the_handbook_names_no_setting_that_does_not_exist() -> None:
    lines = HANDBOOK.read_text(encoding="utf-8").splitlines()
    named = {line.split("`")[1] for line in lines if line.startswith("| `") and line.split("`")[1].isupper()}
    assert named - names_in_the_code() == set()


def test_nothing_but_config_reads_the_environment() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "app").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    ]
    assert set(found) <= {"app/config.py", "app/adapters/backups/postgresql.py"}


def test_a_demo_makes_its_own_keys_and_keeps_them(tmp_path: Path) -> None:
    first, second = (read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)}) for _ in range(2))
    assert first == second
    assert first.secret_key != first.letter_key
    assert not first.https


def test_the_folder_of_the_data_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path / "data")})
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_older_keys_are_read_beside_the_newest_in_their_order(tmp_path: Path) -> None:
    one, two = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
    settings = read_settings(production(tmp_path, LETTER_KEY_PREVIOUS=f" {one}  {two} ", SECRET_KEY_PREVIOUS=two))
    assert settings.older_letter_keys == (b"\1" * 32, b"\2" * 32)
    assert settings.older_secret_keys == (b"\2" * 32,)
    assert read_settings(production(tmp_path)).older_letter_keys == ()


@pytest.mark.parametrize("name", ["SECRET_KEY_PREVIOUS", "LETTER_KEY_PREVIOUS"])
@pytest.mark.parametrize("wrong", [KEY, "c2hvcnQ=", "no base64!", " ".join([base64.b64encode(b"x" * 32).decode()] * 2)])
def test_older_keys_that_cannot_be_are_refused(tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: ") as refused:
        read_settings(production(tmp_path, **{name: wrong}))
    assert wrong not in str(refused.value)


@pytest.mark.parametrize("name", ["SECRET_KEY", "LETTER_KEY"])
def test_outside_the_demo_no_secret_has_a_default(tmp_path: Path, name: str) -> None:
    environment = production(tmp_path)
    del environment[name]
    with pytest.raises(SettingsError, match=f"^{name}: is missing"):
        read_settings(environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DEMO", "yes"),
        ("HTTPS", "on"),
        ("SECRET_KEY", "short"),
        ("LETTER_KEY", base64.b64encode(b"sixteen bytes...").decode()),
        ("SESSION_MINUTES", "1"),
        ("COOLING_OFF_DAYS", "-1"),
        ("PORT", "²"),
        ("PUBLIC_URL", "https://["),
        ("DATABASE_URL", "/var/lib/loket.sqlite"),
        ("DATABASE_URL", "mysql://loket:geheim@host/name"),
        ("DATABASE_URL", "postgresql+psycopg://loket:ge@heim@host/name"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:////there/is/no/such/folder/loket.sqlite"),
    ],
)
def test_a_wrong_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: ") as refusal:
        read_settings(production(tmp_path, **{name: value}))
    assert "heim" not in str(refusal.value)


def test_an_unknown_printer_profile_is_a_wrong_setting_too() -> None:
    with pytest.raises(SettingsError, match=r"^PRINTER_PROFILE: is 'window'\. Choose one of: left-window, right-"):
        read_profile("window")


def test_what_is_left_empty_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    empty = dict.fromkeys(("HELP_LINE", "HELP_HOURS", "NEAREST_COUNTER", "PRINTER_PROFILE", "DATABASE_URL"), " ")
    assert read_settings(production(tmp_path, **empty)) == read_settings(production(tmp_path))


MAIL = {"SMTP_HOST": "smtp.voorbeeld.be", "MAIL_FROM": "loket@voorbeeld.be"}


def test_without_settings_for_mail_none_is_sent(tmp_path: Path) -> None:
    assert read_settings(production(tmp_path)).mail is None


def test_mail_leaves_by_smtp_with_a_safe_default(tmp_path: Path) -> None:
    account = {"SMTP_USER": "loket", "SMTP_PASSWORD": "geheim"}
    mail = read_settings(production(tmp_path, **MAIL, **account)).mail
    assert mail == MailSettings("loket@voorbeeld.be", "smtp.voorbeeld.be", 587, "starttls", "loket", "geheim")
    assert "geheim" not in repr(mail)
    ports = {"tls": 465, "none": 25, "STARTTLS": 587}
    for security, port in ports.items():
        mail = read_settings(production(tmp_path, **MAIL, SMTP_SECURITY=security)).mail
        assert (mail.port, mail.security) == (port, security.lower())


def test_a_demo_writes_its_mails_into_a_folder_unless_told_otherwise(tmp_path: Path) -> None:
    demo = {"DEMO": "1", "DATA_DIR": str(tmp_path)}
    assert read_settings(demo).mail == MailSettings("mandaatloket@demo.invalid", folder=tmp_path / "mails")
    assert read_settings(demo | MAIL).mail.host == "smtp.voorbeeld.be"
    folder = {"MAIL_FOLDER": str(tmp_path / "uit"), "MAIL_FROM": "loket@voorbeeld.be"}
    assert read_settings(production(tmp_path, **folder)).mail.folder == tmp_path / "uit"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("MAIL_FROM", {"SMTP_HOST": "smtp.voorbeeld.be"}),
        ("MAIL_FROM", MAIL | {"MAIL_FROM": "Loket <loket@voorbeeld.be>"}),
        ("MAIL_FROM", MAIL | {"MAIL_FROM": "loket@voorbeeld.be\nBcc: x@y.be"}),
        ("MAIL_FROM", MAIL | {"MAIL_FROM": "loket"}),
        ("MAIL_FROM", {"MAIL_FOLDER": "uit"}),
        ("SMTP_HOST", {"MAIL_FROM": "loket@voorbeeld.be"}),
        ("SMTP_HOST", {"SMTP_PASSWORD": "geheim", "SMTP_USER": "loket"}),
        ("SMTP_HOST", {"SMTP_PORT": "25"}),
        ("SMTP_PASSWORD", MAIL | {"SMTP_USER": "loket"}),
        ("SMTP_USER", MAIL | {"SMTP_PASSWORD": "geheim"}),
        ("SMTP_SECURITY", MAIL | {"SMTP_SECURITY": "ssl"}),
        ("SMTP_SECURITY", MAIL | {"SMTP_SECURITY": "none", "SMTP_USER": "loket", "SMTP_PASSWORD": "geheim"}),
        ("SMTP_PORT", MAIL | {"SMTP_PORT": "smtp"}),
        ("MAIL_FOLDER", MAIL | {"MAIL_FOLDER": "uit"}),
    ],
)
def test_half_a_setting_for_mail_is_refused_by_name(tmp_path: Path, name: str, changes: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: ") as refusal:
        read_settings(production(tmp_path, **changes))
    assert "geheim" not in str(refusal.value)


def test_production_is_https_with_what_was_given(tmp_path: Path) -> None:
    settings = read_settings(production(tmp_path, PORT="8443", HELP_LINE="1234"))
    assert isinstance(settings, Settings)
    assert (settings.https, settings.demo, settings.port, settings.help_line) == (True, False, 8443, "1234")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"REPLY_POSTAGE": ""}, "REPLY_POSTAGE"),
        ({"REPLY_POSTAGE": "free"}, "REPLY_POSTAGE"),
        ({"REPLY_POSTAGE": "paid"}, "REPLY_ADDRESS"),
        ({"REPLY_ADDRESS": "Mandaatloket|" + "x" * 41}, "REPLY_ADDRESS"),
        ({"CONTACT_PERSON": ""}, "CONTACT_PERSON"),
        ({"CONTACT_PHONE": " "}, "CONTACT_PHONE"),
        ({"CONTACT_ADDRESS": "Agentschap Innoveren en Ondernemen|9000 Gent"}, "CONTACT_ADDRESS"),
        ({"CONTACT_ADDRESS": ""}, "CONTACT_ADDRESS"),
        ({"FOUND_AT": ""}, "FOUND_AT"),
        ({"FOUND_AT": "https://loket.example/"}, "FOUND_AT"),
        ({"FOUND_AT_WORDS": ""}, "FOUND_AT_WORDS"),
        ({"FOUND_AT_WORDS": "loket.example"}, "FOUND_AT_WORDS"),
    ],
)
def test_what_a_letter_promises_of_post_and_site_is_said_by_who_runs_it(
    tmp_path: Path, changes: dict[str, str], name: str
) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        read_settings(production(tmp_path, **changes))
    paid = {"REPLY_POSTAGE": "paid", "REPLY_ADDRESS": "Mandaatloket|Antwoordnummer 1|1000 Brussel"}
    settings = read_settings(production(tmp_path, **paid))
    assert settings.reply_address == ("Mandaatloket", "Antwoordnummer 1", "1000 Brussel")
    demo = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    assert (demo.reply_postage, demo.reply_address, demo.found_at) == ("paid", (), "vlaanderen.be")


def test_all_that_a_letter_promises_and_nobody_said_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(production(tmp_path, **dict.fromkeys(ANSWERS, "")))
    assert all(f"{name}: is missing. " in str(refused.value) for name in ANSWERS)


def test_the_command_line_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DEMO": "0", "DATABASE_URL": ""}
    command = [Path(sys.executable).with_name("flask"), "database", "status"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.strip().startswith("SECRET_KEY: is missing")
    assert "\n" not in done.stderr.strip()


@pytest.mark.parametrize(("changes", "named"), [
    ({"KEEP_VISIT_MONTHS": "2"}, "KEEP_VISIT_MONTHS"),
    ({"KEEP_DRAFT_DAYS": "soon"}, "KEEP_DRAFT_DAYS"),
    ({"KEEP_JOURNAL_YEARS": "5"}, "KEEP_JOURNAL_YEARS"),
])  # fmt: skip
def test_a_term_out_of_bounds_is_refused(tmp_path: Path, changes: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=f"^{named}: "):
        read_settings(production(tmp_path, **changes))


def test_terms_are_read(tmp_path: Path) -> None:
    terms = read_settings(production(tmp_path, KEEP_LETTER_YEARS="7", KEEP_DRAFT_DAYS="60")).retention
    assert (terms.letter_years, terms.draft_days, terms.journal_years) == (7, 60, 10)
