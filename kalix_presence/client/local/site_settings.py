"""A desk's settings as the site has decided some of them; what somebody chose stays kept, for when it does not any more."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings


def decided_names(preferences: wire.PreferencesView | None, locked: Collection[str] = ()) -> frozenset[str]:
    """The settings of a desk that nobody changes there: the site has decided them, at the hub or here (`locked`)."""
    return _by_hub(preferences, locked) | frozenset(locked)


def decided(settings: Settings, preferences: wire.PreferencesView | None, locked: Collection[str] = ()) -> Settings:
    """`settings` as they count. What is `locked` on this computer stays: its policy comes before what the hub says of all."""
    if preferences is None:
        return settings
    names = _by_hub(preferences, locked)
    values: dict[str, bool | str] = {name: preferences.reminders[name] for name in names - {"office"}}
    if "office" in names:
        values["office"] = " ".join(preferences.office)
    return msgspec.structs.replace(settings, **values)


def _by_hub(preferences: wire.PreferencesView | None, locked: Collection[str]) -> frozenset[str]:
    if preferences is None:
        return frozenset()
    names = preferences.reminders.keys() & set(Settings.__struct_fields__)
    return frozenset(names | {"office"} if preferences.office else names).difference(locked)
