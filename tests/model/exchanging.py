"""Lets the functions of a module that is loaded already do what they would do if its source were another one.

Loading the module anew, with all that took something out of it, takes a second; exchanging the code of its functions
takes nothing. What stands outside functions (a constant, a statement that is made once) cannot be exchanged, as others
have it by now.
"""

import gc
from collections.abc import Iterator
from types import CodeType, FunctionType

NEW_LOCALS = 0x02  # the flag of a function's code; a module and a class have none


class NotInFunctions(Exception):
    """More changes than what functions do."""


def functions_by_code(room: str) -> dict[CodeType, list[FunctionType]]:
    """Every function that a module in this room made, under its code; look once, as it goes through all that lives."""
    found: dict[CodeType, list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and (one.__module__ or "").startswith(room):
            found.setdefault(one.__code__, []).append(one)
    return found


def exchange(path: str, before: str, after: str, functions: dict[CodeType, list[FunctionType]]) -> None:
    """Let the functions of the module at `path` be those of the source `after`.

    NotInFunctions when that is not all that changes, or when a changed function is not among `functions`; then nothing
    was exchanged.
    """
    old, new = (compile(source, path, "exec", dont_inherit=True) for source in (before, after))
    pairs = list(_changed(old, new))
    missing = [one.co_name for one, other in pairs if one not in functions and _does(one) != _does(other)]
    if missing or not any(one in functions for one, _ in pairs):
        raise NotInFunctions(f"{path}: {missing or 'no function changes'}")
    for one, other in pairs:
        for function in functions.get(one, ()):
            function.__code__ = other


def _changed(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions outside other functions that differ, old and new; a line further down is a difference too."""
    if old.co_flags & NEW_LOCALS:
        if old != new:
            if old.co_freevars != new.co_freevars:
                raise NotInFunctions(old.co_name)
            yield old, new
        return
    if _does(old, inside=False) != _does(new, inside=False):
        raise NotInFunctions(old.co_name)
    for one, other in zip(_inner(old), _inner(new), strict=True):
        yield from _changed(one, other)


def _inner(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _does(code: CodeType, *, inside: bool = True) -> tuple[object, ...]:
    """What a piece of code does, wherever it stands: its instructions and what they use; with what is in it, or not."""
    kept = [(type(one), repr(one)) for one in code.co_consts if not isinstance(one, CodeType)]
    inner = [_does(one) for one in _inner(code)] if inside else [one.co_name for one in _inner(code)]
    return code.co_code, kept, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, inner
