"""The engine of every wizard: which questions exist, which one is next, and what still holds after a change.

Pure: it knows steps and answers, and nothing of pages, tables or mandates.
"""

from app.wizard.fingerprint import fingerprint
from app.wizard.section import Section, SectionState
from app.wizard.step import CHECK, Answer, Answers, Step
from app.wizard.walk import Position, Walk
from app.wizard.wizard import Wizard

__all__ = ["CHECK", "Answer", "Answers", "Position", "Section", "SectionState", "Step", "Walk", "Wizard", "fingerprint"]
