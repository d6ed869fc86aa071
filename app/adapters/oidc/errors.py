"""What can go wrong when somebody comes back from a provider: it does not answer, or what it says is not believed."""


class ProviderDown(Exception):
    """The provider does not answer, or not as one; nobody did anything wrong. `reason` is a code for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TokenRefused(Exception):
    """What came back is not believed. `reason` is a code for the log: it holds nothing of whoever came."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
