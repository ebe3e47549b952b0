"""The keys that all hubs of a group must have alike: whoever leads with another could open nothing that the others sealed.

They lie in files beside each hub, not in the database that they guard; there only a digest of each is kept, by which a hub
whose files are others is known before it leads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store.audit_trail import files_of, key_of
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.sealing import Sealer
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.writer import Transaction

_KEPT = "key_mark_"


def key_files(config: Config) -> Mapping[str, Path]:
    """The file of each key, by what it is for."""
    return {
        "audit": files_of(config.path(config.database))[0],
        "factors": config.path(config.sign_in.factor_key_file),
        "calendars": config.path(config.calendars.key_file),
    }


def other_keys(sql: Sql, config: Config) -> list[str]:
    """The files, by their names, that are not the group's: another hub has led with others, or this one has none."""
    marks = {name: read_setting(sql, _KEPT + name) for name in key_files(config)}
    return [file.name for name, file in key_files(config).items() if marks[name] is not None and marks[name] != _mark(file)]


def make_keys(config: Config) -> None:
    """Make those that are not there, for the first hub of a group: what is made later another hub would not have."""
    files = key_files(config)
    key_of(files["audit"], like=files["audit"].parent)
    for name in ("factors", "calendars"):
        Sealer(files[name], lost="").make()


def keep_marks(change: Transaction, config: Config) -> None:
    """The group's keys are these from now on, where it had none."""
    for name, file in key_files(config).items():
        mark = _mark(file)
        if mark and read_setting(change.sql, _KEPT + name) is None:
            put_setting(change.sql, _KEPT + name, mark)


def _mark(file: Path) -> str:
    """A digest of the key, which is random and long: nobody finds it by that. "" where it cannot be read."""
    try:
        return hashlib.sha256(b"kalix-hub key " + file.read_bytes().strip()).hexdigest()[:32]
    except OSError:
        return ""
