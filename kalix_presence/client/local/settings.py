"""The client's settings as they count: the organisation's, a person's own, and what is built in. Never a secret."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from kalix_presence.client.connection.address import server_text
from kalix_presence.client.local.last_decided import last_decided
from kalix_presence.client.local.settings_table import DEFAULT_HUB, LOCKABLE, TABLE, Value, as_now, usual_shortcut
from kalix_presence.client.local.site_files import DEFAULTS, ETC, POLICY, Layer, SiteFault, read_layer
from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.model.errors import BadInput
from kalix_presence.wire import UNREADABLE


class Settings(msgspec.Struct, frozen=True):
    """Settings of one person on one machine, each a row of `settings_table`. `language` "" means the system's.

    `lunch` and `day_end` say whether to be asked then; with `lunch_learnt` a lunch time is learnt from one's own lunches.
    `unannounced`: having been away without a word is asked about, by the locked screen and the idle keyboard. `unlock_tells`:
    an unlocked screen is a sign of life. `office` names the networks of the office, as `office.networks_of` reads them.
    `notifications`: callback messages pop up as the "system"'s own notifications where it has such with buttons, or always as
    our "card". `greeting`: the card of an incoming call holds the line to answer with as long as the "site" says for who is
    new, "always" or "never". `outlook_signature`: one's signature is kept where Outlook for Windows takes it from.
    `updates`: it is said when the site has a newer version of the program ready, and may be fetched from the signed feed at
    `update_feed`, trusted by the SHA-256 of its first root (`update_root`).
    """

    hub: str = DEFAULT_HUB
    username: str = ""
    language: str = ""
    theme: Literal["system", "light", "dark"] = "system"
    start_with_session: bool = False
    shortcut: str = usual_shortcut(sys.platform)
    lunch: bool = True
    lunch_learnt: bool = True
    day_end: bool = True
    unannounced: bool = False
    unlock_tells: bool = True
    office: str = ""
    notifications: Literal["system", "card"] = "system"
    greeting: Literal["site", "always", "never"] = "site"
    outlook_signature: bool = False
    updates: bool = True
    update_feed: str = ""
    update_root: str = ""
    welcomed: tuple[str, ...] = ()
    """Who has seen the welcome on this computer, as username@hub."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings that count, and what the organisation has decided of them: the keys in `locked`, by `source`.

    `lost` are those of them that nobody can read how: they stay as they were. `hub_known`: somebody named the hub, else the
    built-in address stands there and is nobody's.

    `faults` is what is wrong with the policy, `notes` what an administrator finds in the log: unusable defaults, an environment
    that the policy beats.
    """

    settings: Settings
    locked: frozenset[str] = frozenset()
    source: str = ""
    faults: tuple[SiteFault, ...] = ()
    notes: tuple[SiteFault, ...] = ()
    lost: frozenset[str] = frozenset()
    hub_known: bool = True


def load(folder: Path, environment: Mapping[str, str] = os.environ, etc: Path = ETC) -> Settings:
    """The settings in `folder`; see `load_all`."""
    return load_all(folder, environment, etc).settings


def load_all(folder: Path, environment: Mapping[str, str] = os.environ, etc: Path = ETC) -> Loaded:
    """Machine policy, which is locked, then `KALIX_HUB`, the person's file, machine defaults, and what is built in.

    What a person's file holds that is no such value counts as nothing chosen. A policy that cannot be read whole locks
    everything that it may decide: what could be read of it counts, and the rest stays as it was: as the policy decided last,
    else as it would be without one. So does a single value of it that cannot be used.

    Raises BadInput for an address in `KALIX_HUB` that cannot be used, unless the policy decides the hub.
    """
    policy, defaults = read_layer(POLICY, environment, etc), read_layer(DEFAULTS, environment, etc)
    locked = LOCKABLE if policy.broken else policy.named
    decided, chosen = last_decided(folder, policy), _kept(folder)
    override = environment.get("KALIX_HUB")
    notes = [*defaults.faults]
    if override and "hub" in decided:
        notes.append(SiteFault("site-beats-environment", policy.source, "hub"))
    elif override:
        chosen["hub"] = server_text(override)
    settings = _settings(_below(defaults) | chosen | decided)
    # A person's file does not hold what is as it would be without a choice: whoever signed in knew where.
    known = "hub" in decided.keys() | chosen.keys() | defaults.values.keys() or bool(settings.username)
    lost = locked - policy.values.keys()
    return Loaded(settings, locked, policy.source, policy.faults, tuple(notes), lost, known)


def origins(folder: Path, environment: Mapping[str, str] = os.environ, etc: Path = ETC) -> dict[str, str]:
    """Who says each setting: "policy", "environment", "person", "defaults", or "built-in"."""
    policy, defaults, chosen = read_layer(POLICY, environment, etc), read_layer(DEFAULTS, environment, etc), _kept(folder)
    decided = last_decided(folder, policy)

    def origin(key: str) -> str:
        if key in decided:
            return "policy"
        if key == "hub" and environment.get("KALIX_HUB"):
            return "environment"
        return "person" if key in chosen else "defaults" if key in defaults.values else "built-in"

    return {key: origin(key) for key in TABLE}


def _below(defaults: Layer) -> dict[str, Value]:
    """What counts where nobody has chosen: the computer's defaults before what is built in."""
    return {key: setting.default for key, setting in TABLE.items()} | defaults.values


def _settings(values: Mapping[str, Value]) -> Settings:
    return Settings(**cast("dict[str, Any]", values))


def _kept(folder: Path) -> dict[str, Value]:
    """What the person's file holds that can be used: one value of an older version or an editor takes no other along."""
    try:
        values = as_now(msgspec.json.decode((folder / "settings.json").read_bytes(), type=dict[str, Any]))
    except (OSError, *UNREADABLE):
        return {}
    good: dict[str, Value] = {}
    for key in values.keys() & TABLE.keys():
        with suppress(BadInput):
            good[key] = TABLE[key].read(values[key])
    return good


def save(folder: Path, settings: Settings, environment: Mapping[str, str] = os.environ, etc: Path = ETC) -> None:
    """Keep what a person chose; the old file stays whole until the new one is.

    What the organisation has locked is no choice: what was chosen before stays for when it is locked no more. What is as it
    would be without a choice is not written, unless it was chosen once: a default that is changed later then counts.
    """
    policy, before = read_layer(POLICY, environment, etc), _kept(folder)
    below = _below(read_layer(DEFAULTS, environment, etc))
    locked = LOCKABLE if policy.broken else policy.named
    chosen = {key: before[key] for key in TABLE if key in before and key in locked}
    for key in TABLE.keys() - locked:
        value = getattr(settings, key)
        if key in before or value != below[key]:
            chosen[key] = value
    write_whole(folder / "settings.json", msgspec.json.format(msgspec.json.encode(chosen), indent=2))
