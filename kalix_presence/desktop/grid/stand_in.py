"""Who is called instead of somebody away: the deputy, where calls reach them; and what acts are judged by, from the board."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.desktop.finding.reach import reach_of
from kalix_presence.desktop.grid.action_rules import Situation
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.finding import Reach


def situation_of(presence: Presence, extension: str, call: wire.PresentCallView | None) -> Situation:
    """What acts for `extension` are judged by now; `call` is the present call that a transfer would move."""
    return Situation(
        presence.me,
        presence.link,
        presence.pbx,
        presence.people.get(extension),
        presence.board.standings.get(extension),
        call,
        presence.unable,
        instead=deputy_of(presence, extension),
        unanswered=reach_of(presence.board.standings.get(extension), pbx=presence.pbx) is Reach.AWAY,
    )


def deputy_of(presence: Presence, extension: str) -> wire.PersonView | None:
    """Who stands in for somebody who is away: whoever agreed to, else the usual deputy. None where calls reach the person, or
    would not reach the deputy either."""
    people, standings = presence.people, presence.board.standings
    person, standing = people.get(extension), standings.get(extension)
    if person is None or standing is None or standing.absence is None or reach_of(standing, pbx=presence.pbx) is not Reach.AWAY:
        return None
    deputy = people.get(standing.absence.deputy or person.deputy or "")
    own = presence.me.person if presence.me is not None else None
    if deputy is None or deputy.extension == extension or (own is not None and deputy.extension == own.extension):
        return None
    return deputy if reach_of(standings.get(deputy.extension), pbx=presence.pbx) <= Reach.ELSEWHERE else None
