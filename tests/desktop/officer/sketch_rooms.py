"""The sketch of a small administration in the window of the telephone officer's desk, beside a hub that answers as it is told."""

from __future__ import annotations

from datetime import date

from kalix_presence import wire
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.sketch_page import SketchPage
from kalix_presence.model.errors import NotFound
from kalix_presence.model.sketch import ProposalState, ProposalStep
from kalix_presence.model.sketch_changes import ChangeKind
from kalix_presence.model.sketch_faults import Fault
from tests.desktop.officer.rooms import Hub
from tests.desktop.sample import NOON, sample_people

FIRST, SECOND, THIRD = (wire.SketchPerson(each.extension, each.name) for each in sample_people()[:3])
SHEET = wire.SketchSheet(
    "Plan 2",
    FIRST,
    [SECOND],
    [wire.SketchDutyView("Bygglov", "", [FIRST, SECOND]), wire.SketchDutyView("Tillsyn", "Arkivet", [SECOND])],
)
UNIT = wire.SketchUnit(
    "bygglov", "Bygglov", "s", 3, SHEET, [FIRST, SECOND], date(2026, 1, 7), "Per", [wire.SketchFault(Fault.NO_DUTY, "", THIRD)], True
)  # fmt: skip
PROPOSAL = wire.SketchProposalView(
    "0" * 32, 2, "bygglov", "Bygglov", date(2026, 12, 1), ProposalState.PROPOSED, SHEET,
    [wire.SketchDifference(ChangeKind.DUTY_PEOPLE, "Tillsyn", [FIRST])], "Efter nyår", "Per Nilsson", NOON,
    may=[ProposalStep.ACCEPT, ProposalStep.REFUSE],
)  # fmt: skip
VIEW = wire.SketchView(
    "s", "Samhällsbyggnad", [wire.SketchUnit("s", "Samhällsbyggnad", "", 0, wire.SketchSheet()), UNIT], [PROPOSAL],
    [wire.NamedUnit("s", "Samhällsbyggnad")],
)  # fmt: skip


def answering() -> Hub:
    """A hub that lets the sketch be read and changed."""
    made = Hub()
    made.answers["GET", "/appointments"] = wire.AppointmentsView([])
    for path in ("/extension-requests", "/numbers", "/work-list"):
        made.answers["GET", path] = NotFound("address-unknown")
    made.answers["GET", "/sketch"] = VIEW
    made.answers["POST", "/sketch/proposals"] = PROPOSAL
    made.answers["PATCH", "/sketch/proposals"] = PROPOSAL
    return made


def opened(desk: OfficerController) -> SketchPage:
    """The page, turned to."""
    desk.open()
    assert desk.window is not None
    page = desk.window.pages[3]
    assert isinstance(page, SketchPage)
    desk.window.turn_to(page)
    return page


def lines(page: SketchPage) -> list[str]:
    """What the tree says."""
    return [each.text(0) for each in page.tree._items()]


def wish(hub: Hub) -> wire.SketchWish:
    """The one thing that was asked to be changed."""
    [(_, _, body)] = hub.changes()
    assert isinstance(body, wire.SketchWish)
    return body
