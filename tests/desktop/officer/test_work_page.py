"""To see to: there for officers only; what is not known now is said."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.desktop.officer.work_page import WorkPage
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Forbidden
from kalix_presence.model.work_list import ToSee
from tests.desktop.officer.rooms import Hub, room, sign_in, texts


def test_it_is_there_for_whom_the_hub_answers_and_names_people_by_the_directory(presence: Presence) -> None:
    hub = Hub()
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([])
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    hub.answers["GET", "/numbers"] = Forbidden("not-permitted")
    hub.answers["GET", "/work-list"] = Forbidden("not-permitted")
    made = room(presence, hub)
    sign_in(presence, made)
    made.open()
    assert made.window is not None
    assert made.window.list.item(2).isHidden()
    items = [wire.WorkItem(what, "bygg", "Bygg", ["2034", "9999"]) for what in ToSee]
    hub.answers["GET", "/work-list"] = wire.WorkList(items, True, 1)
    made.open()
    page = made.window.pages[2]
    assert isinstance(page, WorkPage)
    assert not made.window.list.item(2).isHidden()
    made.window.turn_to(page)
    assert texts(page)[:2] == ["Bygg: Telephones that are not connected now", "Per Nilsson (2034), 9999"]
    assert page.lead.isHidden()
    missed = wire.UnderGoal("2026-10", wire.FigureView("answered_in_time", 71, 100, share=0.71), 0.8)
    newer = wire.UnderGoal("2026-10", wire.FigureView("answered_on_mars", 1, 100, share=0.01), 0.8)
    under = wire.WorkItem(ToSee.UNDER_GOAL, "bygg", "Bygg", [], [missed, newer])
    page.show_work(wire.WorkList([under], True, 1))
    assert texts(page) == [
        "Bygg: Goals of the policy report that were not reached",
        "Answered in time in October 2026: 71\N{NO-BREAK SPACE}%, goal at least 80\N{NO-BREAK SPACE}%",
    ]
    hub.answers["GET", "/work-list"] = wire.WorkList([], False, 1)
    made.open()
    assert "nothing is known of lines" in page.lead.text()
    assert texts(page) == ["There is nothing to see to."]
    made.forget_window()
