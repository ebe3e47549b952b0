"""What the organisation's policy decided when it could be read last: that holds on while it cannot.

Kept beside the person's settings. Whoever writes there gains nothing as long as the policy can be read.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.settings_table import LOCKABLE, TABLE, Value, as_now
from kalix_presence.client.local.site_files import Layer
from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.model.errors import BadInput
from kalix_presence.wire import UNREADABLE

FILE = "decided.json"


def last_decided(folder: Path, policy: Layer) -> dict[str, Value]:
    """What `policy` decides, and for what it speaks of without a value that can be used, what it decided last.

    A policy that cannot be read whole may speak of anything. What is found is kept for the next time, as far as `folder`
    can be written.
    """
    before = _kept(folder)
    spoken_of = LOCKABLE if policy.broken else policy.named
    found = {key: value for key, value in before.items() if key in spoken_of} | policy.values
    if found != before:
        with suppress(OSError):
            _keep(folder, found)
    return found


def _kept(folder: Path) -> dict[str, Value]:
    try:
        values = as_now(msgspec.json.decode((folder / FILE).read_bytes(), type=dict[str, Any]))
    except (OSError, *UNREADABLE):
        return {}
    good: dict[str, Value] = {}
    for key in values.keys() & LOCKABLE:
        with suppress(BadInput):
            good[key] = TABLE[key].read(values[key])
    return good


def _keep(folder: Path, values: dict[str, Value]) -> None:
    if values:
        write_whole(folder / FILE, msgspec.json.format(msgspec.json.encode(values), indent=2))
    else:
        clear_away(folder / FILE)
