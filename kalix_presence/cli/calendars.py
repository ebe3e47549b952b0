"""`calendars`: the calendars that the hub reads for oneself, how they fare, connecting another and having one read no more."""

from __future__ import annotations

import getpass
import json
import sys

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.client.connection import calendars
from kalix_presence.model.errors import BadInput, NotFound
from kalix_presence.model.when.reading import short


async def list_calendars(*, as_json: bool) -> int:
    """List them: where they lie, when they were read last, what is wrong with them and what of them does not count."""
    async with joined() as desk:
        view = await calendars.calendars_of(desk.session.hub, desk.extension())
        if as_json:
            print(json.dumps(plain(view), ensure_ascii=False))
            return Exit.OK
        if not view.calendars:
            print(desk.words.say("cli.calendars-none" if view.kinds else "cli.calendars-not-here"))
            return Exit.OK
        for each in view.calendars:
            _show(desk, each)
        return Exit.OK


async def add(address: str, *, username: str, microsoft: bool, as_json: bool) -> int:
    """Have a calendar read from now on: a link, a CalDAV address with a user name, or the own mailbox in Microsoft 365."""
    async with joined() as desk:
        if address == "-":  # the address of a link is a secret, and command lines can be seen
            address = sys.stdin.readline().strip()
        if bool(address) == microsoft:
            raise BadInput("calendar-which", field="address")
        kind = wire.CalendarKind.CALDAV if username else wire.CalendarKind.ICS
        password = _password(desk.words.say("cli.calendar-password", username=username)) if username else ""
        wish = wire.CalendarRequest(wire.CalendarKind.GRAPH if microsoft else kind, address, username, password)
        made = await calendars.add_calendar(desk.session.hub, desk.extension(), wish)
        if as_json:
            print(json.dumps(plain(made), ensure_ascii=False))
        else:
            _show(desk, made)
        return Exit.OK


async def remove(calendar_id: str) -> int:
    """Have one read no more; what the hub knows of it is erased."""
    async with joined() as desk:
        view = await calendars.calendars_of(desk.session.hub, desk.extension())
        meant = fitting(view.calendars, calendar_id)
        if not meant:
            raise NotFound("calendar-id-unknown", id=calendar_id[:40])
        if len(meant) > 1:
            raise BadInput("calendar-id-unclear", id=calendar_id[:40])
        await calendars.remove_calendar(desk.session.hub, meant[0].id)
        print(desk.words.say("cli.calendar-removed", calendar=calendars.place_of(meant[0])))
        return Exit.OK


def _show(desk: Joined, calendar: wire.CalendarView) -> None:
    words = desk.words
    if calendar.trouble:
        state = calendar.detail or calendar.trouble
    elif calendar.read_at is None:
        state = words.say("cli.calendar-not-read")
    else:
        at = short(calendar.read_at, now=desk.now, zone=desk.worktime.zone, words=words)
        state = words.say("cli.calendar-read", time=at, count=calendar.entries)
    print_table([[calendar.id[:SHOWN_ID], calendars.place_of(calendar), state]])
    for each in calendar.left_out:
        print(f"  {each.day}: {each.detail}" if each.day is not None else f"  {each.detail}")
    if calendar.unread > len(calendar.left_out):
        print(f"  {words.say('cli.calendar-unread', count=calendar.unread)}")


def _password(prompt: str) -> str:
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
