"""`officers sources`: where people come from by themselves, what waits, and an administrator's yes or no, from a shell."""

from __future__ import annotations

import json
from datetime import datetime

from kalix_presence import wire
from kalix_presence.cli.context import Joined, joined
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.status import plain
from kalix_presence.client.connection import sources as exchange
from kalix_presence.client.connection.source_words import besides, head, held_words, line_said, state_lines
from kalix_presence.model.errors import BadInput
from kalix_presence.model.held_run import HeldAnswer
from kalix_presence.model.when.reading import short


async def list_sources(*, as_json: bool) -> int:
    """How each source stands."""
    async with joined() as desk:
        found = (await exchange.sources(desk.hub)).sources
        if as_json:
            print(json.dumps([plain(each) for each in found], ensure_ascii=False, default=str))
            return Exit.OK
        for each in found:
            _print_source(desk, each)
        if not found:
            print(desk.words.say("cli.sources-none"))
        return Exit.OK


async def show_held(source: str, *, as_json: bool) -> int:
    """All that a source would do and waits with, as far as the hub keeps it, and how it is answered."""
    async with joined() as desk:
        page = await exchange.held_page(desk.hub, source)
        shown, lines = page.shown, list(page.lines)
        while page.next and page.shown == shown:
            page = await exchange.held_page(desk.hub, source, page.next)
            lines += page.lines
        if as_json:
            print(json.dumps({"shown": shown, "lines": [plain(each) for each in lines]}, ensure_ascii=False))
            return Exit.OK
        for each in lines:
            print(line_said(each, desk.words))
        print(desk.words.say("cli.sources-answer", source=source, shown=shown))
        return Exit.OK


async def answer_held(source: str, *, yes: str, no: str) -> int:
    """Say yes or no to what was shown under these letters."""
    async with joined() as desk:
        if not source or (yes and no):
            raise BadInput("sources-answer-one", field="yes")
        said = wire.HeldAnswerRequest(yes or no, HeldAnswer.YES if yes else HeldAnswer.NO)
        _print_source(desk, await exchange.answer_held(desk.hub, source, said))
        return Exit.OK


def _print_source(desk: Joined, one: wire.SourceView) -> None:
    def at(moment: datetime) -> str:
        return short(moment, now=desk.now, zone=desk.worktime.zone, words=desk.words)

    lines = [one.trouble, *state_lines(one, desk.words, at)]
    if one.held is not None:
        lines[1:1] = [held_words(one.held, desk.words, at), besides(one.held, desk.words)]
        if one.held.kept:
            lines.append(desk.words.say("cli.sources-look", source=one.name))
    print(head(one, desk.words))
    for line in lines:
        if line:
            print(f"  {line}")
