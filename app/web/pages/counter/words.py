"""The words of the counter: roles, evidence, reasons to stop. Source: the service's Dutch texts, counter and phone."""

from app.core.counter.visits import Capacity, IdentityMethod
from app.core.counter.vouching import VoucherRelation

METHODS = {
    IdentityMethod.EID_READ: "Identiteitskaart gelezen met de kaartlezer",
    IdentityMethod.CARD_CHECKED: "Identiteitskaart bekeken en nagekeken op CheckDoc",
    IdentityMethod.PASSPORT_CHECKED: "Paspoort of verblijfskaart, nagekeken op CheckDoc",
    IdentityMethod.KNOWN_BY_TWO: "Ik ken deze klant, en een collega ook",
    IdentityMethod.VOUCHED_FOR: "Iemand staat borg voor deze klant",
    IdentityMethod.NONE: "De klant kan het niet tonen",
}
RISKS = {
    IdentityMethod.KNOWN_BY_TWO: "Uw collega bevestigt dat zelf. De klant kan mandaten met laag of gewoon risico geven",
    IdentityMethod.VOUCHED_FOR: "U vult straks in wie dat is. De klant kan alleen mandaten met laag risico geven",
    IdentityMethod.NONE: "U kunt alleen klaarzetten",
}
SEEN = {
    IdentityMethod.EID_READ: "identiteitskaart gelezen",
    IdentityMethod.CARD_CHECKED: "identiteitskaart nagekeken",
    IdentityMethod.PASSPORT_CHECKED: "paspoort of verblijfskaart nagekeken",
    IdentityMethod.KNOWN_BY_TWO: "gekend door 2 medewerkers",
    IdentityMethod.VOUCHED_FOR: "iemand staat borg",
    IdentityMethod.NONE: "geen bewijs",
}
RELATIONS = {
    VoucherRelation.SOCIAL_WORKER: "Sociaal werker",
    VoucherRelation.DOCTOR: "Arts",
    VoucherRelation.NEIGHBOUR: "Buur",
    VoucherRelation.EMPLOYER: "Werkgever",
    VoucherRelation.OTHER: "Iemand anders die de klant goed kent",
}
DOCUMENTS = {
    "identity_card": "Identiteitskaart",
    "residence_card": "Verblijfskaart",
    "passport": "Paspoort",
}
CAPACITIES = {
    Capacity.LEGAL_REPRESENTATIVE: "wettelijk vertegenwoordiger",
    Capacity.OWNER: "eigenaar",
    Capacity.MANAGER: "mandaatbeheerder",
    Capacity.NONE: "zonder recht om te beslissen",
}
EXIT_REASONS = {
    "done": "Klaar en verstuurd",
    "comes_back": "Klant komt terug",
    "document_missing": "Document ontbreekt",
    "second_signature_missing": "Tweede handtekening ontbreekt",
    "identity_unsure": "Identiteit niet zeker",
    "may_not_decide": "Mag niet beslissen voor deze onderneming",
    "does_not_understand": "Begrijpt het niet genoeg",
    "pressure": "Druk of dwang vermoed",
    "does_not_want": "Klant wil toch niet",
    "system_down": "Systeem werkt niet",
    "other": "Iets anders",
}
# Why a visit is over. Nobody chooses the last: it is what stands there when the directory ended the visit.
WHY_ENDED = EXIT_REASONS | {"clerk_left": "Medewerker werkt niet meer aan dit loket"}
EVIDENCE = {
    "eid": "Het adres op de chip van de identiteitskaart",
    "tax_letter": "Een brief van de belastingdienst",
    "residence_proof": "Een bewijs van woonst van de gemeente",
}
CONTEST_REASONS = {
    "not_given": "Ik heb dit mandaat niet gegeven",
    "wrong_party": "Er staat een verkeerde onderneming in",
    "too_much": "Er mag te veel",
    "pressure": "Iemand zette mij onder druk",
    "other": "Iets anders",
}
LOG_REASONS = {
    "complaint": "De klant heeft een klacht",
    "question": "De klant heeft een vraag over dit bezoek",
    "mistake": "Er ging iets mis en ik zet het recht",
    "check": "Ik kijk na of alles goed ging",
}
DEEDS = {
    "given": "gegeven",
    "passed_on": "doorgegeven",
    "taken_back": "doorgeven gestopt",
    "requested": "gevraagd",
    "accepted": "aanvaard",
    "refused": "geweigerd",
    "withdrawn": "ingetrokken",
    "stopped": "stopgezet",
    "renounced": "afstand gedaan",
    "contested": "stilgezet",
    "resumed": "opnieuw aangezet",
    "confirmed": "bevestigd",
    "extension_proposed": "verlenging gevraagd",
    "extension_accepted": "verlenging aanvaard",
    "extension_refused": "verlenging geweigerd",
    "extension_withdrawn": "vraag om te verlengen ingetrokken",
    "sign_asked": "als eerste getekend",
    "signed": "mee getekend",
    "signature_refused": "niet getekend",
}
