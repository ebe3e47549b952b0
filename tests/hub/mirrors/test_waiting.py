"""Each thing waits once: what is no longer so goes first, then how somebody is shown, then the texts."""

from __future__ import annotations

from kalix_presence.hub.mirrors.waiting import Turn, Waiting
from kalix_presence.model.mirrored import Part


def test_the_order_is_by_turn_and_then_by_who_came_first() -> None:
    waiting = Waiting()
    waiting.put(("a", Part.TEXT), Turn.TEXT, 1.0)
    waiting.put(("b", Part.PRESENCE), Turn.PRESENCE, 2.0)
    waiting.put(("c", Part.PRESENCE), Turn.PRESENCE, 3.0)
    waiting.put(("b", Part.PRESENCE), Turn.PRESENCE, 4.0)
    waiting.put(("d", Part.TEXT), Turn.TAKE_BACK, 5.0)
    assert len(waiting) == 4
    order = []
    while (first := waiting.first()) is not None:
        order.append(first)
        waiting.drop(first[0])
    assert order == [(("d", Part.TEXT), 5.0), (("b", Part.PRESENCE), 4.0), (("c", Part.PRESENCE), 3.0), (("a", Part.TEXT), 1.0)]
    assert len(waiting) == 0


def test_what_is_to_be_taken_back_now_waits_in_that_line_alone() -> None:
    waiting = Waiting()
    waiting.put(("a", Part.TEXT), Turn.TEXT, 1.0)
    waiting.put(("a", Part.TEXT), Turn.TAKE_BACK, 2.0)
    assert waiting.first() == (("a", Part.TEXT), 2.0)
    waiting.drop(("a", Part.TEXT))
    waiting.drop(("a", Part.TEXT))
    assert waiting.first() is None
