"""Invented extracts: a full one of any size, and updates that follow it. The same arguments give the same bytes."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import BinaryIO, TextIO

from app.adapters.register.invented import rows
from app.adapters.register.invented.contacts import invent_contacts
from app.adapters.register.invented.enterprises import (
    FIRST_BODY,
    Invented,
    Place,
    invent_enterprise,
    invent_enterprises,
)

FIRST_NUMBER = 140
DAYS = ("30-10-2026", "31-10-2026", "01-11-2026", "02-11-2026", "03-11-2026", "04-11-2026", "05-11-2026", "06-11-2026")
ZIP_DATE = (2026, 11, 1, 7, 0, 0)
CHANGED_IN = 150  # of so many enterprises, an update changes one
NEW_IN = 1500

Target = Path | BinaryIO


def write_full(target: Target, count: int, seed: int, *, number: int = FIRST_NUMBER) -> None:
    """A full extract of `count` enterprises."""
    with _Files(target, {f"{name}.csv": columns for name, columns in rows.HEADS.items()}) as files:
        for one in invent_enterprises(count, seed):
            _write_all(one, lambda name, line: files.write(f"{name}.csv", line))
        files.add("meta.csv", rows.meta_lines(number, DAYS[0], "full"))
        files.add("code.csv", [rows.head("Category Code Language Description"), *rows.code_lines()])


def write_update(target: Target, count: int, seed: int, *, follows: int) -> None:
    """The update after extract `follows`, for the full extract number 140 with the same count and seed.

    Each update changes other enterprises: some move, get a name or a phone number, go bankrupt, have their seat struck
    off, or stop; and some are new.
    """
    number = follows + 1
    heads = {f"{name}_insert.csv": columns for name, columns in rows.HEADS.items()}
    heads |= {f"{name}_delete.csv": columns.split()[0] for name, columns in rows.HEADS.items()}
    pick = Random(seed * 1_000_003 + number)  # noqa: S311  nothing secret
    with _Files(target, heads) as files:
        last = FIRST_BODY
        for place, one in enumerate(invent_enterprises(count, seed)):
            last = one.body
            if place % CHANGED_IN == number % CHANGED_IN:
                _CHANGES[pick.randrange(len(_CHANGES))](files, pick, one)
        for body in range(last + 10 * number * (count // NEW_IN + 1), last + 10**7, 7)[: count // NEW_IN + 1]:
            _write_all(invent_enterprise(pick, body), files.insert)
        files.add("meta.csv", rows.meta_lines(number, DAYS[(number - FIRST_NUMBER) % len(DAYS)], "update"))
        files.add("code.csv", [rows.head("Category Code Language Description"), *rows.code_lines()])


def _write_all(one: Invented, write: rows.Write) -> None:
    invent_contacts(one)
    for part in (
        rows.write_enterprise, rows.write_units, rows.write_names, rows.write_addresses, rows.write_contacts,
        rows.write_unread,
    ):
        part(one, write)


def _move(files: "_Files", pick: Random, one: Invented) -> None:
    values = list((one.seat or one.units[0].place).values) if one.seat or one.units else []
    if not values:
        return
    values[5] = values[6] = "Verhuisstraat"
    values[7] = str(pick.randint(1, 99))
    _delete_addresses(files, one)
    if one.seat:
        one.seat = Place(tuple(values))
    else:
        one.units[0].place = Place(tuple(values))
    rows.write_addresses(one, files.insert)


def _rename(files: "_Files", pick: Random, one: Invented) -> None:
    entities = [one.number, *(unit.number for unit in one.units)]
    for entity in entities:
        files.delete("denomination", entity)
    language, kind, name = one.names[0]
    one.names[0] = (language, kind, f"{name} Nieuw{pick.choice('abcdefgh')}")
    rows.write_names(one, files.insert)


def _go_bankrupt(files: "_Files", _pick: Random, one: Invented) -> None:
    files.delete("enterprise", one.number)
    one.situation = "050"
    rows.write_enterprise(one, files.insert)


def _strike_off(files: "_Files", _pick: Random, one: Invented) -> None:
    if one.seat:
        _delete_addresses(files, one)
        one.seat.struck_off = DAYS[0]
        rows.write_addresses(one, files.insert)


def _get_another_number(files: "_Files", pick: Random, one: Invented) -> None:
    files.delete("contact", one.number)
    one.contacts = [("TEL", f"02 000 01 {pick.randint(0, 99):02d}")]
    rows.write_contacts(replace(one, units=[]), files.insert)


def _stop(files: "_Files", _pick: Random, one: Invented) -> None:
    files.delete("enterprise", one.number)
    files.delete("denomination", one.number)
    _delete_addresses(files, one)
    files.delete("contact", one.number)
    for unit in one.units:
        files.delete("contact", unit.number)
        files.delete("establishment", unit.number)
        files.delete("denomination", unit.number)


def _delete_addresses(files: "_Files", one: Invented) -> None:
    for entity in [one.number] * bool(one.seat) + [unit.number for unit in one.units]:
        files.delete("address", entity)


_CHANGES = (_move, _rename, _go_bankrupt, _strike_off, _stop, _get_another_number)


class _Files:
    """The csv files of a zip, written side by side on disk and packed at the end: an extract need not fit in memory."""

    def __init__(self, target: Target, heads: dict[str, str]) -> None:
        self._target, self._heads = target, heads
        self._open: dict[str, TextIO] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "_Files":
        for name, columns in self._heads.items():
            self.add(name, [rows.head(columns)])
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._stack:
            if kind is None:
                self._pack()

    def write(self, name: str, line: str) -> None:
        self._open[name].write(line + "\n")

    def insert(self, name: str, line: str) -> None:
        self.write(f"{name}_insert.csv", line)

    def delete(self, name: str, entity: str) -> None:
        self.write(f"{name}_delete.csv", rows.quoted(entity))

    def add(self, name: str, lines: Iterable[str]) -> None:
        file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115  the stack closes it
        self._open[name] = self._stack.enter_context(file)
        for line in lines:
            self.write(name, line)

    def _pack(self) -> None:
        with zipfile.ZipFile(self._target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, file in self._open.items():
                file.flush()
                file.seek(0)
                member = zipfile.ZipInfo(name, ZIP_DATE)
                member.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(member, "w", force_zip64=True) as packed:
                    shutil.copyfileobj(file.buffer, packed, 1 << 20)
