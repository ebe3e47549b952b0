"""The status panel, the small window, notes and questions, in every state."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kalix_presence import __version__
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged, PbxSeen
from kalix_presence.desktop.status.who_sees import WhoSeesButton
from tests.desktop.sweep.at import ABOUT, LONG, At


def panel(at: At) -> Iterator[str]:
    at.desk.open_panel("")
    panel = at.desk.panel
    assert panel is not None
    yield "empty"
    at.acts_for(1)
    yield "a delegate of somebody"
    at.acts_for(5)
    yield "a delegate of many"
    panel._line.setText(f"{at.reason('lunch')} 13")
    yield "read"
    panel._line.setText("xyzzy plugh")
    yield "not understood"
    panel._answers.offer(f"{at.reason('meeting')} 29/11 13", plan=True, now=True)
    yield "something else is suggested"
    panel._line.setText(at.reason("sick"))
    yield "until further notice"
    panel._line.setText(f"{at.reason('holiday')} 21/12")
    panel._note.setText((ABOUT * 4)[: panel._note.maxLength() - 20])
    panel._note.textEdited.emit(panel._note.text())
    yield "nearly as long a note as may be"
    choice = panel._forward
    for row in range(choice._choice.count()):
        choice._choice.setCurrentIndex(row)
        choice._choose()
        yield f"calls go to {row}"
    for button in panel.findChildren(WhoSeesButton):
        button.click()
        assert button.card is not None
        yield f"who sees {button.accessibleName()}"
        button.card.hide()
    panel._chips._date.click()
    yield "a date is picked"
    panel._chips._calendar.hide()  # type: ignore[union-attr]
    presence, view = at.presence, at.presence.view
    assert presence.me is not None
    assert view is not None
    wanting = msgspec.structs.replace(view, version=__version__, clients_from="99.0")
    newer = msgspec.structs.replace(view, newest_client="99.0", newest_from="https://program.kommun.example/kalix-presence")
    for told, state in ((wanting, "too old for the server"), (newer, "a newer one is there"), (view, "of the same age")):
        presence.on_session_event(FactsChanged(presence.me, told, list(presence.people.values()), None))
        yield state
    at.away("meeting", hours=2)
    yield "away"
    at.away("meeting", hours=-1, overdue=True)
    at.presence.on_session_event(PbxSeen(connected=False))
    yield "overdue, without the exchange"
    at.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    yield "offline"
    at.presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    yield "signed out"


def without_telephone(at: At) -> Iterator[str]:
    """An account that is nobody's telephone, as a telephone officer may have."""
    presence = at.presence
    assert presence.me is not None
    me = msgspec.structs.replace(presence.me, username="per.nilsson", person=None)
    presence.on_session_event(FactsChanged(me, presence.view, list(presence.people.values()), None))
    at.desk.open_panel("")
    yield "panel"
    at.desk.other_ways.hosted = False
    at.desk.other_ways.serve()
    yield "small window"
    at.desk.open_settings()
    yield "settings"
    at.desk.grid_controller.open()
    yield "grid"


def small_window(at: At) -> Iterator[str]:
    at.desk.other_ways.hosted = False
    at.desk.other_ways.serve()
    yield "available"
    at.away("other", hours=96)
    at.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    yield "away"


def toast(at: At) -> Iterator[str]:
    at.desk.say(at.desk.tr("Signed in"), at.desk.signing.about_keyring())
    yield "a note"
    at.desk.say(at.desk.tr("The status was not set"), ABOUT * 4)
    yield "a long one"


def reminder(at: At) -> Iterator[str]:
    from kalix_presence.desktop.day.reminder_card import ReminderCard

    card = ReminderCard()

    def nothing() -> None: ...

    card.show_question(at.reason("gone_for_the_day"), "", [(at.reason("lunch"), nothing)], waiting="", escape=nothing)
    yield "short"
    answers = [(f"{at.reason('gone_for_the_day')} 8.00 {number}", nothing) for number in range(4)]
    card.show_question(ABOUT, ABOUT, answers, waiting=f"{LONG}, {LONG}.", escape=nothing)
    yield "long"
    card.hide()
    card.deleteLater()
