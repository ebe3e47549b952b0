"""What people type in three languages at four moments, and all of what it means: each line of meanings.txt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.planning import read_plan
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime

HERE = ZoneInfo("Europe/Stockholm")
MOMENTS = {
    "wed": datetime(2026, 11, 25, 10, 7, 30, tzinfo=HERE),
    "fri": datetime(2026, 12, 18, 16, 45, tzinfo=HERE),
    "sat": datetime(2027, 3, 27, 22, 30, tzinfo=HERE),
    "leap": datetime(2028, 1, 31, 7, 30, tzinfo=HERE),
}
REASONS = shipped.default_reasons()
MINUTE = "%a %Y-%m-%d %H:%M"


def _lines() -> list[tuple[str, str, str, str, str]]:
    found, kind, when, language = [], "", "", ""
    for line in Path(__file__).with_name("meanings.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            kind, when, language = line.strip("[]").split()
        elif not line.startswith("#"):
            typed, _, meaning = line.partition(" = ")
            found.append((kind, when, language, typed, meaning))
    return found


def _back(typed: str, now: datetime, language: str) -> str:
    moment = read(typed, now=now, worktime=WorkingTime(), language=language).moment
    return "open" if moment is None else f"{moment.astimezone(HERE):{MINUTE}}"


def _plan(typed: str, now: datetime, language: str) -> str:
    plan = read_plan(typed, now=now, worktime=WorkingTime(), language=language, reasons=REASONS)
    parts = [
        f"{plan.reason.code} {plan.starts:{MINUTE}} - {plan.ends:{MINUTE}}",
        plan.repeat,
        plan.note and f"; {plan.note}",
        "whole" if plan.whole_days else "",
        f"last {plan.last:%m-%d}" if plan.last else "",
        "now" if plan.from_now else "",
    ]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize(("kind", "when", "language", "typed", "meaning"), _lines())
def test_a_line_means_this(kind: str, when: str, language: str, typed: str, meaning: str) -> None:
    try:
        found = (_back if kind == "back" else _plan)(typed, MOMENTS[when], language)
    except BadInput as refused:
        said = (f"{name}: {value}" for name, value in sorted(refused.params.items()))
        found = " | ".join([f"! {refused.code} {refused.field}", *said])
    assert found == meaning


@pytest.mark.parametrize("typed", ["", "  ", " ,;!? "])
def test_nothing_is_no_return_time(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(typed, now=MOMENTS["wed"], worktime=WorkingTime())
    assert (refused.value.code, refused.value.field, refused.value.params) == ("when-empty", "until", {"suggestion": "13.00"})


@pytest.mark.parametrize("typed", ["", "  ", ";", " ; Budget"])
def test_nothing_is_no_plan(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_plan(typed, now=MOMENTS["wed"], worktime=WorkingTime(), language="sv", reasons=REASONS)
    assert (refused.value.code, refused.value.field, refused.value.params) == ("line-empty", "line", {})
