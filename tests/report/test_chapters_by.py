"""Units beside each other are told from chance and not ranked; small ones have a name and no figure; hours and waits are true."""

from __future__ import annotations

import msgspec

from kalix_presence import wire
from kalix_presence.model.quality.measures import EDGES, Distribution, measure
from kalix_presence.report.chapters import Read
from kalix_presence.report.chapters_by import hours, units, wait
from kalix_presence.report.plots import Curve, Funnel, Heat
from tests.report.samples import read

FEW = "för få för att visas"


def beside(*shares: tuple[int, int]) -> Read:
    """Units that answered so many of so many in time, below a whole of 80 %."""
    found = read("sv")
    below = [
        wire.UnitReport(f"u{n}", f"Enhet {n}", "", 9, [wire.FigureView("answered_in_time", part, whole, part / whole, 0, 1)])
        for n, (part, whole) in enumerate(shares)
    ]
    top = msgspec.structs.replace(found.unit, figures=[wire.FigureView("answered_in_time", 800, 1000, 0.8, 0.77, 0.82)])
    return Read(msgspec.structs.replace(found.report, units=[top, *below]), found.history, found.words)


def test_only_what_chance_does_not_explain_is_named() -> None:
    chapter = units(beside((15, 20), (700, 1000), (790, 1000)))
    assert isinstance(chapter.plot, Funnel)
    assert list(chapter.plot.outside) == [False, True, False], "15 of 20 is as far off as 700 of 1000, and says nothing"
    assert "Enhet 1 (70" in chapter.sentence
    assert "Enhet 0" not in chapter.sentence
    assert "alla ligger inom" in units(beside((15, 20), (790, 1000))).sentence


def test_units_stand_in_their_own_order_and_lead_to_themselves() -> None:
    chapter = units(beside((700, 1000), (990, 1000)))
    assert [row[0] for row in chapter.table.rows] == ["Enhet 0", "Enhet 1", "Vaktmästare"]
    assert list(chapter.table.opens) == ["u0", "u1", ""]


def test_a_unit_too_small_has_its_name_and_no_figure() -> None:
    chapter = units(read("sv"))
    assert chapter.table.rows[-1] == ("Vaktmästare", FEW, FEW, FEW)
    assert isinstance(chapter.plot, Funnel)
    assert "Vaktmästare" not in chapter.plot.names


def test_the_busiest_hour_and_the_worst_are_said() -> None:
    found = read("sv")
    calls, lost = [0] * 168, [0] * 168
    calls[1 * 24 + 9], lost[1 * 24 + 9] = 300, 30
    calls[3 * 24 + 13], lost[3 * 24 + 13] = 50, 25
    calls[4 * 24 + 6], lost[4 * 24 + 6] = 19, 19
    unit = msgspec.structs.replace(found.unit, hours={"offered": calls, "unanswered": lost})
    chapter = hours(Read(msgspec.structs.replace(found.report, units=[unit]), found.history, found.words))
    assert "tisdagar klockan 9: 300 av 369" in chapter.sentence
    assert "torsdagar klockan 13: 50" in chapter.sentence, "of nineteen no share is said"
    assert isinstance(chapter.plot, Heat)
    assert (chapter.plot.first, chapter.plot.last) == (6, 17)
    assert chapter.plot.unanswered[4][0] is None
    assert chapter.table.rows[1][1 + 9 - 6].startswith("300 (10")


def test_a_quiet_week_is_not_shown_by_the_hour() -> None:
    found = read("sv")
    unit = msgspec.structs.replace(found.unit, hours={"offered": [0] * 167 + [19], "unanswered": [0] * 168})
    chapter = hours(Read(msgspec.structs.replace(found.report, units=[unit]), found.history, found.words))
    assert chapter.plot is None
    assert {cell for row in chapter.table.rows for cell in row[1:]} == {FEW}


def test_a_wait_says_how_many_are_over_by_when_and_of_callbacks_how_many_still_wait() -> None:
    found = read("sv")
    for key in ("switchboard_wait", "callback_minutes", "lateness"):
        of = measure(key)
        chapter = wait(of)(found)
        assert isinstance(chapter.plot, Curve)
        assert of.distribution is not None
        counts = found.unit.waits[of.distribution.value]
        first = counts[0] / sum(counts)
        falling = of.distribution is Distribution.CALLBACK_MINUTES
        assert chapter.plot.shares[0] == (1 - first if falling else first)
        assert len(chapter.plot.shares) == len(EDGES[of.distribution])
        assert len(chapter.table.rows) == len(EDGES[of.distribution]) + 1
    assert "Målet" in wait(measure("switchboard_wait"))(found).sentence
    assert "Målet" not in wait(measure("lateness"))(found).sentence
