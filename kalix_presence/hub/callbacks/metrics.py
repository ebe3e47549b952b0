"""Callbacks in numbers: open, late and done, for each unit that is large enough that no number is one person's (P1, P13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.names import units_of
from kalix_presence.hub.callbacks.book import MessageBook
from kalix_presence.hub.callbacks.views import members
from kalix_presence.model.callback import AddresseeKind, CallbackMessage

SMALLEST = 5
"""A unit of fewer people is counted with the one above it, an administration of fewer with the rest."""
REST = "rest"
SWITCHBOARD = "switchboard"


class CallbackMetrics(Collector):
    """Counted when somebody asks; done ones since the hub's start."""

    def __init__(self, board: Board, book: MessageBook, *, clock: Callable[[], datetime]) -> None:
        self._board, self._book, self._clock = board, book, clock
        self._done: Counter[str] = Counter()
        book.listen(self._took)

    def collect(self) -> Iterable[Metric]:
        """The numbers as they are now."""
        now = self._clock()
        waiting = GaugeMetricFamily("kalix_messages_open", "Callbacks that wait, by unit", labels=["unit"])
        late = GaugeMetricFamily("kalix_messages_late", "Callbacks past their due time, by unit", labels=["unit"])
        done = CounterMetricFamily("kalix_messages_done", "Callbacks done since the start, by unit", labels=["unit"])
        messages = list(self._book.open.values())
        counted = Counter(self.unit_of(message) for message in messages)
        overdue = Counter(self.unit_of(message) for message in messages if message.due < now)
        for unit in sorted(counted | self._done):
            waiting.add_metric([unit], counted[unit])
            late.add_metric([unit], overdue[unit])
            done.add_metric([unit], self._done[unit])
        return [waiting, late, done]

    def unit_of(self, message: CallbackMessage) -> str:
        """The unit under which a message is counted."""
        if message.to.kind is AddresseeKind.SWITCHBOARD:
            return SWITCHBOARD
        person = self._board.people.get(message.responsible or "") or next(iter(members(self._board, message.to)), None)
        if person is None:
            return REST
        sizes = self._board.groups.by_unit
        return next((unit for unit in units_of(self._board, person) if len(sizes.get(unit, ())) >= SMALLEST), REST)

    def _took(self, before: CallbackMessage | None, message: CallbackMessage) -> None:
        if not message.open and (before is None or before.open):
            self._done[self.unit_of(message)] += 1
