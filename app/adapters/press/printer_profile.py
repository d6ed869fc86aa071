"""Where a print service wants the address: millimetres from the sheet's top left corner, one TOML file per envelope."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.environment import SettingsError

PROFILES = Path(__file__).parent / "profiles"


class UnknownProfile(SettingsError):
    """There is no printer profile with that name; the text lists those there are."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet, in millimetres."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PrinterProfile:
    """The address block, the zone around it that stays empty, and what stands beside it."""

    name: str
    address: Box
    quiet: Box
    facts_x: float
    qr_x: float
    note_x: float

    def style(self) -> str:
        """The style sheet that moves the letter's parts to where this profile wants them."""
        places = {
            "address-x": self.address.x,
            "address-y": self.address.y,
            "address-width": self.address.width,
            "address-height": self.address.height,
            "facts-x": self.facts_x,
            "qr-x": self.qr_x,
            "note-x": self.note_x,
        }
        return ":root{" + "".join(f"--{name}:{value}mm;" for name, value in places.items()) + "}"


def read_profile(name: str) -> PrinterProfile:
    """The profile `name`; raises UnknownProfile when there is none."""
    known = sorted(path.stem for path in PROFILES.glob("*.toml"))
    if name not in known:
        raise UnknownProfile(f"PRINTER_PROFILE: is {name!r}. Choose one of: {', '.join(known)}.")
    facts = tomllib.loads((PROFILES / f"{name}.toml").read_text(encoding="utf-8"))
    return PrinterProfile(name, Box(**facts["address"]), Box(**facts["quiet"]), **facts["beside"])
