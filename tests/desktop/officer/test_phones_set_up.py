"""A phone that the server sets up: its secret stays in sight until somebody has it, is nobody else's, and is nowhere afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.requests_page import RequestsPage
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.extension_request import Kind, State, Step
from tests.desktop.officer.rooms import Hub, press, request, room, sign_in, texts
from tests.desktop.sample import NOON, sample_people

SECRET = "k7mq2vwx9rtp4hzbn3cd"
WAITS = request(state=State.ORDERED, number="2070", may=[Step.FINISH, Step.REFUSE, Step.SET_UP, Step.COMMENT])
DONE = request(version=2, state=State.DONE, number="2070", may=[Step.NEW_SECRET], connected=False, secret=SECRET)


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.answers["GET", "/appointments"] = wire.AppointmentsView([])
    made.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([WAITS], [sample_people()[0].unit], True)
    made.answers["GET", "/work-list"] = wire.WorkList([], True, 1)
    made.answers["GET", "/numbers"] = wire.NumbersView()
    made.answers["PATCH", "/extension-requests"] = DONE
    return made


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> OfficerController:
    made = room(presence, hub)
    sign_in(presence, made)
    return made


def opened(desk: OfficerController) -> RequestsPage:
    desk.open()
    assert desk.window is not None
    page = desk.window.pages[1]
    assert isinstance(page, RequestsPage)
    desk.window.turn_to(page)
    return page


def test_it_is_shown_until_somebody_has_it_through_a_new_list_and_a_new_window(desk: OfficerController, hub: Hub) -> None:
    page = opened(desk)
    press(page, "Let the server do it")
    assert hub.changes()[-1][2] == wire.ExtensionStep(1, Step.SET_UP)
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    desk._fetch_requests()
    assert SECRET in texts(page)
    page.show_requests(None)
    assert SECRET in texts(page), "also when contact is lost"
    desk.speak("sv")
    page = opened(desk)
    assert SECRET in texts(page)
    press(page, "Copy")
    assert QGuiApplication.clipboard().text() == SECRET
    press(page, "I have it")
    assert SECRET not in texts(page)
    assert SECRET not in texts(opened(desk))


def test_whoever_signs_in_next_does_not_see_it(desk: OfficerController, presence: Presence) -> None:
    press(opened(desk), "Let the server do it")
    for event in (LinkChanged(LinkState.SIGNED_OUT),):
        presence.on_session_event(event)
        desk.on_session_event(event)
    sign_in(presence, desk)
    assert SECRET not in texts(opened(desk))
    desk.speak("sv")
    assert SECRET not in texts(opened(desk)), "nor in a window that is made anew"


def test_another_press_while_the_pbx_is_asked_asks_nothing(desk: OfficerController) -> None:
    page = opened(desk)
    asked: list[object] = []
    page.step_asked.disconnect()
    page.step_asked.connect(lambda _, step: asked.append(step))
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Let the server do it")
    button.click()
    assert button.text() == "Asking the PBX …"
    button.click()
    assert len(asked) == 1
    page.answered(WAITS.id, taken=False)
    button.click()
    assert len(asked) == 2


def test_what_the_pbx_refuses_is_said_and_can_be_tried_again(desk: OfficerController, hub: Hub) -> None:
    page = opened(desk)
    hub.answers["PATCH", "/extension-requests"] = Unavailable("phone-pbx-away")
    press(page, "Let the server do it")
    assert not page.trouble.isHidden()
    hub.answers["PATCH", "/extension-requests"] = DONE
    press(page, "Let the server do it")
    assert SECRET in texts(page)
    assert page.trouble.isHidden()


def test_how_it_stands_with_the_phone_is_said_and_where_it_is_done_by_hand(desk: OfficerController, hub: Hub) -> None:
    step = wire.StepDone(NOON, "", Step.SET_UP)
    several = [
        request(1, state=State.DONE, may=[], connected=True, steps=[step]),
        request(2, state=State.DONE, may=[], connected=False),
        request(3, state=State.ORDERED, may=[Step.FINISH]),
        request(4, kind=Kind.END, state=State.ORDERED, may=[Step.FINISH, Step.SET_UP], waits="phone-pbx-away"),
    ]
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView(several)
    said = "\n".join(texts(opened(desk)))
    for words in (
        "has been connected since", "has not been connected yet", "the presence server, done by the server in the PBX",
        "has not ended the phone yet, and tries again: The telephone exchange",
    ):  # fmt: skip
        assert words in said
    assert said.count("do it in the PBX by hand") == 1
