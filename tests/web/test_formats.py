"""The filters of templates."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("value|day", "1 januari 2027"),
        ("value|weekday_day", "vrijdag 1 januari 2027"),
        ("value|time", "0.30 uur"),
        ("value|moment", "1 januari 2027 om 0.30 uur"),
        ("plain_day|day", "31 december 2026"),
        ("'260914000151'|dossier", "260 9140 001 51"),
        ("'0199000151'|enterprise_number", "0199.000.151"),
        ("1250|count", "1.250"),
        ("1250|money", "1.250 euro"),
        ("['a', 'b']|listed", "a en b"),
        ("'9300 Aalst'|keep", "9300 Aalst"),
    ],
)
def test_a_filter_writes_for_people_in_brussels(app: Flask, expression: str, shown: str) -> None:
    values = {"value": datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "plain_day": date(2026, 12, 31)}
    with app.test_request_context():
        found = render_template_string(f"{{{{ {expression} }}}}", **values)
    assert found.replace("\u00a0", " ") == shown


def test_a_name_that_a_page_does_not_know_is_an_error(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(Exception, match="is undefined"):
        render_template_string("{{ forgotten }}")
