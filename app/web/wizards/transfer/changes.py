"""What can have changed outside while an answer about changing holders was kept."""

from app.translations import say
from app.web.wizards.transfer.scene import TransferScene


def old_is_gone(scene: TransferScene) -> str | None:
    """That nothing runs any more with the holder whom the giver wanted to leave."""
    return None if scene.movable.lines else say("wizard.nothing_runs", other=scene.old_name)
