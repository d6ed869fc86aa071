"""Reading legal situations."""

import pytest

from app.core.register.situations import read_situation


@pytest.mark.parametrize(
    ("status", "code", "description", "situation"),
    [
        ("AC", "000", "Normale toestand", "normal"),
        ("AC", "000", "", "normal"),
        ("AC", "050", "Opening faillissement", "bankrupt"),
        ("AC", "050", "", "bankrupt"),
        ("AC", "053", "Heropening faillissement", "bankrupt"),
        ("AC", "049", "Intrekking faillissement", "other"),
        ("AC", "051", "Sluiting van faillissement", "stopped"),
        ("AC", "014", "Sluiting van vereffening", "stopped"),
        ("AC", "012", "Vrijwillige ontbinding - vereffening", "liquidation"),
        ("AC", "013", "Gerechtelijke ontbinding of nietigheid", "liquidation"),
        ("AC", "011", "Activiteitstopzetting in België", "stopped"),
        ("AC", "021", "Fusie door overneming", "stopped"),
        ("AC", "090", "Opening gerechtelijke reorganisatie", "other"),
        ("AC", "777", "", "other"),
        ("ST", "000", "Normale toestand", "stopped"),
    ],
)
def test_the_words_of_the_code_list_decide(status, code, description, situation):
    assert read_situation(status, code, description) == situation
