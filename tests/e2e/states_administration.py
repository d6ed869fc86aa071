"""Looking after the service: what administrators and domain managers see."""

import uuid
from collections.abc import Callable

from app.core.administration.catalogue_views import PAGE
from app.core.events.feed import give_places
from app.models.catalogue_change import CatalogueChange
from app.models.event import Event
from app.models.webhook import Webhook, WebhookDelivery
from tests.e2e.states import Look
from tests.e2e.town import MONDAY, Town


def looking_after_the_service(town: Town, look: Look) -> None:
    """Every page of an administrator, with what is refused."""
    inge = town.come().sign_in("inge", "/beheer")
    look(inge.sees("Beheer"), "administration")
    look(inge.press("Medewerkers"), "administration-staff")
    inge.press("Karim Bouazza").choose("Beheerder")
    look(inge.press("Rol geven"), "administration-colleague")
    look(inge.choose("Beheerder").press("Rol geven"), "administration-role-refused")
    look(inge.press("Toegang sluiten").sees("Sluit u de toegang"), "administration-close-access")
    look(inge.press("Nee, niets doen").press("App opnieuw laten instellen"), "administration-begin-again")
    inge.press("Nee, niets doen").press("Nieuwe codes geven").sees("nieuwe codes?")
    look(inge.press("Nieuwe codes geven").sees("Nieuwe codes voor"), "administration-new-codes")
    look(inge.go("/beheer/loketten"), "administration-offices")
    inge.press("Loket Gent (demo)")
    look(inge.sees("Loket Gent"), "administration-office")
    look(inge.write("Maandag", "overdag").press("Bewaren"), "administration-office-refused")
    look(inge.go("/beheer/entiteiten"), "administration-entities")
    look(inge.press("Entiteit Werk"), "administration-entity")
    look(inge.press("Toevoegen"), "administration-domain-refused")
    look(inge.go("/beheer/instellingen"), "administration-settings")


def letting_applications_call(town: Town, look: Look) -> None:
    """The applications of the demo, one of them, a new one and a key, with what is refused."""
    inge = town.come().sign_in("inge", "/beheer/toepassingen")
    look(inge.sees("Toepassingen"), "clients")
    inge.press("Ondernemersloket (demo)")
    look(inge.press("Toepassing afsluiten"), "client-close-refused")
    town.wait(minutes=2)  # loading the demo can take a while, and its keys hold from then on
    look(inge.go(inge.path).press("Intrekken").sees("Trekt u deze sleutel in?"), "client-key-revoke")
    inge.press("Nee, niets doen")
    look(inge.press("Een sleutel toevoegen"), "client-key")
    look(inge.write("Publieke sleutel", "mijn sleutel").press("Sleutel toevoegen"), "client-key-refused")
    inge.go("/beheer/toepassingen/nieuw")
    look(inge.choose("Van geen entiteit").press("Bewaren"), "client-new-refused")
    look(inge.go("/beheer/toepassingen/subsidieloket/wijzigen"), "client-change")


def telling_applications(town: Town, look: Look) -> None:
    """Where an application is told of what happens: an address, its secret, and what did not arrive."""
    inge = town.come().sign_in("inge", "/beheer/toepassingen/subsidieloket").press("Een adres toevoegen")
    look(inge.press("Adres toevoegen"), "webhook-refused")
    inge.write("Adres", "https://subsidieloket.voorbeeld.be/wat-er-met-mandaten-gebeurt")
    look(inge.press("Adres toevoegen").sees("Het adres is toegevoegd"), "webhook-secret")
    inge.press("Ik heb het bewaard").sees("Wat wij naar dit adres sturen")
    _give_up(town)
    look(inge.press("Niets meer sturen"), "webhook-end-refused")
    look(inge.press("Een nieuw geheim maken").sees("Maakt u een nieuw geheim?"), "webhook-renew")
    inge.press("Een nieuw geheim maken").sees("Het nieuwe geheim")
    look(inge.press("Ik heb het bewaard").sees("Wat wij naar dit adres sturen"), "webhook-renewed")
    look(inge.go("/beheer/toepassingen/subsidieloket"), "client-told")


def _give_up(town: Town) -> None:
    """One telling of something that happened was tried for three days."""
    with town.app.extensions["database"].writing.begin() as session:
        give_places(session)
        first = session.query(Event.id).order_by(Event.id).limit(1).scalar()
        told = {"webhook_id": session.query(Webhook.id).scalar(), "event_id": first}
        tried = {"attempts": 10, "made_at": MONDAY, "tried_at": MONDAY, "last_status": 503}
        session.add(WebhookDelivery(state="dead", **told, **tried))


def forgetting_somebody(town: Town, look: Look) -> None:
    """Whom it is about, what goes and stays, what is in the way, and that it is done."""
    inge = town.come().sign_in("inge", "/beheer/vergeten")
    look(inge.press("Zoeken"), "forgetting-refused")
    look(inge.write("Nummer, aanmeldnaam, of voornaam en naam", "karim").press("Zoeken"), "forgetting-found")
    inge.press("Karim Bouazza")
    look(inge.press("Niet vergeten"), "forgetting-in-the-way")
    inge.go("/beheer/vergeten").write("Nummer, aanmeldnaam, of voornaam en naam", "claire").press("Zoeken")
    look(inge.press("Claire Dubois"), "forgetting-person")
    inge.choose("De persoon vroeg het zelf").press("Voor altijd vergeten")
    look(inge.sees("Iemand vergeten"), "forgetting-done")


