"""How one wizard appears on the web: its address, its words, its check page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core.actor import Actor
from app.web.actors import current_actor
from app.web.wizards.scene import Scene
from app.wizard import Wizard, fingerprint

CHECK_HEADING = "nakijken"
# Why an answer that was kept has to be looked at again: a sentence, or None when it still stands.
Change = Callable[[Any], str | None]


@dataclass(frozen=True)
class Row:
    """One answer on the check page; `step` is where it can be changed, None when it cannot."""

    label: str
    value: str
    step: str | None = None
    hidden: str = ""


@dataclass(frozen=True)
class Problem:
    """Why it cannot be sent as it stands, and where that can be mended: at another step, or on the page itself."""

    sentence: str
    step: str | None = None
    anchor: str = CHECK_HEADING


@dataclass(frozen=True)
class Look:
    """What the check page says of a colleague who has to look: `state` is "ask", "waits", "doubts" or "agrees".

    `sight` is what he looks at. `looker` is his number, once he said something.
    """

    state: str
    sight: Any
    reasons: Sequence[str]
    asked_at: datetime | None = None
    looker: str = ""
    looked_at: datetime | None = None

    @property
    def agreed(self) -> bool:
        """Whether it can be sent now."""
        return self.state == "agrees"


@dataclass(frozen=True)
class CheckPage:
    """What the check page shows before sending. `shown` is plain data for the template.

    `tick` asks for a tick before sending. `look` is about the colleague of a clerk who has to look first. `template`
    can be another page than the check page, for when there is nothing left to send.
    """

    shown: Mapping[str, Any]
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    tick: bool = True
    template: str = "check"
    look: Look | None = None

    @property
    def waits(self) -> bool:
        """Whether a colleague has to agree before it can be sent."""
        return self.look is not None and not self.look.agreed

    @property
    def fingerprint(self) -> str:
        """The mark of everything on the page: sending is refused when it is no longer this."""
        return fingerprint([dict(self.shown), [(row.label, row.value) for row in self.rows]])


@dataclass(frozen=True)
class WizardPages:
    """A wizard with all that the one view needs to show it.

    `before` is the endpoint of the page before the first question. `labels` names the lines of the overview, `told`
    says what is answered on each of them. `check` makes the check page, `done` what the done page shows.
    `steps_of_fields` says at which step a field of the core is asked. `about` says in a few words what was begun;
    `changes` holds, by step, what can have changed outside since it was answered.
    `actor` says who answers; `becomes` is the wizard in which somebody else finishes what this one prepares.
    `flag` says of answers that are kept that nothing happened yet.
    `undone` is what does not happen to who stops, to do and done.
    `looking_at` is the note, and the word in it, that keeps what somebody was looking at when he began.
    """

    wizard: Wizard
    prefix: str
    title: str
    before: str
    scene_class: type[Scene]
    labels: Mapping[str, str]
    told: Callable[[Any], Mapping[str, str]]
    check: Callable[[Any], CheckPage]
    done: Callable[[Any], Mapping[str, Any]]
    about: Callable[[Any], str]
    slip_heading: str = "Uw mandaat tot nu toe"
    flag: str = "Nog niet verstuurd"
    undone: tuple[str, str] = ("versturen", "verstuurd")
    steps_of_fields: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    actor: Callable[[], Actor] = current_actor
    becomes: str | None = None
    looking_at: tuple[str, str] | None = None

    def changed(self, scene: Scene, step: str) -> str | None:
        """Why the answer to this step has to be looked at again; None when it was not given, or still stands."""
        return self.changes[step](scene) if step in self.changes and step in scene.answers else None

    @property
    def name(self) -> str:
        """The wizard's name: that of its folder of templates and of its blueprint."""
        return self.wizard.name
