"""Finding somebody: the one ranking of the hub, the desk and the command line, made for a key press among 50 000 people."""

from __future__ import annotations

from kalix_presence.model.finding.finder import Findable, IndexEntry, Matches, PeopleFinder
from kalix_presence.model.finding.reach import Reach, Reachability, own_reach
from kalix_presence.model.finding.reading import number_of
from kalix_presence.model.finding.steps import PORTION, Steps, finished
from kalix_presence.model.finding.why import Match, Why, say_why

__all__ = [
    "PORTION",
    "Findable",
    "IndexEntry",
    "Match",
    "Matches",
    "PeopleFinder",
    "Reach",
    "Reachability",
    "Steps",
    "Why",
    "finished",
    "number_of",
    "own_reach",
    "say_why",
]
