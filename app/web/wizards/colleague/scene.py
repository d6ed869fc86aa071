"""What the questions about a colleague are about: who, in which organisation, for which customers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.core.acts.drafts import FINISHED
from app.core.mandates.lookup import Mandate
from app.core.people.persons import Person, get_person
from app.core.rights.held import Held
from app.core.rights.matrix import find_colleague, list_appointable, list_customers
from app.core.rights.sights import appoint_about
from app.core.rights.wishes import AccessLevel, Newcomer, RightKind, RightWish
from app.web.wizards.scene import Scene

NEW, ALL, CHOSEN = "new", "all", "chosen"
VIEW, DO, MANAGER = "view", "manage", "manager"
NO_END = "none"
# Beside the answers: whom somebody wants to change, for which mandate somebody is sought, and what came of it.
CHANGE_NOTE, MANDATE_NOTE, DONE_NOTE = "change", "sought", "appointed"


@dataclass
class ColleagueScene(Scene):
    """A scene in which an organisation says what somebody may do in it."""

    @property
    def sent(self) -> bool:
        """Whether it was done: a relation leads to no mandate."""
        return FINISHED in self.draft.answers

    @property
    def party_name(self) -> str:
        """The organisation."""
        return str(self.draft.party_name)

    @cached_property
    def people(self) -> Sequence[Person]:
        """Who can be appointed without accepting anything."""
        return list_appointable(self.session, self.actor, now=self.now)

    @cached_property
    def customers(self) -> Sequence[Mandate]:
        """The mandates of customers that run or are about to."""
        return list_customers(self.session, self.actor, now=self.now)

    @property
    def changes(self) -> bool:
        """Whether this takes the place of what somebody may do now."""
        return "person" in self.draft.answers.get(CHANGE_NOTE, {})

    @property
    def chosen(self) -> str | None:
        """The number of a person, or "new"."""
        noted = self.draft.answers.get(CHANGE_NOTE, {}).get("person")
        return noted or self.answer("who", "who")

    @property
    def is_new(self) -> bool:
        """Whether it is somebody who never acted for the organisation."""
        return self.chosen == NEW

    @cached_property
    def name(self) -> str:
        """The name of the colleague; empty before somebody was chosen."""
        if self.is_new:
            first, last = self.answer("new", "first_name", ""), self.answer("new", "last_name", "")
            return f"{first} {last}".strip()
        return get_person(self.session, uuid.UUID(self.chosen)).name if self.chosen else ""

    @property
    def who(self) -> uuid.UUID | Newcomer:
        """The colleague as the core takes it."""
        if not self.is_new:
            return uuid.UUID(self.chosen)
        facts = {key: self.answer("new", key, "") for key in ("first_name", "last_name")}
        return Newcomer(**facts)

    @property
    def held(self) -> Sequence[Held]:
        """What the colleague may do now."""
        if self.is_new or not self.chosen:
            return ()
        found = find_colleague(self.session, self.actor, uuid.UUID(self.chosen), now=self.now)
        return found.held if found else ()

    @property
    def mandate_ids(self) -> tuple[uuid.UUID, ...] | None:
        """The chosen mandates; None for all, also new ones."""
        if self.answer("customers", "scope", ALL) == ALL:
            return None
        return tuple(uuid.UUID(one) for one in self.answer("customers", "mandates", ()))

    @property
    def names_of_customers(self) -> list[str]:
        """For whom, by name; empty for everybody."""
        wanted = self.mandate_ids or ()
        return list(dict.fromkeys(one.giver.name for one in self.customers if one.id in wanted))

    @property
    def last_day(self) -> date | None:
        """The last day, which still counts."""
        day = self.answer("period", "day")
        return date.fromisoformat(day) if day else None

    @property
    def takes_place(self) -> bool:
        """Whether the rights of somebody who works there are changed: who is new has none."""
        return self.changes and not self.is_new

    @property
    def about(self) -> str:
        """What a customer at the counter agrees to."""
        return appoint_about(self.draft.party_id, self.who, self.wishes, changes=self.takes_place)

    @property
    def wishes(self) -> list[RightWish]:
        """What was answered, as the core takes it."""
        level = self.answer("level", "level")
        access = AccessLevel.VIEW if level == VIEW else AccessLevel.MANAGE
        wishes = [RightWish(RightKind.EXECUTOR, access, self.mandate_ids, last_day=self.last_day)]
        return [*wishes, RightWish(RightKind.MANAGER, last_day=self.last_day)] if level == MANAGER else wishes
