"""Templates are compiled once in a process, however many applications are made in it: tests make hundreds."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory; a template whose text changed is compiled anew."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take over what was compiled before, if its text is still the same."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()
