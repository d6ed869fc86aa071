"""Sending to a real server: what arrives, how safely, and what each of its answers means."""

import datetime as dt
import ssl
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.adapters.mail import AddressRefused, FolderPostman, MailError, MessageRefused, SmtpPostman, Wording
from app.config import MailSettings
from tests.mails.conftest import SENDER
from tests.mails.samples import mail, told
from tests.post_office import HOST, PASSWORD, USER, PostOffice, check_login, open_post_office

MAIL = mail(told("given.giver"))


def test_what_arrives_is_what_was_written(postman: SmtpPostman, office: PostOffice) -> None:
    sent = postman.send(MAIL)
    (envelope,), (message,) = office.envelopes, office.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["maria@voorbeeld.be"])
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == sent.text.rstrip("\n")
    assert str(message["Subject"]) == sent.subject


def test_a_mail_that_is_sent_twice_has_one_message_id(postman: SmtpPostman, office: PostOffice) -> None:
    for _ in range(2):
        postman.send(MAIL)
    assert len({message["Message-ID"] for message in office.mails}) == 1
    assert len({bytes(envelope.content) for envelope in office.envelopes}) == 1


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "553 mailbox name not allowed", "552 5.2.2 full"])
def test_an_address_that_the_server_does_not_know_is_refused_for_good(
    postman: SmtpPostman, office: PostOffice, answer: str
) -> None:
    office.to_recipient = answer
    with pytest.raises(AddressRefused):
        postman.send(MAIL)


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "451 try later", "452 full", "530 sign in", "554 no relay"])
def test_what_says_nothing_about_the_address_is_tried_again(
    postman: SmtpPostman, office: PostOffice, answer: str
) -> None:
    office.to_recipient = answer
    with pytest.raises(MailError) as error:
        postman.send(MAIL)
    assert type(error.value) is MailError


def test_words_that_are_refused_are_no_fault_of_the_address(postman: SmtpPostman, office: PostOffice) -> None:
    office.to_words = "554 5.7.1 looks like spam"
    with pytest.raises(MessageRefused):
        postman.send(MAIL)
    office.to_words = "451 busy"
    with pytest.raises(MailError, match="does not take the mail now"):
        postman.send(MAIL)


def test_a_server_that_is_away_is_tried_again_and_its_error_names_nobody(wording: Wording) -> None:
    with open_post_office() as office:
        port = office.port
    with pytest.raises(MailError, match="ConnectionRefusedError") as error:
        SmtpPostman(MailSettings(SENDER, HOST, port, security="none"), wording).send(MAIL)
    assert "maria" not in str(error.value)
    assert error.value.__suppress_context__


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this server, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = serialization.Encoding.PEM
    path = tmp_path_factory.mktemp("tls") / "post.pem"
    path.write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def server_side(certificate: Path) -> ssl.SSLContext:
    """What the server shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def upgraded(server_side: ssl.SSLContext) -> Iterator[PostOffice]:
    """A server that takes mail only after STARTTLS and a password."""
    more = {"tls_context": server_side, "require_starttls": True, "auth_required": True, "authenticator": check_login}
    with open_post_office(**more) as office:
        yield office


def account(port: int, security: str = "starttls") -> MailSettings:
    return MailSettings(SENDER, HOST, port, security, USER, PASSWORD)


def test_starttls_with_a_password(
    upgraded: PostOffice, wording: Wording, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    SmtpPostman(account(upgraded.port), wording).send(MAIL)
    assert (len(upgraded.mails), upgraded.secure) == (1, True)
    with pytest.raises(MailError, match="does not take mail from us: 530"):
        SmtpPostman(replace(account(upgraded.port), user=None, password=None), wording).send(MAIL)


def test_a_certificate_that_nobody_vouches_for_stops_the_mail(upgraded: PostOffice, wording: Wording) -> None:
    with pytest.raises(MailError, match="SSLCertVerificationError"):
        SmtpPostman(account(upgraded.port), wording).send(MAIL)
    assert upgraded.mails == []


def test_tls_from_the_first_byte(
    server_side: ssl.SSLContext, wording: Wording, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with open_post_office(ssl_context=server_side) as office:
        SmtpPostman(replace(account(office.port, "tls"), user=None, password=None), wording).send(MAIL)
        assert len(office.mails) == 1


def test_a_server_without_starttls_gets_no_password(office: PostOffice, wording: Wording) -> None:
    with pytest.raises(MailError, match="SMTPNotSupportedError"):
        SmtpPostman(account(office.port), wording).send(MAIL)
    assert office.mails == []


def test_a_mail_in_a_folder_is_a_file_that_mail_programs_open(folder_settings: MailSettings, wording: Wording) -> None:
    postman = FolderPostman(folder_settings, wording)
    for _ in range(2):
        sent = postman.send(MAIL)
    (path,) = folder_settings.folder.iterdir()
    assert (path.suffix, path.stat().st_mode & 0o777) == (".eml", 0o600)
    assert sent.subject.startswith("U gaf een mandaat")
    assert b"Message-ID: <send-mail." in path.read_bytes()


def test_a_folder_that_cannot_be_written_is_tried_again(wording: Wording, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MailError):
        FolderPostman(MailSettings(SENDER, folder=tmp_path / "file"), wording).send(MAIL)
