"""The site's telephone policy as data: numbers, rings, phone codes, limits and working hours."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, fields
from datetime import date, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kalix_presence.model.errors import BadInput
from kalix_presence.model.eves import EVES, read_eve
from kalix_presence.model.extension_request import read_series
from kalix_presence.model.preferences import FIELDS as PREFERENCES
from kalix_presence.model.quality.goals import GOALED, read_goal
from kalix_presence.model.site_toml import line_of, read_toml

REMINDERS = ("lunch", "lunch_learnt", "day_end", "unlock_tells", "unannounced")
"""What a site may decide for all desks; named as in a desk's settings."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a site decides. Every field has the default of a Swedish municipality; clock times are wall times in `zone`.

    `signals` x `signal_seconds` is how long a phone rings before the switchboard takes over (P2). `sees_sensitive` are roles
    that see a sensitive reason as it is; nobody by default. `closed_days` are local days off beside the country's holidays,
    `eves` days before a holiday that are off or short ("maundy_thursday 12:00"). `locked` names preferences that people may not
    change. `gone_at_day_end` and `lunch_when_locked` hold for who has chosen nothing and, where they are locked, for everybody.
    `reminders` ("day_end on") and `office` (networks) are decided for all desks. With `mobile_ends_with_day` forwarding to the
    own mobile ends with the working day (P14).

    Callbacks (P6, P7): due `callback_minutes` of working time after they came, urgent ones `callback_urgent_minutes`;
    `callback_late` says who is reminded how many working minutes after that ("30 deputy"). Done ones are erased after
    `callback_kept_days`. `missed_calls` makes callbacks of calls nobody answered: none of numbers withheld (nobody could call
    back), of calls shorter than `missed_shortest` seconds, and of colleagues' calls only with `missed_internal`. A callback
    answered for `proposes_done_after` seconds is proposed as done. `copies_when_off` lets people choose copies of messages on
    their days off as well.

    `numbers` are the series that extensions are given from ("2000-2999"); one that was left is given to nobody for
    `number_quarantine_days`. A request for an extension is reminded of `extension_lead_days` before its day (P15).

    `goals` of the policy report are read by `quality.goals`.
    """

    zone: str = "Europe/Stockholm"
    country: str = "SE"
    switchboard: str = "9"
    signals: int = 5
    signal_seconds: int = 6
    extension_pattern: str = r"\d{3,5}"
    forbidden_prefixes: tuple[str, ...] = ("0900", "0939", "0944")
    international_allowed: bool = False
    note_limit: int = 200
    notice_limit: int = 300
    sees_sensitive: tuple[str, ...] = ()
    code_set: str = "*23*"
    code_back: str = "#23#"
    code_other: str = "*230*"
    code_callbacks: str = "*98"
    day_start: str = "08:00"
    day_end: str = "16:30"
    lunch_at: str = "12:00"
    lunch_until: str = "13:00"
    eves: tuple[str, ...] = ("midsummer_eve off", "christmas_eve off", "new_years_eve off")
    locked: tuple[str, ...] = ()
    gone_at_day_end: bool = False
    lunch_when_locked: bool = False
    reminders: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    closed_days: tuple[date, ...] = ()
    mobile_ends_with_day: bool = False
    callback_minutes: int = 120
    callback_urgent_minutes: int = 30
    callback_late: tuple[str, ...] = ("0 addressee", "30 deputy", "60 unit", "120 officer")
    callback_text_limit: int = 500
    callback_kept_days: int = 90
    missed_calls: bool = True
    missed_internal: bool = False
    missed_shortest: int = 5
    proposes_done_after: int = 10
    copies_when_off: bool = False
    goals: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    number_quarantine_days: int = 90
    extension_lead_days: int = 10


def read_policy(text: str, filename: str) -> Policy:
    """Read a policy file (flat TOML); what is not named keeps its default.

    Raises BadInput `policy-file-broken` with `file`, `line` (from 1) and `problem`.
    """
    data = read_toml(text, filename, "policy-file-broken")
    defaults = {part.name: getattr(Policy(), part.name) for part in fields(Policy)}
    values: dict[str, object] = {}
    for key, value in data.items():
        problem = f"'{key}' is not known here" if key not in defaults else _fault(key, value, defaults[key])
        if problem:
            raise BadInput("policy-file-broken", file=filename, line=line_of(text, key), problem=problem)
        values[key] = tuple(value) if isinstance(value, list) else value
    return Policy(**values)  # type: ignore[arg-type]


def _fault(key: str, value: object, default: object) -> str | None:
    """What is wrong with this value, in words; None when it is fine."""
    if isinstance(default, tuple):
        kind: type = date if key == "closed_days" else str
        if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
            return f"{key} must be a list of {'dates' if kind is date else 'texts'}"
        if key == "callback_late" and not _reminders_are_well_formed(value):
            return 'callback_late lists minutes and whom, in order: "0 addressee", "30 deputy", "60 unit", "120 officer"'
        if key == "eves" and any(read_eve(line) is None for line in value):
            return f'eves are lines such as "midsummer_eve off" or "walpurgis 12:00"; known are {", ".join(EVES)}'
        if key == "locked" and not set(value) <= set(PREFERENCES):
            return f"locked names preferences: {', '.join(PREFERENCES)}"
        if key == "reminders" and any(read_reminder(line) is None for line in value):
            return f'reminders are lines such as "day_end on"; known are {", ".join(REMINDERS)}, and unannounced only "off"'
        if key == "office" and not all(_is_network(line) for line in value):
            return 'office lists networks such as "10.12.0.0/16"'
        if key == "goals" and any(read_goal(line) is None for line in value):
            return f'goals are lines such as "answered_in_time 80"; known are {", ".join(GOALED)}'
        if key == "numbers" and any(read_series(line) is None for line in value):
            return 'numbers lists series such as "2000-2999"'
        if key == "sees_sensitive" and not set(value) <= {"receptionist", "officer", "administrator"}:
            return "sees_sensitive names roles: receptionist, officer, administrator"
        return None
    if type(value) is not type(default):
        return f"{key} must be of the kind of {default!r}"
    return _fault_of_meaning(key, value)


def _fault_of_meaning(key: str, value: object) -> str | None:
    limits = {
        "signals": (1, 20),
        "signal_seconds": (1, 15),
        "note_limit": (0, 2000),
        "notice_limit": (20, 2000),
        "callback_minutes": (1, 6000),
        "callback_urgent_minutes": (1, 6000),
        "callback_text_limit": (0, 5000),
        "callback_kept_days": (1, 3650),
        "missed_shortest": (0, 60),
        "proposes_done_after": (1, 600),
        "number_quarantine_days": (0, 3650),
        "extension_lead_days": (0, 365),
    }
    if key in limits and isinstance(value, int) and not limits[key][0] <= value <= limits[key][1]:
        return f"{key} must lie between {limits[key][0]} and {limits[key][1]}"
    text = str(value)
    if key in {"day_start", "day_end", "lunch_at", "lunch_until"}:
        try:
            time.fromisoformat(text)
        except ValueError:
            return f"{key} = '{text}' is not a clock time such as 08:00"
    if key == "zone":
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError):
            return f"zone = '{text}' is not an IANA time zone such as Europe/Stockholm"
    if key == "switchboard" and not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        return "switchboard must be digits"
    if key == "extension_pattern":
        try:
            re.compile(text)
        except re.error as fault:
            return f"extension_pattern is no regular expression: {fault}"
    if key.startswith("code_") and not re.fullmatch(r"[*#][*#\d]{1,9}", text, re.ASCII):
        return f"{key} must begin with * or # and hold only digits, * and #"
    return None


def read_reminder(line: str) -> tuple[str, bool] | None:
    """The name of a desk's question or sign, and whether it is on; None for what is none.

    Being asked about having been away is each person's own to choose (P13): a site may only rule it out.
    """
    name, _, state = line.partition(" ")
    if name not in REMINDERS or state not in ("on", "off") or line == "unannounced on":
        return None
    return name, state == "on"


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _reminders_are_well_formed(lines: list[str]) -> bool:
    found = [re.fullmatch(r"(\d{1,5}) (addressee|deputy|unit|officer)", line, re.ASCII) for line in lines]
    minutes = [int(each[1]) for each in found if each is not None]
    return None not in found and minutes == sorted(minutes)
