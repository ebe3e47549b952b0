"""`notices`: what units tell the switchboard, from a shell (P9)."""

from __future__ import annotations

import json

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.short_ids import SHOWN_ID, fitting
from kalix_presence.cli.status import plain, print_table
from kalix_presence.cli.typed_time import typed_time
from kalix_presence.client.connection import reception as exchange
from kalix_presence.model.errors import BadInput, NotFound
from kalix_presence.model.when.reading import short


async def list_notices(*, as_json: bool) -> int:
    """List what is valid now or later, and the proposals one may see."""
    async with joined() as context:
        found = await exchange.notices(context.hub)
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
        elif found:
            print_table([_row(context, each) for each in found])
        else:
            print(context.words.say("cli.notices-none"))
        return Exit.OK


async def propose(text: str, *, until: str, since: str, unit: str, publish: bool) -> int:
    """Tell of a change of one's own unit, or of `unit`; times as people type them."""
    async with joined() as context:
        begins = typed_time(context, since) if since else None
        request = wire.NoticeRequest(unit or _own_unit(context), text, typed_time(context, until), begins, publish)
        made = await exchange.add_notice(context.hub, request)
        said = "cli.notice-published" if made.published else "cli.notice-proposed"
        print(context.words.say(said, unit=made.unit_name, id=made.id[:SHOWN_ID]))
        return Exit.OK


async def publish(notice_id: str) -> int:
    """Publish a proposal."""
    async with joined() as context:
        found = await _found(context, notice_id)
        made = await exchange.change_notice(context.session.hub, found.id, wire.NoticeChange(found.version, publish=True))
        print(context.words.say("cli.notice-published", unit=made.unit_name, id=made.id[:SHOWN_ID]))
        return Exit.OK


async def withdraw(notice_id: str) -> int:
    """Take a notice away before its time."""
    async with joined() as context:
        found = await _found(context, notice_id)
        await exchange.withdraw_notice(context.session.hub, found.id)
        print(context.words.say("cli.notice-withdrawn", unit=found.unit_name))
        return Exit.OK


async def _found(context: Joined, notice_id: str) -> wire.NoticeView:
    meant = fitting(await exchange.notices(context.hub), notice_id)
    if len(meant) != 1:
        raise NotFound("notice-unknown")
    return meant[0]


def _own_unit(context: Joined) -> str:
    me = context.session.known.me
    if me is None or me.person is None:
        raise BadInput("notice-unit-needed")
    return me.person.unit


def _row(context: Joined, notice: wire.NoticeView) -> list[str]:
    zone, words = context.worktime.zone, context.words
    times = {
        "begins": short(notice.valid_from, now=context.now, zone=zone, words=words),
        "ends": short(notice.valid_until, now=context.now, zone=zone, words=words),
    }
    state = "current" if notice.current else "later" if notice.published else "proposed"
    return [notice.id[:SHOWN_ID], notice.unit_name, words.say(f"cli.notice-row-{state}", **times), notice.text]