def signing_somebody_out(town: Town, look: Look) -> None:
    """Whom it is about, where he is signed in, why all of it ends, and what he reads afterwards."""
    town.come().sign_in("maria", "/waar-aangemeld")
    inge = town.come().sign_in("inge", "/beheer/aanmeldingen")
    inge.write("Nummer, aanmeldnaam, of voornaam en naam", "maria").press("Zoeken").press("Maria Vermeulen")
    look(inge.press("Overal afmelden"), "sessions-refused")
    look(inge.choose("Een toestel is kwijt of gestolen").press("Overal afmelden"), "sessions-ended")
    look(town.come().sign_in("maria", "/waar-aangemeld").sees("Waar bent u aangemeld?"), "own-sessions-ended")


def searching_the_journal(town: Town, look: Look) -> None:
    """The questions, what is refused, what is found, and nothing."""
    inge = town.come().sign_in("inge", "/beheer/journaal")
    look(inge, "journal-search")
    look(inge.press("Zoeken"), "journal-search-refused")
    inge.write("Ondernemingsnummer", "0199000151").choose("Ik kijk na of alles goed ging")
    look(inge.press("Zoeken"), "journal-found")
    inge.write("Ondernemingsnummer", "").write("Nummer van de medewerker", "0000")
    look(inge.press("Zoeken"), "journal-nothing-found")


def managing_domains(town: Town, look: Look) -> None:
    """From where a domain manager begins to the approval of what he proposes."""
    pieter = town.come().sign_in("pieter", "/beheer")
    look(pieter.sees("Beheer"), "domains")
    look(pieter.press("Mandaattypes, rechten en groepen"), "catalogue")
    look(pieter.press("Hinderpremie aanvragen"), "catalogue-type")
    look(pieter.press("Een verandering voorstellen"), "catalogue-change")
    pieter.write("In enkele woorden", "een premie vragen").write("Langste duur in maanden", "24")
    look(pieter.press("Verder"), "catalogue-preview")
    pieter.press("Voorleggen aan een tweede persoon")
    address = pieter.page.url
    look(pieter.go("/beheer/catalogus/nieuw/type/ondernemen").press("Verder"), "catalogue-new-refused")
    look(pieter.go("/beheer/catalogus/groep/boekhouder/anders"), "catalogue-group")
    look(pieter.go("/beheer/catalogus/recht/subsidies.executor/anders"), "catalogue-right-change")
    pieter.write("In enkele woorden", "werken voor premies").write("Dag", "1").write("Maand", "12").press("Verder")
    look(pieter.press("Voorleggen aan een tweede persoon"), "catalogue-right")
    planned = pieter.page.url.removeprefix(town.url)
    look(pieter.go("/beheer/catalogus/rechtengroep/dossiers/anders"), "catalogue-right-group")
    inge = town.come().sign_in("inge", "/beheer")
    look(inge, "administration-waits")
    inge.go(address.removeprefix(town.url))
    look(inge.press("Ik keur dit goed"), "catalogue-approve-refused")
    inge.choose("Een mandaat kan langer lopen.").press("Ik keur dit goed")
    inge.go(planned).press("Ik keur dit goed")
    look(inge, "catalogue-planned")
    look(pieter.go(planned), "catalogue-planned-own")
    look(pieter.press("De geplande verandering intrekken").sees("Trekt u de geplande"), "catalogue-call-off")
    look(pieter.press("De geplande verandering intrekken"), "catalogue-called-off")
    look(pieter.go(planned), "catalogue-planned-called-off")
    look(inge.press("Bekijk wat al beslist is"), "catalogue-decided")
    overtaken = much_decided(town, planned)
    look(inge.go(f"/beheer/catalogus/voorstel/{overtaken}"), "catalogue-overtaken")
    look(inge.go("/beheer/catalogus/beslist?bladzijde=2"), "catalogue-decided-page-2")


def much_decided(town: Town, planned: str) -> uuid.UUID:
    """More than a page of what was decided, copies of one proposal; which of them found something else on its day."""
    now = town.app.extensions["clock"]()
    with town.app.extensions["database"].writing.begin() as session:
        like = session.get_one(CatalogueChange, uuid.UUID(planned.rpartition("/")[2]))
        names = ("entity_key", "kind", "key", "content", "before", "from_day", "author_id", "made_at", "offered_at",
                 "approved_at", "decided_by", "widened")  # fmt: skip
        facts = {name: getattr(like, name) for name in names}
        copies = [CatalogueChange(id=uuid.uuid4(), **facts, overtaken_at=now) for _ in range(PAGE)]
        session.add_all(copies)
        return copies[0].id


ADMINISTRATION: tuple[Callable[[Town, Look], None], ...] = (
    looking_after_the_service, letting_applications_call, telling_applications, forgetting_somebody,
    signing_somebody_out, searching_the_journal, managing_domains,
)  # fmt: skip
