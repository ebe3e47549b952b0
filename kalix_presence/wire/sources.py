"""Sources of the directory as officers and administrators see them: what the last run did, and what waits for a yes or no."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.model.held_run import HeldAnswer, HeldKind, SourceKind


class LeftOutEntry(msgspec.Struct, frozen=True):
    """Somebody whom a source names and who could not be taken so: what the source calls them, and why in words."""

    entry: str
    why: str


class HeldRun(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source would do and waits with since `at`: `removed` people would go, `passed` extensions be somebody else's.

    `shown` stands for the whole difference: an answer names it. `counts` is how many lines there are of each kind, of which the
    first `kept` can be read. `answer` is what was said to it; `answers` is what the reader may say. Without
    `kept` its lines are not known, and nothing can be said to it: the next run tells them.
    """

    shown: str
    at: datetime
    removed: int
    passed: int
    counts: dict[HeldKind, int] = {}
    kept: int = 0
    answer: HeldAnswer = HeldAnswer.NONE
    answers: list[HeldAnswer] = []


class SourceView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One source. `tried_at` is when it was tried last, `read_all_at` when all of it was taken over last, `people` how many
    that were, `added`, `changed` and `removed` what the newest changes were.

    `trouble` says in words what kept the last try from being done, "" for nothing. Of the `unusable` entries some are named in
    `left_out`, to administrators. For a service that pushes (SCIM) `tried_at` is its last request, and `unusable` those who
    wait.
    """

    name: str
    kind: SourceKind
    tried_at: datetime | None = None
    read_all_at: datetime | None = None
    people: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    trouble: str = ""
    unusable: int = 0
    left_out: list[LeftOutEntry] = []
    held: HeldRun | None = None


class SourcesView(msgspec.Struct, frozen=True):
    """Answer to GET /sources, as they are believed. The hub reads each every `minutes` (0: not by itself)."""

    sources: list[SourceView]
    minutes: float


class HeldLineView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that would be otherwise; see `HeldKind` for what `before` and `after` are. `column` is of the people file."""

    kind: HeldKind
    extension: str = ""
    name: str = ""
    unit_name: str = ""
    column: str = ""
    before: str = ""
    after: str = ""


class HeldPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page of a held run's difference: those lines that the reader may see. `shown` is as in `HeldRun`; `next` is what to
    pass as `after` for the following page, 0 at the end."""

    shown: str
    lines: list[HeldLineView]
    next: int = 0


class HeldAnswerRequest(msgspec.Struct, frozen=True):
    """Body of POST /sources/{source}/held: yes or no to exactly what was `shown`."""

    shown: str
    answer: HeldAnswer
