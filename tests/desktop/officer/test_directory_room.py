"""The room of the directory's page: it asks again while the hub does what it was told, and for nobody without the page."""

from __future__ import annotations

import pytest

from kalix_presence import wire
from kalix_presence.desktop.officer.directory_room import DirectoryRoom
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Forbidden, NotFound
from kalix_presence.model.held_run import HeldAnswer, SourceKind
from tests.clocks import NINE


def view(answer: HeldAnswer) -> wire.SourcesView:
    return wire.SourcesView([wire.SourceView("ad", SourceKind.LDAP, held=wire.HeldRun("a", NINE, 1, 0, answer=answer))], 60)


@pytest.fixture
def made(presence: Presence) -> DirectoryRoom:
    return DirectoryRoom(presence, submit=lambda _work, _done=None, *_also: None)


def test_it_asks_again_only_while_something_is_done_and_seen(made: DirectoryRoom) -> None:
    window = OfficerWindow([made.make_page("en")])
    made.stand_in(window)
    made._show(view(HeldAnswer.YES), None)
    assert not made._again.isActive(), "nobody looks"
    window.show()
    made._show(view(HeldAnswer.NO), None)
    assert not made._again.isActive()
    made._show(view(HeldAnswer.YES), None)
    assert made._again.isActive()
    made.forget_window()
    assert not made._again.isActive()
    window.hide()


@pytest.mark.parametrize("fault", [Forbidden("not-permitted"), NotFound("address-unknown")])
def test_the_page_goes_for_whom_it_is_not(made: DirectoryRoom, fault: Exception) -> None:
    page = made.make_page("en")
    window = OfficerWindow([page])
    made.stand_in(window)
    assert window.list.item(0).isHidden()
    made._show(view(HeldAnswer.NONE), None)
    assert not window.list.item(0).isHidden()
    made._show(None, fault)
    assert window.list.item(0).isHidden()


def test_what_comes_after_the_window_is_gone_is_let_go(made: DirectoryRoom) -> None:
    made.make_page("en")
    made.forget_window()
    made._show(view(HeldAnswer.YES), None)
    made.fetch()
    assert made.page is None
