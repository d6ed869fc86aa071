"""What administration pages call the doors, grounds and capacities of the journal."""

from app.core.actor import Channel
from app.web.pages.counter.words import CAPACITIES

__all__ = ["CAPACITIES", "CHANNELS", "GROUNDS"]

CHANNELS = {
    Channel.SELF.value: "Online", Channel.COUNTER.value: "Aan het loket", Channel.PHONE.value: "Aan de telefoon",
    Channel.PAPER.value: "Met een brief", Channel.API.value: "Uit een andere toepassing",
    Channel.JOB.value: "Vanzelf, of door wie de machine beheert",
}  # fmt: skip
GROUNDS = {
    "legal_representative": "wettelijk vertegenwoordiger",
    "manager_right": "mandaatbeheerder",
    "appointer_right": "lokale beheerder",
    "own_name": "in eigen naam",
    "consented_customer": "klant die akkoord ging",
    "letter_code": "code uit een brief",
    "named_dossier": "noemde het dossier",
    "verified_caller": "nagekeken beller",
    "unchecked_caller": "beller die niet nagekeken kon worden",
    "signed_sheet": "antwoord op papier",
    "api_client": "toepassing, uit zichzelf",
    "staff_duty": "opdracht van de medewerker",
    "rule": "regel",
}
