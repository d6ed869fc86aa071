"""Who receives the mandate: search, choose, and look twice, because many enterprises share a name."""

from typing import Any

from flask import url_for
from wtforms import HiddenField, StringField

from app.core.errors import Invalid
from app.core.people.parties import ensure_enterprise_party
from app.core.register.enterprise_numbers import number_meant
from app.core.register.enterprises import Enterprise, find_enterprise, find_enterprises
from app.web.enterprise_card import address_text, enterprise_card
from app.web.fields import ChoiceField, TextField, option
from app.web.htmx import search_while_typing
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.step_form import StepForm

SEARCH = "zoek"
SEARCH_NOTE = "holder-search"
MOST_RESULTS = 20

EMPTY = "U hebt nog niets ingevuld. Vul een naam of een ondernemingsnummer in."
NOT_FOUND = "Wij vinden geen onderneming met deze naam. Kijk de naam na, of vul het ondernemingsnummer in."
NOT_CHOSEN = "U hebt nog geen onderneming gekozen. Kies 1 onderneming uit de lijst."
OWN = "Dit is uw eigen onderneming. Kies de onderneming die iets voor u mag doen."


class HolderForm(StepForm):
    """Search and choice in one form: the same page again shows what was found."""

    q = TextField(
        "Naam en gemeente, of ondernemingsnummer",
        missing=None,
        description="Bijvoorbeeld Boekhoudkantoor Peeters Aalst, of 0123.456.749. Het nummer staat op elke factuur.",
    )
    number = ChoiceField("Welke onderneming bedoelt u?", missing=NOT_CHOSEN)
    found_for = HiddenField()
    doe = StringField()
    own = OWN

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """Search again for what was typed, or for what was typed the last time."""
        self.own_number = scene.own_number
        found_at = url_for(f"{scene.wizard.name}.search", draft_id=scene.draft.id)
        self.search_attributes = search_while_typing(found_at, "treffers")
        if self.q.data is None:
            self.q.data = scene.draft.answers.get(SEARCH_NOTE, {}).get("q") or self.number.data or ""
        self.step = scene.other_step
        self.refusal: str | None = None
        self.found: tuple[Enterprise, ...] = ()
        self.more = False
        self._search(scene.session)
        self.chosen = self._choose(scene.session)
        shown = [*self.found]
        if self.chosen and self.chosen.number not in {one.number for one in shown}:
            shown.append(self.chosen)
        self.number.choices = [enterprise_card(one, self.q.data or "") for one in shown]
        self.searched_for, self.found_for.data = self.found_for.data, self.q.data

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """A search is right when it finds something; a choice when the enterprise can be the holder."""
        if self.is_search:
            self.q.errors = [self.refusal] if self.refusal else []
            return not self.q.errors
        refusal = self._refusal_of_choice()
        field = self.number if self.number.choices else self.q
        field.errors = [refusal] if refusal else []
        return refusal is None

    @property
    def is_search(self) -> bool:
        """Whether to search: the button says so, or something was typed for which nothing was shown yet."""
        if self.doe.data == SEARCH:
            return True
        return self.chosen is None and (bool(self.refusal) or self.q.data != self.searched_for)

    def answer(self) -> dict[str, Any]:
        """The number of the holder."""
        return {"number": self.chosen.number if self.chosen else ""}

    def notes(self) -> dict[str, dict[str, Any]]:
        """What was searched for, so that the results stand there again after going back."""
        return {SEARCH_NOTE: {"q": self.q.data}}

    def keep(self, scene: GiveScene) -> None:  # type: ignore[override]
        """From now on the holder is a party, which the check page can look at without writing."""
        ensure_enterprise_party(scene.session, self.answer()["number"])

    def leads_to(self) -> str | None:
        """A search leads to the same page, with what was found."""
        return self.step if self.is_search else None

    def _search(self, session: object) -> None:
        if not self.q.data:
            self.refusal = EMPTY
            return
        try:
            found = find_enterprises(session, self.q.data, limit=MOST_RESULTS)
        except Invalid as refusal:
            self.refusal = refusal.sentence
            return
        self.found, self.more = tuple(found.items), found.more
        if not self.found:
            self.refusal = NOT_FOUND

    def _choose(self, session: object) -> Enterprise | None:
        if self.number.data:
            return find_enterprise(session, self.number.data)
        # A number names one enterprise: nobody has to choose out of a list of one.
        return self.found[0] if len(self.found) == 1 and number_meant(self.q.data) else None

    def _refusal_of_choice(self) -> str | None:
        if self.chosen is None:
            return NOT_CHOSEN
        if self.chosen.number == self.own_number:
            return self.own
        if self.chosen.stopped:
            return Invalid("other_stopped", field="number", other=self.chosen.name).sentence
        return None


class HolderCheckForm(StepForm):
    """Whether name and address are those of the enterprise that was meant."""

    right = ChoiceField(
        "Is dit de juiste onderneming?",
        missing="U hebt nog niet gekozen. Kies ja als naam en adres kloppen.",
        options=(option("yes", "Ja, dit is de juiste onderneming"), option("no", "Nee, ik zoek opnieuw")),
    )

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The address to look at."""
        self.address = address_text(scene.other)
        self.step = scene.other_step

    def leads_to(self) -> str | None:
        """Back to the search when it is the wrong one."""
        return self.step if self.right.data == "no" else None
