"""Why a backup or its restoration did not happen."""


class BackupError(Exception):
    """Nothing was written or changed; the text says why."""
