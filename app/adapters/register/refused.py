"""The one way in which a register file is refused."""


class RegisterRefused(Exception):
    """A file cannot be imported, and nothing has changed. The text says which file, which line, and what is wrong."""

    def __init__(self, reason: str, *, file: str | None = None, line: int | None = None) -> None:
        place = ", ".join(filter(None, [file, f"line {line}" if line else None]))
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason, self.file, self.line = reason, file, line
