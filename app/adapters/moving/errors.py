"""Why a move did not happen."""


class MoveError(Exception):
    """Nothing was moved, and neither database has changed; the text says why, and what to do."""
