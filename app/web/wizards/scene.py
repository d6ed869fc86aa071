"""What a page of a wizard knows: who answers, what is answered so far, and a session to read with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.drafts import KeptDraft
from app.core.handoffs.returning import WayBack, find_way_back
from app.core.permits.drafts import may_throw_away
from app.core.permits.phone import was_begun_unchecked
from app.wizard import Walk, Wizard


@dataclass
class Scene:
    """One request within one draft. Subclasses add what their questions are about: a holder, a mandate, types.

    `walk` says which questions exist and which is next; `answers` are those of it that count. `session` reads, except
    while sending.
    """

    session: Any
    actor: Actor
    draft: KeptDraft
    now: datetime
    wizard: Wizard
    answers: dict[str, dict[str, Any]]
    walk: Walk = field(init=False)

    @classmethod
    def of(cls, wizard: Wizard, session: object, actor: Actor, draft: KeptDraft, now: datetime) -> Self:
        """The scene of a draft, with those of its answers that still count."""
        scene = cls(session, actor, draft, now, wizard, {})
        scene.walk = wizard.walk(draft.answers, scene)
        scene.answers = scene.walk.counted
        return scene

    @cached_property
    def today(self) -> date:
        """The calendar day in Brussels."""
        return brussels_day(self.now)

    @property
    def at_the_counter(self) -> bool:
        """Whether a clerk answers the questions with a customer."""
        return self.actor.visit_id is not None

    @property
    def on_the_phone(self) -> bool:
        """Whether a clerk answers the questions with a caller."""
        return self.actor.call_id is not None

    @cached_property
    def was_begun_unchecked(self) -> bool:
        """Whether a caller had it prepared whom nobody knew."""
        return was_begun_unchecked(self.session, self.draft.begun_call_id)

    @property
    def can_be_kept(self) -> bool:
        """Whether somebody may stop half-way and go on later."""
        return True

    @property
    def can_be_thrown_away(self) -> bool:
        """Whether somebody may throw the answers away."""
        return may_throw_away(self.actor, self.draft)

    @cached_property
    def way_back(self) -> WayBack | None:
        """The application from which he was sent here, when there is a way back to it."""
        found = self.draft.handoff_id
        return find_way_back(self.session, self.actor, found) if found else None

    @property
    def sent(self) -> bool:
        """Whether it was sent: from then on every page of the draft leads to the done page."""
        return bool(self.draft.mandate_id)

    @property
    def dossier_number(self) -> str:
        """The number under which people find it back."""
        return str(self.draft.dossier_number)

    def answer(self, step: str, key: str, default: Any = None) -> Any:  # noqa: ANN401 - an answer can be any plain value
        """One value of the answer to `step`, or `default` when it is not answered."""
        return self.answers.get(step, {}).get(key, default)
