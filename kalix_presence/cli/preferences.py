"""`preferences`: one's own choices at the hub, shown and changed one at a time."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

from kalix_presence import shipped, wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.status import plain, print_table
from kalix_presence.model.errors import BadInput
from kalix_presence.model.hours_text import read_spans, write_spans
from kalix_presence.model.preferences import Preferences
from kalix_presence.model.words import LANGUAGES

SWITCHES = (
    *("copy_by_mail", "copy_by_sms", "copies_when_off", "gone_at_day_end", "lunch_when_locked", "report_by_mail"),
    *("status_elsewhere", "calls_elsewhere", "reply_elsewhere"),
)
SHOWN = ("hours", "lunch_at", "lunch_minutes", *SWITCHES)
"""What can be changed here; exceptions, phone hours and calendar rules are changed in the window of settings."""


async def show(*, as_json: bool) -> int:
    """Show one's own preferences."""
    async with joined() as context:
        view = context.session.known.preferences
        if view is None:
            raise context.away or BadInput("extension-own-none")
        if as_json:
            print(json.dumps(plain(view), ensure_ascii=False))
        else:
            print_table([[name.replace("_", "-"), _said(context, view, name)] for name in SHOWN])
        return context.end()


async def change(name: str, value: str) -> int:
    """Change one of them; "as the site" and an empty value take a choice back."""
    async with joined() as context:
        field = name.replace("-", "_")
        if field not in SHOWN:
            raise BadInput("preference-unknown", name=name[:40], names=", ".join(each.replace("_", "-") for each in SHOWN))
        request = wire.PreferencesRequest(**{field: _read(field, value)})
        view = await context.session.hub.set_preferences(context.extension(), request)
        print_table([[field.replace("_", "-"), _said(context, view, field)]])
        return Exit.OK


def _read(field: str, value: str) -> Any:
    plain_value = value.strip().casefold()
    if field in SWITCHES:
        for answer, said in ((True, "yes"), (False, "no")):
            if plain_value in {said, *(shipped.words(one).say(f"cli.{said}") for one in LANGUAGES)}:
                return answer
        raise BadInput("preference-switch", text=value[:40])
    if plain_value in {"", *(shipped.words(one).say("cli.as-the-site") for one in LANGUAGES)}:
        return None
    if field == "lunch_minutes":
        if not (plain_value.isascii() and plain_value.isdigit()):
            raise BadInput("preferences-lunch", field=field)
        return int(plain_value[:6])
    spans = read_spans(value if field == "hours" else f"{value}-23.59")
    if field == "hours":
        return {day: list(spans) for day in range(5)}
    return time(spans[0].starts.hour, spans[0].starts.minute)


def _said(context: Joined, view: wire.PreferencesView, field: str) -> str:
    words, chosen = context.words, getattr(view.preferences, field)
    if field in SWITCHES:
        return words.say("cli.yes" if chosen else "cli.no")
    if chosen is None:
        return words.say("cli.as-the-site")
    if field == "lunch_at":
        return f"{chosen.hour}.{chosen.minute:02d}"
    return _week(context, view.preferences) if field == "hours" else str(chosen)


def _week(context: Joined, preferences: Preferences) -> str:
    days = preferences.hours or {}
    parts = [(context.words.say(f"when.short-weekday-{day}"), write_spans(tuple(spans))) for day, spans in sorted(days.items())]
    return "; ".join(f"{day} {spans}" for day, spans in parts if spans)
