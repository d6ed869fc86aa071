"""Who signs too, when something is passed on."""

from app.web.wizards.joint import JointForm


class PassOnJointForm(JointForm):
    """As everywhere, but not with a letter: a letter passes nothing on."""

    by_letter = False
