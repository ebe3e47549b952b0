"""`notices`: what units tell the switchboard, from a shell (P9)."""

from __future__ import annotations

import json
from datetime import datetime

from kalix_presence import wire
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.joining import Joined, joined
from kalix_presence.cli.showing import plain, print_table
from kalix_presence.client.connection import reception as exchange
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.errors import BadInput, NotFound
from kalix_presence.model.when import read
from kalix_presence.model.when.reading import short

SHORTEST_ID = 4
SHOWN_ID = 8


async def list_notices(*, as_json: bool) -> int:
    """List what is valid now or later, and the proposals one may see."""
    async with joined() as desk:
        found = await exchange.notices(_there(desk))
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False))
        elif found:
            print_table([_row(desk, each) for each in found])
        else:
            print(desk.words.say("cli.notices-none"))
        return Exit.OK


async def propose(text: str, *, until: str, since: str, unit: str, publish: bool) -> int:
    """Tell of a change of one's own unit, or of `unit`; times as people type them."""
    async with joined() as desk:
        begins = _moment(desk, since) if since else None
        wish = wire.NoticeRequest(unit or _own_unit(desk), text, _moment(desk, until), begins, publish)
        made = await exchange.tell_notice(_there(desk), wish)
        said = "cli.notice-published" if made.published else "cli.notice-proposed"
        print(desk.words.say(said, unit=made.unit_name, id=made.id[:SHOWN_ID]))
        return Exit.OK


async def publish(notice_id: str) -> int:
    """Publish a proposal."""
    async with joined() as desk:
        found = await _found(desk, notice_id)
        made = await exchange.change_notice(desk.session.hub, found.id, wire.NoticeChange(found.version, publish=True))
        print(desk.words.say("cli.notice-published", unit=made.unit_name, id=made.id[:SHOWN_ID]))
        return Exit.OK


async def withdraw(notice_id: str) -> int:
    """Take a notice away before its time."""
    async with joined() as desk:
        found = await _found(desk, notice_id)
        await exchange.withdraw_notice(desk.session.hub, found.id)
        print(desk.words.say("cli.notice-withdrawn", unit=found.unit_name))
        return Exit.OK


def _there(desk: Joined) -> HubClient:
    """The hub; raises what keeps it from being reached, for notices are not remembered here."""
    if desk.away is not None:
        raise desk.away
    return desk.session.hub


async def _found(desk: Joined, notice_id: str) -> wire.NoticeView:
    fitting = [each for each in await exchange.notices(_there(desk)) if each.id.startswith(notice_id.lower())]
    if len(notice_id) < SHORTEST_ID or len(fitting) != 1:
        raise NotFound("notice-unknown")
    return fitting[0]


def _own_unit(desk: Joined) -> str:
    me = desk.session.me
    if me is None or me.person is None:
        raise BadInput("notice-unit-needed")
    return me.person.unit


def _moment(desk: Joined, text: str) -> datetime:
    moment: datetime | None = read(text, now=desk.now, worktime=desk.worktime, language=desk.words.language).moment
    if moment is None:
        raise BadInput("notice-times", field="valid_until", days=366)
    return moment


def _row(desk: Joined, notice: wire.NoticeView) -> list[str]:
    zone, words = desk.worktime.zone, desk.words
    times = {
        "begins": short(notice.valid_from, now=desk.now, zone=zone, words=words),
        "ends": short(notice.valid_until, now=desk.now, zone=zone, words=words),
    }
    state = "current" if notice.current else "later" if notice.published else "proposed"
    return [notice.id[:SHOWN_ID], notice.unit_name, words.say(f"cli.notice-row-{state}", **times), notice.text]
