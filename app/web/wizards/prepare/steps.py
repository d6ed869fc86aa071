"""The questions on the phone: those of giving that a caller can answer. The rest is asked of who finishes it."""

from app.web.wizards.give.steps import GIVE
from app.web.wizards.prepare.check import submit
from app.wizard import Wizard

# Who gives is the caller's party. How news comes, who signs too and what is read aloud waits for who gives.
ASKED = ("holder", "holder-check", "what", "types", "start", "period", "end-date")

PREPARE = Wizard("prepare", steps=tuple(step for step in GIVE.steps if step.name in ASKED), submit=submit)
