"""The bytes of a mail: what mail programs read in it, and what nobody can put into it."""

from email import message_from_bytes
from email.policy import default

from app.adapters.mail import Wording, build_message
from tests.mails.conftest import SENDER
from tests.mails.samples import HOSTILE, MAIL_ID, mail, told


def parsed(wording: Wording, **other: object):
    """A mail as a mail program reads it."""
    one = mail(told("given.giver", **other))
    return message_from_bytes(build_message(one, wording.write(one), SENDER), policy=default)


def test_a_mail_is_one_plain_text_with_our_name_on_it(wording: Wording) -> None:
    message = parsed(wording)
    assert (message.get_content_type(), message.get_content_charset()) == ("text/plain", "utf-8")
    assert not message.is_multipart()
    assert str(message["From"]) == f"Mandaatloket <{SENDER}>"
    assert str(message["To"]) == "maria@voorbeeld.be"
    assert str(message["Subject"]) == "U gaf een mandaat, dossier 260 9140 001 51"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "nl-BE"
    assert message["Date"].datetime.isoformat() == "2026-11-21T10:30:00+00:00"
    assert message.get_content().startswith("Beste Maria Vermeulen,")


def test_the_same_mail_has_the_same_bytes_and_a_number_of_its_own(wording: Wording) -> None:
    one = mail(told("given.giver"))
    first, second = (build_message(one, wording.write(one), SENDER) for _ in range(2))
    assert first == second
    assert f"\r\nMessage-ID: <send-mail.{MAIL_ID}@mandaat.voorbeeld.be>\r\n".encode() in first


def test_every_line_fits_on_the_wire(wording: Wording) -> None:
    one = mail(told("active.giver", "long"))
    content = build_message(one, wording.write(one), SENDER)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 120
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_no_name_gets_into_the_headers(wording: Wording) -> None:
    for name in HOSTILE:
        message = parsed(wording, giver_name=name, holder_name=name, recipient_name=name)
        assert sorted(message.keys()) == sorted(parsed(wording).keys())
        assert str(message["Subject"]) == str(parsed(wording)["Subject"])
