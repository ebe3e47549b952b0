"""My status as shown: only the hub's events paint what holds, a wish is told apart until then."""

from __future__ import annotations

from datetime import timedelta

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged, RequestChanged, RequestState, StandingsChanged
from kalix_presence.desktop.presence import Phase, Presence
from kalix_presence.model.errors import BadInput, Unavailable
from tests.desktop.sample import NOON, absent

ME = "2030"
LUNCH = wire.AbsenceRequest("lunch", NOON + timedelta(hours=1))


def standing(presence: Presence, shown: wire.Standing) -> None:
    presence.on_session_event(StandingsChanged([shown], whole=False))


def wish(presence: Presence, state: RequestState, error: Exception | None = None) -> None:
    presence.on_session_event(RequestChanged(ME, "k1", LUNCH, state, error))  # type: ignore[arg-type]


def test_a_wish_is_sending_until_the_event_says_in_force(presence: Presence) -> None:
    wish(presence, RequestState.SENDING)
    assert (presence.my_status().phase, presence.my_status().wished) == (Phase.SENDING, True)
    standing(presence, absent(ME, "lunch", version=2, in_force=False))
    assert presence.my_status().phase is Phase.SENDING, "the hub has it, the reply has not come"
    standing(presence, absent(ME, "lunch", version=3))
    wish(presence, RequestState.IN_FORCE)
    assert (presence.my_status().phase, presence.my_status().reason) == (Phase.IN_FORCE, "lunch")


def test_the_reply_alone_does_not_paint_the_board(presence: Presence) -> None:
    wish(presence, RequestState.SENDING)
    wish(presence, RequestState.IN_FORCE)
    assert presence.my_status().phase is Phase.SENDING
    assert presence.board.standings[ME].absence is None
    standing(presence, absent(ME, "lunch", version=2))
    assert presence.my_status().phase is Phase.IN_FORCE


def test_between_the_reply_and_its_event_nothing_is_called_unconfirmed(presence: Presence) -> None:
    wish(presence, RequestState.SENDING)
    standing(presence, absent(ME, "lunch", version=2, in_force=False))
    wish(presence, RequestState.IN_FORCE)
    assert presence.my_status().phase is Phase.SENDING
    standing(presence, absent(ME, "lunch", version=3))
    assert presence.my_status().phase is Phase.IN_FORCE


def test_what_the_pbx_does_not_have_is_not_confirmed(presence: Presence) -> None:
    wish(presence, RequestState.SENDING)
    wish(presence, RequestState.PENDING, Unavailable("pbx-unreachable"))
    standing(presence, absent(ME, "lunch", version=2, in_force=False, trouble="pbx-unreachable"))
    status = presence.my_status()
    assert (status.phase, status.trouble) == (Phase.PENDING, "pbx-unreachable")


def test_a_queued_wish_is_shown_as_waiting(presence: Presence) -> None:
    wish(presence, RequestState.SENDING)
    wish(presence, RequestState.QUEUED, Unavailable("hub-unreachable"))
    assert presence.my_status().phase is Phase.QUEUED


def test_a_refused_wish_leaves_what_holds(presence: Presence) -> None:
    ended: list[RequestChanged] = []
    presence.request_ended.connect(ended.append)
    wish(presence, RequestState.SENDING)
    wish(presence, RequestState.REFUSED, BadInput("target-premium", field="forward_to"))
    assert presence.my_status().reason is None
    assert presence.my_status().phase is Phase.IN_FORCE
    assert [each.state for each in ended] == [RequestState.REFUSED]


def test_without_contact_the_last_known_state_stays_and_is_marked(presence: Presence) -> None:
    standing(presence, absent(ME, "lunch", version=2))
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    assert (presence.my_status().phase, presence.my_status().reason) == (Phase.STALE, "lunch")


def test_signed_out_shows_nothing_of_before(presence: Presence) -> None:
    standing(presence, absent(ME, "lunch", version=2))
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert presence.my_status().phase is Phase.SIGNED_OUT
    assert presence.extension is None


def test_a_wish_for_somebody_else_is_no_status_of_mine(presence: Presence) -> None:
    presence.on_session_event(RequestChanged("2041", "k2", LUNCH, RequestState.SENDING))
    assert presence.my_status().phase is Phase.IN_FORCE
