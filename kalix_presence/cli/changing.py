"""`set` and `back`: ask for a change and say how far it came."""

from __future__ import annotations

import json
from typing import Any

from kalix_presence import shipped, wire
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.joining import Joined, joined
from kalix_presence.cli.saying import print_error, sentence
from kalix_presence.client.session import WishChanged, WishState
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule
from kalix_presence.model.when.line import read_line
from kalix_presence.model.when.reading import full

_EXITS = {
    WishState.IN_FORCE: Exit.OK,
    WishState.PENDING: Exit.NOT_YET,
    WishState.QUEUED: Exit.HUB_AWAY,
    WishState.REFUSED: Exit.REFUSED,
    WishState.OVER: Exit.REFUSED,
}


async def set_absence(line: str, *, note: str, forward: str, whom: str, as_json: bool) -> int:
    """Set what `line` says ("lunch 13") for oneself or for `whom`."""
    async with joined() as desk:
        wish = _wish(desk, line, note, forward)
        extension = (await desk.person(whom)).extension if whom else desk.extension()
        reading = _reading(desk, wish)
        if not as_json:
            print(reading)
        return await _finish(desk, await desk.session.set_absence(extension, wish), as_json=as_json, reading=reading)


async def back(*, whom: str, as_json: bool) -> int:
    """Say that oneself, or `whom`, is back."""
    async with joined() as desk:
        extension = (await desk.person(whom)).extension if whom else desk.extension()
        return await _finish(desk, await desk.session.back(extension, way=Way.CLI), as_json=as_json, reading="")


def _wish(desk: Joined, line: str, note: str, forward: str) -> wire.AbsenceWish:
    language = desk.words.language
    said = read_line(line, now=desk.now, worktime=desk.worktime, language=language, reasons=desk.reasons)
    until = said.until.moment if said.until else None
    if until is None and said.reason.end is EndRule.REQUIRED:
        raise BadInput("when-needs-end", field="until", suggestion="13")
    return wire.AbsenceWish(said.reason.code, until, forward_to(forward), note or said.note, Way.CLI)


def forward_to(typed: str) -> str | None:
    """What the API takes for a forward typed in any of the languages; digits go as they are."""
    plain = typed.strip().casefold()
    if not plain:
        return None
    for kind in (ForwardKind.SWITCHBOARD, ForwardKind.MOBILE, ForwardKind.NONE):
        names = {kind.value, *(shipped.words(one).say(f"cli.forward-{kind.value}") for one in ("sv", "en", "fi"))}
        if len(plain) >= 3 and any(name.startswith(plain) for name in names):
            return kind.value
    return typed.strip()


def _reading(desk: Joined, wish: wire.AbsenceWish) -> str:
    name = desk.reasons.get(wish.reason).name(desk.words.language)
    if wish.until is None:
        return desk.words.say("cli.open", reason=name)
    return desk.words.say(
        "cli.until", reason=name, time=full(wish.until, now=desk.now, zone=desk.worktime.zone, words=desk.words)
    )


async def _finish(desk: Joined, outcome: WishChanged, *, as_json: bool, reading: str) -> int:
    code = _EXITS[outcome.state]
    if outcome.error is not None and outcome.error.status == 401:
        code = Exit.SIGN_IN_NEEDED
    why = sentence(outcome.error, desk.words.language) if outcome.error else ""
    if as_json:
        print(json.dumps(_as_json(outcome, reading, why), ensure_ascii=False))
    else:
        said = desk.words.say(f"cli.{outcome.state.value.replace('_', '-')}")
        if code is Exit.OK:
            print(said)
        else:
            print_error(f"{said} {why}".rstrip())
    if outcome.state in (WishState.IN_FORCE, WishState.PENDING):
        await desk.session.flush()  # the hub answers: what waited from before goes along
    return code


def _as_json(outcome: WishChanged, reading: str, why: str) -> dict[str, Any]:
    wish = outcome.wish
    return {
        "state": outcome.state.value,
        "extension": outcome.extension,
        "reason": wish.reason if wish else None,
        "until": wish.until.isoformat() if wish and wish.until else None,
        "reading": reading,
        "error": outcome.error.code if outcome.error else None,
        "detail": why,
    }
