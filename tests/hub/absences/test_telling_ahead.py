"""What the PBX is told ahead of phone codes is what the hub itself would say, for everybody and at any moment."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.hub.absences.telling_ahead import DAYS, TellingAhead
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.known_ahead import KnownAhead
from kalix_presence.model.directory import Person
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import DayException, Preferences, Span
from kalix_presence.model.reason import Reasons
from kalix_presence.model.reasons_file import read_reasons
from kalix_presence.model.usual_end import usual_end
from tests.hub.serving import serving
from tests.hub.web.test_streams import until

PARTTIME = Preferences(hours={0: (Span(time(9), time(12)),), 2: (Span(time(13), time(17)),)})
AWAY = Preferences(exceptions=(DayException(date(2026, 11, 30), date(2026, 12, 4), ()),))
NEVER = Preferences(hours={})
CHOICES = {"2041": None, "2042": PARTTIME, "2043": AWAY, "2044": NEVER}
MOMENTS = (
    datetime(2026, 11, 27, 16, tzinfo=UTC),  # Friday evening
    datetime(2026, 12, 23, 13, tzinfo=UTC),  # the day before an eve that is off
    datetime(2026, 6, 18, 8, tzinfo=UTC),  # before midsummer
    datetime(2026, 3, 27, 8, tzinfo=UTC),  # before the clocks go forward
    datetime(2026, 10, 23, 8, tzinfo=UTC),
)
OTHERS = """
[[reason]]
code = "errand"
name = { sv = "Ärende", en = "Errand", fi = "Asia" }
colour = "blue"
shape = "bar"
digit = "1"
usual = "%s"
"""


class Nobody:
    connected = False


def board_of(reasons: Reasons) -> Board:
    board = Board(reasons, Policy(closed_days=(date(2026, 11, 30),)))
    people = {each: Person(each, "N", each, "U", "A", mobile="070-123 45 67") for each in CHOICES}
    board.load_directory(people, {}, 1)
    for extension, chosen in CHOICES.items():
        if chosen is not None:
            board.put_preferences(extension, chosen)
    return board


def known(board: Board, now: datetime) -> KnownAhead:
    telling = TellingAhead(board, Nobody(), seconds=1, clock=lambda: now)  # type: ignore[arg-type]
    return asyncio.run(telling.known(now))


@given(
    start=st.sampled_from(MOMENTS),
    after=st.integers(0, (DAYS - 2) * 86_400),
    extension=st.sampled_from(sorted(CHOICES)),
    usual=st.sampled_from(["16.30", "tomorrow", "monday", "13", "2.30", "rest of day", "45 min", "after lunch", "tomorrow 13"]),
)
def test_a_code_means_the_same_to_the_pbx_and_to_the_hub(start: datetime, after: int, extension: str, usual: str) -> None:
    reasons = read_reasons(OTHERS % usual, "reasons.toml")
    board = board_of(reasons)
    at = start + timedelta(seconds=after)
    try:
        wanted = usual_end(reasons.get("errand"), at, board.worktime_of(extension))
    except Exception:  # noqa: BLE001 - who works on no day has no answer, and the PBX falls back on weekdays
        wanted = None
    try:
        told = known(board, start).end("1", extension, at)
    except LookupError:
        told = None
    assert told == wanted


def test_every_digit_of_the_site_is_told_and_no_sensitive_word() -> None:
    reasons = shipped.default_reasons()
    usual = known(board_of(reasons), MOMENTS[0]).usual
    assert usual.keys() == {reason.digit for reason in reasons if reason.digit}
    assert (usual["6"].told, usual["6"].shown, usual["6"].minutes) == ("away", "Annan frånvaro", 0)
    assert usual["10"].goes == "mobile"


def test_friday_evening_leads_past_the_closed_monday_to_tuesday() -> None:
    told = known(board_of(shipped.default_reasons()), MOMENTS[0])
    assert told.end("4", "2041", MOMENTS[0]) == datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert told.end("4", "2042", MOMENTS[0]) == datetime(2026, 12, 2, 12, tzinfo=UTC)
    assert told.end("5", "2043", MOMENTS[0]) == datetime(2026, 12, 7, 7, tzinfo=UTC)


def test_remote_work_that_is_dialled_after_its_usual_end_lasts_until_the_next_working_day() -> None:
    told = known(board_of(shipped.default_reasons()), MOMENTS[2])
    assert told.end("10", "2041", datetime(2026, 6, 18, 9, tzinfo=UTC)) == datetime(2026, 6, 18, 14, 30, tzinfo=UTC)
    assert told.end("10", "2041", datetime(2026, 6, 18, 15, tzinfo=UTC)) == datetime(2026, 6, 22, 6, tzinfo=UTC)


def test_who_works_like_the_site_shares_its_group_and_two_alike_share_another() -> None:
    board = board_of(shipped.default_reasons())
    board.put_preferences("2043", PARTTIME)
    owners = known(board, MOMENTS[0]).owners
    assert owners["2041"].group == "site"
    assert owners["2042"].group == owners["2043"].group != owners["2044"].group


def test_the_pbx_is_told_at_start_and_again_when_somebody_changes_their_hours(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub:
        until(lambda: bool(hub.hub.pbx.ahead.usual))  # type: ignore[attr-defined]
        before = hub.hub.pbx.ahead.owners.get("2041")  # type: ignore[attr-defined]
        with hub.client("anna") as anna:
            wish = {"hours": {"0": [{"starts": "09:00:00", "ends": "12:00:00"}]}}
            anna.put("/api/v1/people/2041/preferences", json=wish).raise_for_status()
        until(lambda: hub.hub.pbx.ahead.owners.get("2041") != before)  # type: ignore[attr-defined]


def test_it_gives_way_now_and_then_and_not_for_each_person() -> None:
    board = board_of(shipped.default_reasons())
    board.load_directory({str(each): Person(str(each), "N", str(each), "U", "A") for each in range(2000, 3500)}, {}, 1)
    telling = TellingAhead(board, Nobody(), seconds=1, clock=lambda: MOMENTS[0])  # type: ignore[arg-type]

    async def turns_of_others() -> int:
        asked = asyncio.create_task(telling.known(MOMENTS[0]))
        turns = 0
        while not asked.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert 3 <= asyncio.run(turns_of_others()) < 20
