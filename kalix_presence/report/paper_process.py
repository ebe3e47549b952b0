"""The process that makes a paper: what draws and sets it takes much memory, and is gone with the process.

`python -m kalix_presence.report.paper_process` reads a `PaperJob` (MessagePack) from standard input and writes the PDF.
"""

from __future__ import annotations

import sys

import msgspec

from kalix_presence import shipped, wire
from kalix_presence.report.chapters import Read
from kalix_presence.report.paper import pdf


class PaperJob(msgspec.Struct, frozen=True):
    """What the paper is of, and in which language."""

    language: str
    report: wire.PolicyReport
    history: wire.UnitHistory


def main() -> None:
    """Make the one that is asked for."""
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=PaperJob)
    sys.stdout.buffer.write(pdf(Read(job.report, job.history, shipped.words(job.language))))


if __name__ == "__main__":
    main()
