"""For which customers: a list of ticks, and for who has many a search that keeps what was ticked."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from app.core.views.customers import Customer, CustomerPage, ListedMandate
from app.translations.formats import count_text, dossier_text, list_text
from app.web.fields import ChoiceField, ChoicesField, TextField, option
from app.web.paging import number_of, search_of
from app.web.wizards.colleague.scene import ALL, CHOSEN, GROUPS, MANDATE_NOTE, TICKS_NOTE, ColleagueScene
from app.web.wizards.step_form import StepForm

NOT_CHOSEN = "U hebt nog niet gekozen. Kies alle klanten of kruis ze aan."
OF_GROUPS = "Voor alle klanten, ook nieuwe. U kiest de mandaatgroep hierna."
FEW = 20  # customers that stand under each other without a search
SEARCH, TURN = "zoek", "bladzijde-"  # the buttons: search, and turn to a page of what was found


class CustomersForm(StepForm):
    """All customers, also new ones, or these; or all of them for what some mandate groups list, which is asked next.

    With many of them `mandates` are the ticks on one page of what was found with `q`, and `kept` those on no page of
    it: together they are who is chosen. Searching and turning the page keep both, and come back here.
    """

    scope = ChoiceField("Voor welke klanten mag deze medewerker werken?", missing=NOT_CHOSEN)
    kept = ChoicesField("Ook gekozen", missing=None)
    q = TextField("Naam of nummer van de klant", missing=None)
    mandates = ChoicesField("Welke klanten?", missing=None)
    doe = StringField()
    found: CustomerPage
    noted: dict[str, Any]

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """The customers, each with what the mandate is for; of many those on a page, and who is chosen already."""
        self.many = len(scene.customers) > FEW
        now = f"Nu zijn dat er {count_text(len(scene.customers))}." if self.many else None
        self.scope.choices = [
            option(ALL, "Voor alle klanten, ook nieuwe", hint=now),
            option(CHOSEN, "Alleen voor deze klanten"),
        ]
        if scene.offered_mandate_groups:
            self.scope.choices.append(option(GROUPS, "Alleen voor wat in een mandaatgroep staat", hint=OF_GROUPS))
        self.noted = scene.draft.answers.get(TICKS_NOTE, {}) if self.many else {}
        self._recall(scene)
        self.is_search = self.posted and self.many and self._searches()
        if self.is_search:
            self.scope.data = CHOSEN  # nobody looks for customers to choose all of them
        text = search_of(self.q.data or "") if self.posted else self.noted.get("text", "")
        self.q.data = text
        self.found = scene.customers_on(self._number(text), text)
        self._offer(scene.customers)

    def validate_mandates(self, field: Any) -> None:  # noqa: ANN401 - the signature of WTForms
        """At least one, where not everybody was chosen."""
        if field.choices and self._is_empty:
            raise ValidationError(NOT_CHOSEN)

    def validate_q(self, field: Any) -> None:  # noqa: ANN401
        """The same, said where somebody can go on when nothing was found that he can tick."""
        if not self.mandates.choices and self._is_empty:
            raise ValidationError(NOT_CHOSEN)

    @property
    def chosen(self) -> list[str]:
        """The numbers of the mandates that are ticked, wherever."""
        return [*(self.kept.data or ()), *(self.mandates.data or ())]

    def leads_to(self) -> str | None:
        """A search, and another page of what it found, lead back here."""
        return "customers" if self.is_search else None

    def notes(self) -> dict[str, dict[str, Any]]:
        """What is ticked and sought so far; nothing any more once it is answered."""
        if not self.many:
            return {}
        ticks = {"text": self.q.data, "number": self.found.number, "mandates": self.chosen}
        return {TICKS_NOTE: ticks if self.is_search else {}}

    def answer(self) -> dict[str, Any]:
        """What was ticked under the choice that was not taken does not count."""
        return {"scope": self.scope.data, "mandates": self.chosen if self.scope.data == CHOSEN else []}

    @property
    def _is_empty(self) -> bool:
        return self.scope.data == CHOSEN and not self.chosen and not self.is_search

    def _recall(self, scene: ColleagueScene) -> None:
        """What was ticked before: while searching, in the answer, or the customer from whose mandate somebody came."""
        if self.posted:
            return
        sought = scene.draft.answers.get(MANDATE_NOTE, {}).get("mandate")
        if self.noted:
            self.scope.data, self.mandates.data = CHOSEN, self.noted["mandates"]
        elif self.scope.data is None and sought in {str(one.id) for one in scene.customers}:
            self.scope.data, self.mandates.data = CHOSEN, [sought]

    def _searches(self) -> bool:
        """Whether a button of the search was pressed.

        A browser presses the first button for who types Enter, wherever: with all customers, or groups, chosen and
        nothing new to search for that is no search.
        """
        if (self.doe.data or "").startswith(TURN):
            return True
        is_new = search_of(self.q.data or "") != self.noted.get("text", "")
        return self.doe.data == SEARCH and (self.scope.data not in {ALL, GROUPS} or is_new)

    def _number(self, text: str) -> int:
        """Which page: the one that was turned to, or the one that was there; the first of what is sought anew."""
        if text != self.noted.get("text", "") or self.doe.data == SEARCH:
            return 1
        return number_of((self.doe.data or "").removeprefix(TURN)) if self.is_search else self.noted.get("number", 1)

    def _offer(self, customers: Sequence[ListedMandate]) -> None:
        """The ticks on the page, and those elsewhere; without what is no customer any more, or never was."""
        shown = [_customer(one) for one in self.found.customers]
        on_page, ticked = {one.value for one in shown}, set(self.chosen)
        left = [one for one in customers if str(one.id) in ticked and str(one.id) not in on_page]
        self.kept.choices = [
            option(str(one.id), one.partner.name, hint=f"Dossier {dossier_text(one.dossier_number)}") for one in left
        ]
        self.mandates.choices = shown
        self.kept.data = [one.value for one in self.kept.choices]
        self.mandates.data = [one.value for one in shown if one.value in ticked]


def _customer(one: Customer) -> Any:  # noqa: ANN401 - a choice of WTForms
    what = f"{list_text(list(one.parts)).capitalize()}. Dossier {dossier_text(one.mandate.dossier_number)}"
    return option(str(one.mandate.id), one.mandate.giver.name, hint=what)
