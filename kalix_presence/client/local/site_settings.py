"""A desk's settings as the site has decided some of them; what somebody chose stays kept, for when it does not any more."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings


def decided_names(preferences: wire.PreferencesView | None) -> frozenset[str]:
    """The settings of a desk that nobody changes there: the site has decided them."""
    if preferences is None:
        return frozenset()
    names = preferences.reminders.keys() & set(Settings.__struct_fields__)
    return frozenset(names | {"office"} if preferences.office else names)


def decided(settings: Settings, preferences: wire.PreferencesView | None) -> Settings:
    """`settings` as they count."""
    if preferences is None:
        return settings
    values: dict[str, bool | str] = {name: preferences.reminders[name] for name in decided_names(preferences) - {"office"}}
    if preferences.office:
        values["office"] = " ".join(preferences.office)
    return msgspec.structs.replace(settings, **values)
