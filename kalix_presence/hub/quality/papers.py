"""Papers of the policy report, made in a process of their own: the hub itself loads nothing that draws."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import DEVNULL
from contextlib import suppress

import msgspec
import structlog

from kalix_presence.hub.supervision.own_process import begin
from kalix_presence.model.errors import Unavailable
from kalix_presence.report.chapters import Read
from kalix_presence.report.paper import can_print
from kalix_presence.report.paper_process import PaperJob

log = structlog.get_logger("kalix.quality")

PATIENCE = 120.0
"""Seconds; some thirty times what a paper takes on a machine with nothing else to do."""
_KEPT = ("HOME", "TMPDIR", "TEMP", "TMP", "MPLCONFIGDIR")
"""Where matplotlib keeps what it knows of fonts."""


async def paper(read: Read) -> bytes | None:
    """The report as PDF; None where this server has nothing that makes one. Raises Unavailable `report-no-paper` when it
    could not be made this time."""
    if not can_print():
        return None
    job = msgspec.msgpack.encode(PaperJob(read.words.language, read.report, read.history))
    process = await begin("kalix_presence.report.paper_process", kept=_KEPT, errors=DEVNULL)
    try:
        async with asyncio.timeout(PATIENCE):
            made, _ = await process.communicate(job)
    except TimeoutError:
        log.warning("paper-took-too-long")
        raise Unavailable("report-no-paper") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0 or not made.startswith(b"%PDF"):
        log.warning("paper-not-made", ended=process.returncode)
        raise Unavailable("report-no-paper")
    return made
