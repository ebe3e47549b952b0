"""A phone that knows when it was rung."""

from __future__ import annotations

import time

from tests.pbx.hand_phone import HandPhone


class TimedPhone(HandPhone):
    """`rung_at`: seconds of the performance counter when the last INVITE came."""

    rung_at = 0.0

    def _take_request(self, text: str) -> None:
        if text.startswith("INVITE"):
            self.rung_at = time.perf_counter()
        super()._take_request(text)
