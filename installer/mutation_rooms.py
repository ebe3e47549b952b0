"""The rooms whose tests are watched by mutation: what is broken in each, and the tests that are to notice."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parent.parent
HUB, CLIENT, TESTS = "kalix_presence/hub", "kalix_presence/client", "tests/hub"


@dataclass(frozen=True)
class Room:
    """What is broken, the tests that are to notice, and the few of them that do so within seconds."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]
    quick: tuple[str, ...]

    def files(self) -> list[Path]:
        """The modules that are broken, from the top of the checkout."""
        found = {path.relative_to(ROOT) for source in self.sources for path in ROOT.glob(source)}
        return sorted(path for path in found if path.name != "__init__.py" or path.stat().st_size > 1000)


def _of(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/test_{name}.py" for name in names)


ROOMS = {
    "rules": Room(
        (
            "kalix_presence/model/when/*.py",
            *(f"kalix_presence/model/{each}.py" for each in ("forwarding", "target", "chain", "worktime", "access")),
        ),
        (
            "tests/model/when",
            *_of("tests/model", "forwarding", "target", "chain", "worktime", "access", "hours_text", "holding"),
        ),
        (
            *_of("tests/model", "forwarding", "target", "chain", "worktime", "access"),
            *_of("tests/model/when", "line", "plan_line", "planning", "window", "finnish", "answer", "meanings"),
        ),
    ),
    "model": Room(
        ("kalix_presence/model/*.py", "kalix_presence/model/finding/*.py", "kalix_presence/model/quality/*.py"),
        ("tests/model",),
        _of("tests/model", "callback", "contact", "day", "duties", "groups", "plan", "phone_number", "recurrence", "reason"),
    ),
    "access": Room(
        (f"{HUB}/access/*.py",),
        (
            *_of(
                f"{TESTS}/access",
                "auth",
                "bounds",
                "private_numbers",
                "sessions",
                "allowance",
                "own_password",
                "rate_limit",
                "client_address",
                "second_factor",
                "sign_in",
                "delegations",
                "who_sees",
            ),
        ),
        _of(f"{TESTS}/access", "auth", "bounds", "private_numbers", "rate_limit", "client_address"),
    ),
    "absences": Room(
        (f"{HUB}/absences/*.py",),
        (f"{TESTS}/absences", *_of(f"{TESTS}/planning", "clock"), *_of(f"{TESTS}/core", "core")),
        _of(f"{TESTS}/absences", "service", "reconciler", "lines", "races", "asked_today"),
    ),
    "callbacks": Room(
        (f"{HUB}/callbacks/*.py", f"{HUB}/callbacks/copies/*.py"),
        (f"{TESTS}/callbacks",),
        _of(f"{TESTS}/callbacks", "call_backs", "missed_calls", "lamps", "reminders", "retention"),
    ),
    "planning": Room(
        (f"{HUB}/planning/*.py",),
        (f"{TESTS}/planning", *_of(f"{TESTS}/calendars", "importing", "importing_again")),
        _of(f"{TESTS}/planning", "clock", "plans", "request"),
    ),
    "store": Room(
        (f"{HUB}/store/*.py",),
        (
            f"{TESTS}/store",
            *_of(f"{TESTS}/access", "second_factor"),
            *_of(f"{TESTS}/absences", "service", "races", "reconciler"),
            *_of(f"{TESTS}/callbacks", "group_messages", "call_backs", "lamps", "retention"),
            f"{TESTS}/callbacks/copies",
            *_of(f"{TESTS}/planning", "plans", "clock"),
            *_of(f"{TESTS}/quality", "counting", "freezing"),
            *_of(f"{TESTS}/core", "succession", "generation"),
            *_of(f"{TESTS}/commands", "database_file"),
        ),
        _of(
            f"{TESTS}/store",
            "absences",
            "accounts",
            "copies",
            "idempotency",
            "jobs",
            "messages",
            "notices",
            "people",
            "settings",
        ),
    ),
    "client": Room(
        (f"{CLIENT}/outbox/*.py", f"{CLIENT}/session.py", f"{CLIENT}/sync/*.py", f"{CLIENT}/message_requests.py"),
        (
            "tests/client/outbox",
            "tests/client/sync",
            *_of("tests/client", "session", "message_requests", "session_events", "board", "inbox"),
        ),
        (
            *_of("tests/client/outbox", "absence_sender", "changes", "messages", "outgoing"),
            *_of("tests/client/sync", "credentials"),
        ),
    ),
}
"""A module is of the first room that names it."""


def room_of(path: Path) -> str:
    """The room that a module is of."""
    return next(room for room, its in ROOMS.items() if any(fnmatch(path.as_posix(), source) for source in its.sources))
