"""What a person chose: the hub's address, the username, language, theme and start-up. Never a secret."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from kalix_presence.client.connection.address import hub_address
from kalix_presence.client.local.site_files import DEFAULTS, POLICY, site_hub
from kalix_presence.model.errors import BadInput
from kalix_presence.model.words import LANGUAGES
from kalix_presence.wire import UNREADABLE

DEFAULT_HUB = "http://127.0.0.1:8770"


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Settings of one person on one machine. `language` "" means the system's.

    `lunch` and `day_end` say whether to be asked then; with `lunch_learnt` a lunch time is learnt from one's own lunches.
    `unannounced`: having been away without a word is asked about, by the locked screen and the idle keyboard. `unlock_tells`:
    an unlocked screen is a sign of life. `office` names the networks of the office, as `office.networks_of` reads them.
    `notifications`: callback messages pop up as the "system"'s own notifications where it has such with buttons, or always as
    our "card". `greeting_weeks` says for how long from `first_day` (ISO) on the card of an incoming call holds the line to
    answer with; 0 is never.
    """

    hub: str = DEFAULT_HUB
    username: str = ""
    language: str = ""
    theme: Literal["system", "light", "dark"] = "system"
    start_with_session: bool = False
    shortcut: str = "Ctrl+Alt+Space"
    lunch: bool = True
    lunch_learnt: bool = True
    day_end: bool = True
    unannounced: bool = False
    unlock_tells: bool = True
    office: str = ""
    notifications: Literal["system", "card"] = "system"
    greeting_weeks: int = 8
    first_day: str = ""
    welcomed: tuple[str, ...] = ()
    """Who has seen the welcome on this computer, as username@hub."""


def load(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `folder`; a default for each that is not there or is no such value. What the organisation
    has put on the computer names the server (`site_files`); `KALIX_HUB` overrides it.

    Raises BadInput for an address in `KALIX_HUB` that cannot be used.
    """
    settings = _kept(folder)
    try:
        hub_address(settings.hub)
    except BadInput:
        settings = msgspec.structs.replace(settings, hub=DEFAULT_HUB)
    decided = site_hub(POLICY, environment)
    if decided is not None:
        settings = msgspec.structs.replace(settings, hub=decided)
    elif settings.hub == DEFAULT_HUB:
        settings = msgspec.structs.replace(settings, hub=site_hub(DEFAULTS, environment) or DEFAULT_HUB)
    override = environment.get("KALIX_HUB")
    return msgspec.structs.replace(settings, hub=hub_address(override)) if override else settings


def _kept(folder: Path) -> Settings:
    try:
        values = msgspec.json.decode((folder / "settings.json").read_bytes(), type=dict[str, Any])
    except (OSError, *UNREADABLE):
        return Settings()
    good: dict[str, Any] = {}
    for name in values.keys() & set(Settings.__struct_fields__):
        with suppress(*UNREADABLE):  # one value of an older version, or of somebody's editor, takes no other along
            good[name] = getattr(msgspec.convert({name: values[name]}, Settings), name)
    if good.get("language", "") not in ("", *LANGUAGES):
        del good["language"]
    return Settings(**good)


def save(folder: Path, settings: Settings) -> None:
    """Keep the settings; the old ones stay whole until the new ones are."""
    write_whole(folder / "settings.json", msgspec.json.format(msgspec.json.encode(settings), indent=2))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that others see either old or new, never half, and only its owner may read."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # before its name: a machine that loses power keeps the old one or the new one whole
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
