"""Plans, the policy report and the telephone officer's desk, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
from PySide6.QtWidgets import QWidget

from kalix_presence import wire
from kalix_presence.desktop.officer.cards_page import CardsOfUnitPage
from kalix_presence.desktop.officer.desk_page import DeskPage
from kalix_presence.desktop.officer.directory_page import DirectoryPage
from kalix_presence.desktop.officer.greeting_page import GreetingPage
from kalix_presence.desktop.officer.newcomers_page import NewcomersPage
from kalix_presence.desktop.officer.requests_page import RequestsPage
from kalix_presence.desktop.officer.sketch_page import SketchPage
from kalix_presence.desktop.officer.sketch_tree import Spot
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.officer.work_page import WorkPage
from kalix_presence.desktop.report.window import ReportWindow
from kalix_presence.model.errors import BadInput
from kalix_presence.model.extension_request import Kind, State
from kalix_presence.model.extension_request import Step as ExtensionStep
from kalix_presence.model.held_run import HeldAnswer, HeldKind, SourceKind
from kalix_presence.model.newcomer import STEPS
from kalix_presence.model.sketch import ProposalStep
from kalix_presence.model.work_list import ToSee
from kalix_presence.report.chapters import Chapter
from kalix_presence.report.drawing import can_draw, picture
from tests.desktop import day_pictures as days
from tests.desktop.officer import rooms as officers
from tests.desktop.officer import sketch_rooms as sketches
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
    at.acts_for(1)
    window.whose.box.setCurrentIndex(1)
    window.show_plans(days.PLANS)
    window.strip._choose("x2")
    yield "for somebody else"
    at.acts_for(0)
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
    by_hub = officers.request(
        5, about=LONG, state=State.ORDERED, number="2070", may=[ExtensionStep.FINISH, ExtensionStep.SET_UP]
    )
    ends = officers.request(6, kind=Kind.END, state=State.ORDERED, may=[ExtensionStep.FINISH], waits="phone-pbx-away")
    done = officers.request(7, state=State.DONE, number="2070", may=[ExtensionStep.NEW_SECRET], connected=False)
    asked.say("")
    asked.show_requests(wire.ExtensionRequestsView([by_hub, ends, done], [], True))
    asked.show_secrets([officers.request(7, number="2070", secret="k7mq2vwx9rtp4hzbn3cd")])
    yield "phones that the server sets up"
    asked.show_secrets([])
    asked.show_requests(wire.ExtensionRequestsView([]))
    yield "nothing is asked for"
    work = window.pages[2]
    assert isinstance(work, WorkPage)
    window.offer(work, True)
    window.turn_to(work)
    items = [wire.WorkItem(what, "bygg", "Bygg och miljö", ["2031", "2034", "2041", "2099"]) for what in ToSee]
    figure = wire.FigureView("answered_in_time", 71, 100, share=0.71)
    wait = wire.FigureView("callback_minutes", 71, 71, median=30, p90=240)
    missed = [wire.UnderGoal("2026-10", figure, 0.8), wire.UnderGoal("2026-10", wait, 120)]
    goals = wire.WorkItem(ToSee.UNDER_GOAL, "bygg", "Bygg och miljö", [], missed)
    work.show_work(wire.WorkList([*items, goals], False, 1))
    yield "work list"
    work.show_work(wire.WorkList([], True, 1))
    yield "nothing to see to"
    yield from _sketch(window.pages[3], window)
    yield from _newcomers(window.pages[4], window)
    yield from _greetings(window.pages[5], window)
    yield from _cards(window.pages[6], window)
    yield from _directory(window.pages[7], window)


def _sketch(page: QWidget, window: OfficerWindow) -> Iterator[str]:
    assert isinstance(page, SketchPage)
    window.offer(page, True)
    window.turn_to(page)
    yield "sketch, not known"
    long = wire.SketchDutyView(LONG, LONG, [sketches.FIRST, sketches.SECOND])
    sheet = msgspec.structs.replace(sketches.SHEET, place=LONG, duties=[long, *sketches.SHEET.duties])
    units = [sketches.VIEW.units[0], msgspec.structs.replace(sketches.UNIT, sheet=sheet)]
    proposal = msgspec.structs.replace(
        sketches.PROPOSAL, words=ABOUT, outdated=True, answered_by_name=LONG, answer=ABOUT, may=list(ProposalStep)[:3]
    )
    several = [wire.NamedUnit("s", LONG), wire.NamedUnit("k", "Kultur")]
    page.show_sketch(
        msgspec.structs.replace(sketches.VIEW, name=LONG, units=units, proposals=[proposal], administrations=several, pbx=False)
    )
    page.tree.choose(Spot("bygglov"))
    yield "sketch, a unit"
    page.tree.choose(Spot("bygglov", 0, sketches.SECOND.extension, 1))
    yield "sketch, somebody"
    page.earlier.click()
    page.tree.choose(Spot("bygglov", 0))
    page.say(ABOUT)
    yield "sketch, a changed duty"
    page.discard.click()
    page.show_sketch(wire.SketchView("s", LONG, [wire.SketchUnit("s", LONG, "", 0, wire.SketchSheet())]))
    yield "sketch, only to read"


def _cards(page: QWidget, window: OfficerWindow) -> Iterator[str]:
    assert isinstance(page, CardsOfUnitPage)
    window.offer(page, True)
    window.turn_to(page)
    yield "cards, not known"
    page.show_units([wire.CardUnit("bygg", LONG), wire.CardUnit("bygglov", LONG, 1)])
    lacking = [wire.PersonCard(str(2041 + each), LONG if each == 1 else "Anna Ek", unit=LONG) for each in range(5)]
    page.show_people(wire.CardsView([], wire.Sender(), unit="bygg", below=True, people=lacking))
    yield "cards, some without a direct number"
    page.show_saving(5)
    page.show_progress(3)
    yield "cards are saved"
    page.show_saved("", ABOUT)
    yield "cards could not be saved"
    fine = [msgspec.structs.replace(each, direct="0923-650 41") for each in lacking]
    page.show_people(wire.CardsView([], wire.Sender(), unit="bygg", below=True, people=fine))
    page.show_saved(LONG)
    yield "cards are saved now"


def _directory(page: QWidget, window: OfficerWindow) -> Iterator[str]:
    assert isinstance(page, DirectoryPage)
    window.offer(page, True)
    window.turn_to(page)
    yield "directory, not known"
    page.show_sources(wire.SourcesView([], 60))
    yield "directory, no sources"
    counts = {HeldKind.REMOVED: 412, HeldKind.PASSED: 3, HeldKind.CHANGED: 28, HeldKind.ADDED: 7}
    answers = [HeldAnswer.YES, HeldAnswer.NO]
    held = wire.HeldRun("a" * 20, NOON, 412, 3, counts, 450, answers=answers)
    left = [wire.LeftOutEntry(LONG, ABOUT) for _ in range(9)]
    ad = wire.SourceView("ad", SourceKind.ACTIVE_DIRECTORY, NOON, NOON, 4100, 1, 2, 3, "", 9, left, held)
    file = wire.SourceView("staff", SourceKind.FILE, NOON, None, trouble=ABOUT)
    pushed = wire.SourceView("scim", SourceKind.SCIM, NOON, unusable=2)
    page.show_sources(wire.SourcesView([pushed, ad, file], 60))
    yield "directory, one waits, one fails"
    lines = [
        wire.HeldLineView(kind, str(2041 + number), LONG if number % 3 else "Anna Ek", LONG, "title", "Handläggare", LONG)
        for number, kind in enumerate(kind for kind in HeldKind for _ in range(3))
    ]
    page.show_page("ad", wire.HeldPage(held.shown, lines, 100), 0)
    yield "directory, what waits is looked at"
    page.difference.yes.click()
    yield "directory, a yes that is to be meant"
    page.difference.back.click()
    page.difference.no.click()
    page.difference.sure.click()
    yield "directory, a no on its way"
    page.settled(ABOUT)
    yield "directory, it was not taken"
    said = msgspec.structs.replace(held, answer=HeldAnswer.NO, answers=[HeldAnswer.YES])
    page.show_sources(wire.SourcesView([msgspec.structs.replace(ad, held=said, trouble=ABOUT)], 60))
    yield "directory, no was said"


def _newcomers(fresh: QWidget, window: OfficerWindow) -> Iterator[str]:
    assert isinstance(fresh, NewcomersPage)
    window.offer(fresh, True)
    window.turn_to(fresh)
    lacks = [
        wire.UnfinishedNewcomer(number, LONG, "bygg", "Bygg och miljö", list(STEPS), number == "2042")
        for number in ("2041", "2042")
    ]
    fresh.show_newcomers(wire.NewcomersView(lacks, 1))
    yield "newcomers"
    fresh.show_newcomers(wire.NewcomersView([], 1))
    yield "all newcomers have finished"


def _greetings(page: QWidget, window: OfficerWindow) -> Iterator[str]:
    assert isinstance(page, GreetingPage)
    window.offer(page, True)
    window.turn_to(page)
    yield "lines to answer with, not known"
    line = "{administration}, {unit}, {given} {family}" + " vid Ann-Charlotte" * 2 + " " + "n" * 30
    units = [
        wire.UnitGreeting("s", LONG, "", 3, line, line, LONG, f"{LONG}, {LONG}"),
        wire.UnitGreeting("bygg", LONG, "s", 0, line, "", LONG, f"{LONG}, {LONG}"),
        wire.UnitGreeting("tom", "Tom", "s", 0, line, "", LONG),
    ]
    page.show_greetings(wire.GreetingsView(units, 56, 120))
    page.say(ABOUT)
    yield "lines to answer with"
    page.line.setText("{given} {tea}")
    page.line.textEdited.emit("{given} {tea}")
    yield "a line that cannot be"
    page.show_greetings(wire.GreetingsView(units[:1], 0, 120))
    page.say("")
    yield "lines that nobody is shown"


def _drawn_at_once(window: ReportWindow, chapter: Chapter, *, dark: bool) -> None:
    if can_draw() and chapter.plot is not None:
        size = window.plot.size()
        scale = window.plot.devicePixelRatioF()
        window.plot.show_picture(chapter, picture(chapter.plot, size.width(), size.height(), scale=scale, dark=dark))
