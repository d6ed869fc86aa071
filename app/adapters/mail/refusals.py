"""What can go wrong with a mail. Only the two refusals are final; all else is tried again."""


class MailError(Exception):
    """The mail did not leave now: the server was away, busy, or did not let us in."""


class AddressRefused(MailError):
    """The server says that nobody can be reached at this address."""


class MessageRefused(MailError):
    """The server took the address and refuses these words, for good."""
