"""What the questions about a colleague are about: who, in which organisation, for which customers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.core.acts.drafts import FINISHED
from app.core.mandates.catalogue import list_groups
from app.core.people.persons import Person, get_person
from app.core.rights.held import Held
from app.core.rights.invitation_letters import address_for
from app.core.rights.matrix import (
    find_colleague,
    list_appointable,
    list_givable,
    list_givable_groups,
    who_may_what,
)
from app.core.rights.sights import appoint_about
from app.core.rights.wishes import (
    AccessLevel,
    MandateGroupVersion,
    Newcomer,
    RightGroupVersion,
    RightKind,
    RightType,
    RightWish,
)
from app.core.views.customers import CustomerPage, ListedMandate, list_customer_rows, page_of_customers
from app.web.databases import policy
from app.web.wizards.scene import Scene

NEW, ALL, CHOSEN = "new", "all", "chosen"
GROUPS = "groups"  # all customers, but only for what some mandate groups list
OWN_CHOICE = "own"  # of rights, one by one
VIEW, DO, MANAGER = "view", "manage", "manager"
LEVELS = {VIEW, DO, MANAGER, OWN_CHOICE}  # any other answer to what is a list of rights
NO_END = "none"
# Beside the answers: whom somebody wants to change, for which mandate somebody is sought, and what came of it.
CHANGE_NOTE, MANDATE_NOTE, DONE_NOTE = "change", "sought", "appointed"
TICKS_NOTE = "ticks"  # the customers ticked so far, while somebody searches for more


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
    def givable(self) -> Sequence[RightType]:
        """The rights that who answers can give."""
        return list_givable(self.session, self.actor, now=self.now)

    @cached_property
    def customers(self) -> Sequence[ListedMandate]:
        """The mandates of customers that run or are about to, by name: an accountant has thousands, so light."""
        return list_customer_rows(self.session, self.actor, now=self.now)

    def customers_on(self, number: int, text: str) -> CustomerPage:
        """One page of them, whole; of those whose name or number `text` is in."""
        return page_of_customers(self.session, self.customers, self.today, text=text, number=number)

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
        return Newcomer(**facts, email_address=self.answer("new", "email_address", "") or None)

    @property
    def may_invite_by_mail(self) -> bool:
        """Whether somebody new can be invited by e-mail: not by a clerk, and not where none leaves."""
        return policy().sends_mail and not self.at_the_counter

    @property
    def invited_at(self) -> str | None:
        """Where somebody new is invited by e-mail; None where a letter does."""
        who = self.who
        return address_for(who, self.chosen_types, policy=policy()) if isinstance(who, Newcomer) else None

    @property
    def held(self) -> Sequence[Held]:
        """What the colleague may do now."""
        if self.is_new or not self.chosen:
            return ()
        found = find_colleague(self.session, self.actor, uuid.UUID(self.chosen), now=self.now)
        return found.held if found else ()

    @property
    def kept(self) -> set[str]:
        """The rights that he has beside what is chosen; none where that takes the place of what he has."""
        return set() if self.changes else {one.kind for one in self.held}

    @cached_property
    def offered_mandate_groups(self) -> Sequence[MandateGroupVersion]:
        """Every mandate group as it is shown today."""
        return list_groups(self.session, self.today)

    @property
    def mandate_group_ids(self) -> tuple[uuid.UUID, ...] | None:
        """The chosen mandate groups, in the versions that were shown; None when it is not about groups."""
        if self.answer("customers", "scope", ALL) != GROUPS:
            return None
        return tuple(uuid.UUID(one) for one in self.answer("groups", "groups", ()))

    @property
    def mandate_groups(self) -> list[MandateGroupVersion]:
        """The same as they are; without one that changed meanwhile."""
        wanted = self.mandate_group_ids or ()
        return [one for one in self.offered_mandate_groups if one.id in wanted]

    @property
    def newly_listed(self) -> list[str]:
        """What the chosen groups list more by now than when the colleague was given a right for them, by name."""
        if self.is_new or not self.mandate_groups:
            return []
        longer = who_may_what(self.session, self.actor, now=self.now).longer
        chosen = {one.group.name for one in self.mandate_groups}
        found = [longer[key] for one in self.held if one.mandate_group in chosen for key in one.rights if key in longer]
        return list(dict.fromkeys(name for one in found for name in one.names))

    @property
    def mandate_ids(self) -> tuple[uuid.UUID, ...] | None:
        """The chosen mandates; None for all, also new ones."""
        if self.answer("customers", "scope", ALL) != CHOSEN:
            return None
        return tuple(uuid.UUID(one) for one in self.answer("customers", "mandates", ()))

    @property
    def names_of_customers(self) -> list[str]:
        """For whom, by name; empty for everybody."""
        wanted = set(self.mandate_ids or ())
        return list(dict.fromkeys(one.partner.name for one in self.customers if one.id in wanted))

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

    @cached_property
    def groups(self) -> Sequence[RightGroupVersion]:
        """The lists of rights that who answers can give."""
        return list_givable_groups(self.session, self.actor, now=self.now)

    @property
    def group(self) -> RightGroupVersion | None:
        """The list that was chosen, as long as it is the one of today."""
        return next((one for one in self.groups if str(one.id) == self.answer("level", "level")), None)

    @property
    def chosen_types(self) -> list[RightType]:
        """The rights that were chosen, in the order of the catalogue; none of a list that changed meanwhile."""
        level = self.answer("level", "level")
        if level not in LEVELS:
            return [one for one in self.givable if self.group and one.key in self.group.type_keys]
        wanted = {MANAGER: (RightKind.EXECUTOR, RightKind.MANAGER), OWN_CHOICE: self.answer("rights", "rights", ())}
        keys = wanted.get(level, (RightKind.EXECUTOR,))
        return [one for one in self.givable if one.key in keys]

    @property
    def is_own_choice(self) -> bool:
        """Whether rights were chosen by their names: one by one, or as a list."""
        return self.answer("level", "level") not in {VIEW, DO, MANAGER}

    @property
    def wishes(self) -> list[RightWish]:
        """What was answered, as the core takes it; a right that decides is for the whole organisation."""
        views = self.answer("level", "level") == VIEW
        return [
            RightWish(
                one.key, AccessLevel.VIEW if views else AccessLevel(one.access_level),
                None if one.decides else self.mandate_ids, None if one.decides else self.mandate_group_ids,
                last_day=self.last_day,
                group_version_id=self.group.id if self.group else None,
            )
            for one in self.chosen_types
        ]  # fmt: skip
