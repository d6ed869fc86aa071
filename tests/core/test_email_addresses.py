"""E-mail addresses: taken as people type them, refused when no mail could arrive or a header could be forged."""

import pytest

from app.core.errors import Invalid
from app.core.people.email_addresses import covered, parse_email

GOOD = {
    " maria@voorbeeld.be ": "maria@voorbeeld.be",
    "Maria.Vermeulen+mandaat@Voorbeeld.BE": "Maria.Vermeulen+mandaat@voorbeeld.be",
    "o'brien@sub.voorbeeld.vlaanderen": "o'brien@sub.voorbeeld.vlaanderen",
    "a@b-c.xn--p1ai": "a@b-c.xn--p1ai",
}
BAD = [
    "", "maria", "maria@", "@voorbeeld.be", "maria@voorbeeld", "maria@@voorbeeld.be", "maria @voorbeeld.be",
    "maria@voorbeeld..be", ".maria@voorbeeld.be", "maria.@voorbeeld.be", "maria@-voorbeeld.be", "maria@127.0.0.1",
    "maria@[127.0.0.1]", '"ma ria"@voorbeeld.be', "maria@voorbeeld.be, jan@voorbeeld.be",
    "maria@voorbeeld.be\nBcc: x@y.be",
    "maria@voorbeeld.be\r\n\r\nhallo", "Maria <maria@voorbeeld.be>", "maria@voorbeeld.be>", f"{'a' * 65}@voorbeeld.be",
    f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.be", "maria@voorbeeld.be\x00", "maria@voor_beeld.be",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "kept"), GOOD.items())
def test_an_address_is_kept_without_the_spaces_around_it(typed: str, kept: str) -> None:
    assert parse_email(typed) == kept


@pytest.mark.parametrize("typed", BAD)
def test_what_no_mail_reaches_is_refused_at_the_field(typed: str) -> None:
    with pytest.raises(Invalid, match="email_wrong") as refusal:
        parse_email(typed)
    assert (refusal.value.field, refusal.value.sentence) == (
        "email", "Dit e-mailadres is niet volledig. Vul het in zoals naam@voorbeeld.be."
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["andré@voorbeeld.be", "maria@bücher.be", "maria＠voorbeeld.be"])
def test_an_address_that_not_every_server_takes_is_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(Invalid, match="email_not_plain"):
        parse_email(typed)


def test_staff_see_where_it_goes_and_not_to_whom() -> None:
    assert covered("maria.vermeulen@voorbeeld.be") == "m•••@voorbeeld.be"
