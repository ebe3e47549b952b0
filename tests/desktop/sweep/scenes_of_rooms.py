"""Plans, the policy report and the telephone officer's desk, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from kalix_presence import wire
from kalix_presence.desktop.officer.desk_page import DeskPage
from kalix_presence.desktop.officer.requests_page import RequestsPage
from kalix_presence.desktop.officer.work_page import WorkPage
from kalix_presence.desktop.report.window import ReportWindow
from kalix_presence.model.errors import BadInput
from kalix_presence.model.extension_request import State
from kalix_presence.model.extension_request import Step as ExtensionStep
from kalix_presence.model.work_list import ToSee
from kalix_presence.report.chapters import Chapter
from kalix_presence.report.drawing import can_draw, picture
from tests.desktop import day_pictures as days
from tests.desktop.officer import rooms as officers
from tests.desktop.sample import NOON
from tests.desktop.sweep.at import ABOUT, LONG, At
from tests.report import samples as reports


def plans(at: At) -> Iterator[str]:
    desk = at.desk.plans
    desk.open()
    window = desk.window
    assert window is not None
    yield "fetching"
    window.show_plans(wire.PlansView([]))
    yield "nothing"
    window.show_plans(days.PLANS)
    window.strip._choose("x2")
    window.entry.line.setText(f"{at.reason('holiday')} v 28-31")
    yield "week"
    window.entry.line.setText(f"{at.reason('holiday')} v 60")
    yield "another week is suggested"
    window.entry.who_sees.click()
    assert window.entry.who_sees.card is not None
    yield "who sees plans"
    window.entry.who_sees.card.hide()
    window._edit()
    yield "changing"
    window._days_chosen(NOON.date() + timedelta(7), NOON.date() + timedelta(9))
    window._known = False
    window._drawn(window.strip.rect().center())
    yield "days are drawn"
    window.reasons.hide()
    window._show_span("month")
    window.strip._choose("x8")
    yield "month"
    window.removed(days.HOLIDAY, None)
    yield "undo"
    window._forget_undo()
    window.say("1 2 3", left_away=True)
    yield "what was taken away may come back"
    window.show_plans(days.PLANS, NOON - timedelta(hours=2))
    yield "offline"


def report(at: At) -> Iterator[str]:
    room = at.desk.report
    room._submit = lambda _work, _done=None, *_also: None  # type: ignore[method-assign, assignment]
    room.open()
    window = room.window
    assert window is not None
    yield "fetching"
    window.show_periods([])
    yield "none yet"
    found = reports.read()
    window.plot.wanted.disconnect()
    window.plot.wanted.connect(lambda chapter: _drawn_at_once(window, chapter, dark=room.dark))
    window.show_periods(["2026-W44", "2026-10", "2026-W43"])
    window.show_report(found.report, found.history)
    for row in range(window.list.count()):
        window.list.setCurrentRow(row)
        yield window._chapters[row].key
    window.show_unread(3)
    yield "journal unread"
    window.show_unread(0)
    window.kinds.popup(window.save.mapToGlobal(window.save.rect().bottomLeft()))
    yield "save as"
    window.kinds.hide()
    few = reports.read(small=True)
    window.show_report(few.report, few.history)
    window.list.setCurrentRow(1)
    yield "too few"
    below = msgspec.structs.replace(found.report.units[0], code="bygg", name=LONG, parent="")
    window.show_report(msgspec.structs.replace(found.report, units=[below, *found.report.units[1:]]), found.history)
    window.list.setCurrentRow(1)
    window.plot.show_chapter(window._chapters[1])
    window.plot.say(ABOUT)
    yield "one level down, not drawn"
    window.list.setCurrentRow(2)
    window._open_row(len(window._chapters[2].table.rows) - 1)
    yield "too small to open"
    window.show_fault(BadInput("report-unknown", period="2026-10"))
    yield "a fault"


def officer(at: At) -> Iterator[str]:
    room = at.desk.officer
    room._submit = lambda _work, _done=None, *_also: None  # type: ignore[method-assign, assignment]
    room.open()
    window = room.window
    assert window is not None
    yield "not known"
    told = [officers.appointment(name=LONG, appointed_by_name=LONG, may_change=True)]
    told += [officers.appointment(number, since=NOON.date() + timedelta(9), may_change=True) for number in (2, 3)]
    room.known.show(wire.AppointmentsView(told, [told[0].administration, told[0].covers[1]]))
    page = window.pages[0]
    assert isinstance(page, DeskPage)
    page.say(ABOUT)
    yield "appointing"
    room.known.show(wire.AppointmentsView([]))
    page.say("")
    yield "nobody is appointed"
    asked = window.pages[1]
    assert isinstance(asked, RequestsPage)
    window.offer(asked, True)
    window.turn_to(asked)
    yield "extensions, not known"
    rests = [wire.QuarantinedNumber("2044", NOON.date())]
    asked.show_numbers(wire.NumbersView(["2000-2999"], [str(each) for each in range(2100, 2150)], 412, ["2046"], rests))
    step = wire.StepDone(NOON, LONG, ExtensionStep.COMMENT, ABOUT)
    several = [officers.request(1, due=1, words=ABOUT, steps=[step]), officers.request(3, state=State.DONE, in_directory=False)]
    order = officers.request(2, about=LONG, due=2, state=State.APPROVED, may=[ExtensionStep.ORDER, ExtensionStep.REFUSE])
    asked.show_requests(wire.ExtensionRequestsView([*several, order], [several[0].unit]))
    asked.say(ABOUT)
    yield "a new extension"
    asked.kind.setCurrentIndex(2)
    yield "a move"
    asked.show_requests(wire.ExtensionRequestsView([]))
    asked.say("")
    yield "nothing is asked for"
    work = window.pages[2]
    assert isinstance(work, WorkPage)
    window.offer(work, True)
    window.turn_to(work)
    items = [wire.WorkItem(what, "bygg", "Bygg och miljö", ["2031", "2034", "2041", "2099"]) for what in ToSee]
    work.show_work(wire.WorkList(items, False, 1))
    yield "work list"
    work.show_work(wire.WorkList([], True, 1))
    yield "nothing to see to"


def _drawn_at_once(window: ReportWindow, chapter: Chapter, *, dark: bool) -> None:
    if can_draw() and chapter.plot is not None:
        size = window.plot.size()
        scale = window.plot.devicePixelRatioF()
        window.plot.show_picture(chapter, picture(chapter.plot, size.width(), size.height(), scale=scale, dark=dark))
