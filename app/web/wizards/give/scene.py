"""What the questions about giving, and asking, are about: the two sides, the groups and types, the days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from app.core.calendar import last_day_of_period
from app.core.mandates import catalogue
from app.core.mandates.catalogue import MandateGroupVersion, MandateType
from app.core.mandates.lookup import Side
from app.core.mandates.wishes import MandateWish
from app.core.people import standing
from app.core.people.notices import MailWish, NoticeChoice, NoticeState, find_notice_state
from app.core.people.parties import Party, PartyKind, get_party
from app.core.people.standing import Standing
from app.core.policy import Policy
from app.core.register.enterprises import Enterprise, get_enterprise, get_enterprise_name
from app.web.catalogue import Shelf, catalogue_of
from app.web.databases import policy
from app.web.wizards.joint import can_be_joint, seconds_of
from app.web.wizards.scene import Scene

OWN_CHOICE = "own"
PARTIES_NOTE = "parties"


@dataclass
class GiveScene(Scene):
    """A scene in which somebody gives. What the core knows is read once a request, and only when asked for.

    Asking walks the same questions from the other side, so what both share speaks of the own party and the other one.
    `own_step` and `other_step` are the questions that choose these.
    """

    started_by: ClassVar[Side] = Side.GIVER
    own_step: ClassVar[str] = "giver"
    other_step: ClassVar[str] = "holder"

    @property
    def policy(self) -> Policy:
        """The numbers that this deployment set."""
        return policy()

    @cached_property
    def own(self) -> Party:
        """The party for which somebody answers."""
        return get_party(self.session, self.draft.party_id)

    @property
    def own_name(self) -> str:
        """Its name, which is all that most pages need."""
        return str(self.draft.party_name)

    @property
    def own_number(self) -> str | None:
        """Its enterprise number; None for a person who gives in his own name."""
        number: str | None = self.draft.party_number
        return number

    @cached_property
    def parties(self) -> Sequence[Standing]:
        """The parties for which the person at home may decide; at the counter there is only the customer's."""
        if self.at_the_counter or self.actor.person_id is None:
            return ()
        found = standing.list_parties(self.session, self.actor.person_id, self.today)
        return [one for one in found if one.manages]

    @property
    def has_more_parties(self) -> bool:
        """Whether the person could decide for more than one party when the draft was started."""
        note = self.draft.answers.get(PARTIES_NOTE, {})
        return not self.at_the_counter and int(note.get("count", 0)) > 1

    @cached_property
    def other(self) -> Enterprise:
        """The enterprise that will decide; only after it was chosen."""
        return get_enterprise(self.session, self.answer(self.other_step, "number"))

    @cached_property
    def other_name(self) -> str:
        """The name of that enterprise, which is all that most pages need."""
        return get_enterprise_name(self.session, self.answer(self.other_step, "number"))

    @property
    def holder_name(self) -> str:
        """The name of the side that will act for the other."""
        return self.other_name

    @property
    def giver_kind(self) -> str:
        """What sort of party gives: not every type exists for every giver."""
        return PartyKind.ENTERPRISE if self.own_number else PartyKind.PERSON

    @property
    def starts_on_agreement(self) -> str:
        """How the earliest start is said."""
        return f"Zodra {self.other_name} aanvaardt"

    @cached_property
    def catalogue(self) -> Shelf:
        """The types and groups as they were last loaded."""
        return catalogue_of(self.draft.edition or 0, self.session)

    @cached_property
    def groups(self) -> Sequence[MandateGroupVersion]:
        """The groups of today."""
        return self.catalogue.groups_on(self.today)

    @cached_property
    def group(self) -> MandateGroupVersion | None:
        """The chosen group; None for an own choice, or when the group changed since."""
        chosen = self.answer("what", "group")
        return next((one for one in self.groups if str(one.id) == chosen), None)

    @property
    def group_type_keys(self) -> Sequence[str]:
        """The types that are ticked beforehand."""
        return tuple(self.group.type_keys) if self.group else ()

    @cached_property
    def offered_types(self) -> Sequence[MandateType]:
        """The types that this giver can give."""
        return self.catalogue.types_on(self.today, starter=self.started_by, giver_kind=self.giver_kind)

    @cached_property
    def types(self) -> Sequence[MandateType]:
        """The chosen types, in the order of the catalogue."""
        keys = set(self.answer("types", "types", ()))
        found = self.catalogue.types_under(keys)
        return found if len(found) == len(keys) else catalogue.get_types(self.session, keys)

    @property
    def longest_months(self) -> int | None:
        """How many months the longest of the chosen types may last; None without a limit."""
        months = [one.longest_months for one in self.types]
        return None if None in months else max(months, default=None)

    @property
    def longest_type_name(self) -> str:
        """The name of the type that may last longest."""
        return str(max(self.types, key=lambda one: one.longest_months or 0).name)

    @property
    def asked_first_day(self) -> date | None:
        """The first day that was asked; None for "as soon as it is accepted"."""
        day = self.answer("start", "day")
        return date.fromisoformat(day) if day else None

    @property
    def first_day(self) -> date:
        """The day from which a period is counted."""
        return self.asked_first_day or self.today

    @property
    def latest_last_day(self) -> date | None:
        """The latest last day that the types allow; None without a limit."""
        return last_day_of_period(self.first_day, self.longest_months) if self.longest_months else None

    @cached_property
    def news(self) -> NoticeState:
        """How the own party wants its news, as it chose before."""
        return find_notice_state(self.session, self.draft.party_id)

    @cached_property
    def notice(self) -> NoticeChoice | None:
        """What it chose now; None when that was not asked."""
        answer = self.answers.get("notice")
        return NoticeChoice(answer["large_print"], MailWish(answer["mail"]), answer["email"]) if answer else None

    @cached_property
    def seconds(self) -> Sequence[object]:
        """Who can sign second; nobody when one signature is enough."""
        return seconds_of(self, self.own, self.types, "")

    def needs_second(self, types: Sequence[MandateType]) -> bool:
        """Whether somebody else has to sign too for these types; asked by each page, so it is looked up once."""
        if not can_be_joint(self, types):
            return False
        key = frozenset(one.key for one in types)
        known = self.__dict__.setdefault("_needs_second", {})
        if key not in known:
            known[key] = bool(seconds_of(self, self.own, types, ""))
        return bool(known[key])

    @property
    def talk_about(self) -> str:
        """What a customer at the counter tells in his own words."""
        return self.wish.fingerprint()

    @cached_property
    def wish(self) -> MandateWish:
        """What was answered, as the core takes it; only when every question before the check is answered."""
        period, last_day = self.answer("period", "period"), self.answer("end-date", "day")
        keys = tuple(self.answer("types", "types", ()))
        whole_group = self.group is not None and set(keys) == set(self.group_type_keys)
        return MandateWish(
            starter_id=self.draft.party_id,
            other_number=self.answer(self.other_step, "number"),
            type_keys=keys,
            started_by=self.started_by,
            reason=self.answer("reason", "text"),
            group_version_id=self.group.id if whole_group else None,
            first_day=self.asked_first_day,
            months=int(period) if period and period.isdigit() else None,
            last_day=date.fromisoformat(last_day) if last_day else None,
            notice=self.notice,
        )
