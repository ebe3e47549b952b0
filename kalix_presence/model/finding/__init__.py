"""Finding somebody: the one ranking of the hub, the desk and the command line, made for a key press among 50 000 people."""

from __future__ import annotations

from kalix_presence.model.finding.finder import Entry, Findable, Finder, Found
from kalix_presence.model.finding.reach import Reach, Reachability, own_reach
from kalix_presence.model.finding.why import Match, Why, say_why

__all__ = ["Entry", "Findable", "Finder", "Found", "Match", "Reach", "Reachability", "Why", "own_reach", "say_why"]
