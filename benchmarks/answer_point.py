"""An answer point behind an exchange, beside that exchange's own plain forward in the same run: what it adds until the phone
rings, and fifty calls a second for a minute."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.measuring import Row, percentile
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.kamailio.kamailio_in_front import KamailioInFront
from tests.pbx.kamailio.kamailio_server import unpacked
from tests.pbx.load_calls import Load, answering, calls
from tests.pbx.two_exchanges import TwoExchanges

PERSON, PLAIN, COLLEAGUE = "2041", "2042", "2043"
"""Who is forwarded to the answer point, and whose calls the exchange itself sends on to a colleague."""
SET_UPS, A_SECOND = 100, 5
"""Calls by which the set-up is measured, so few at once that none waits for another; twice, in turn."""
LOAD, LOAD_SECONDS = 50, 60


def measure() -> list[Row]:
    """Kamailio in front costs next to nothing: there the answer point itself is loaded. An Asterisk costs as much again."""
    rows: list[Row] = []
    fronts = [("an Asterisk", TwoExchanges), *([("Kamailio", KamailioInFront)] if unpacked() else [])]
    for name, front in fronts:
        with tempfile.TemporaryDirectory(prefix="kalix-bench-") as folder:
            both = front(Path(folder))
            try:
                rows += _measured(name, both, Path(folder))
            finally:
                both.clear()
                both.stop()
    return rows


def _measured(name: str, both: TwoExchanges | KamailioInFront, folder: Path) -> list[Row]:
    for each in (both.plain, both.point):
        if isinstance(each, AsteriskServer):
            as_on_a_site(each)
    both.forward(PERSON, f"88{PERSON}")
    both.forward(PLAIN, COLLEAGUE)

    def load(number: str, count: int, rate: int) -> Load:
        return calls(both.plain.address, number, count=count, rate=rate, folder=folder)

    ours, plain = list[float](), list[float]()
    with answering(both.plain.address, both.place_of(PERSON), both.place_of(COLLEAGUE), folder=folder):
        load(PERSON, A_SECOND, A_SECOND)  # the first ones load what is needed
        for _ in range(2):
            plain += load(PLAIN, SET_UPS, A_SECOND).set_ups
            ours += load(PERSON, SET_UPS, A_SECOND).set_ups
        rows = [
            Row(
                f"INVITE → ring past the answer point behind {name}, p{part * 100:.0f}",
                f"{percentile(ours, part) * 1000:.0f} ms",
                f"{percentile(plain, part) * 1000:.0f} ms (its own forward)",
                f"+ {(percentile(ours, part) - percentile(plain, part)) * 1000:.0f} ms",
                goal,
            )
            for part, goal in ((0.5, "≤ 50 ms more"), (0.99, ""))
        ]
        bare = load(PLAIN, LOAD * LOAD_SECONDS, LOAD)
        before = idle_seconds()
        full = load(PERSON, LOAD * LOAD_SECONDS, LOAD)
        idle = f"{(idle_seconds() - before) / LOAD_SECONDS:.1f} processors idle"
        what = f"calls lost of {full.asked}, {LOAD} a second, behind {name}"
        rows.append(Row(what, str(full.lost), f"{bare.lost} (its own forward)", idle, "0"))
    return rows


def idle_seconds() -> float:
    """How long the processors of this machine, all together, have had nothing to do: without that calls are lost."""
    first = Path("/proc/stat").read_text("utf-8").split("\n", 1)[0].split()
    return (int(first[4]) + int(first[5])) / os.sysconf("SC_CLK_TCK")


def as_on_a_site(server: AsteriskServer) -> None:
    """Its log says what is wrong and not each step, and there are as many ports for sound as by itself: the tests have few."""
    (server.folder / "etc" / "logger.conf").write_text("[logfiles]\nfull => warning,error\n", "utf-8")
    (server.folder / "etc" / "rtp.conf").write_text("[general]\nrtpstart=30000\nrtpend=39999\n", "utf-8")
    server.command("logger reload")
    server.command("module reload res_rtp_asterisk.so")
