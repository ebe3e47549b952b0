"""What stands in front of an answer point, with the driver for both opened as the hub opens it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.answer_point.driver import DRIVER, AnswerPointSection
from kalix_presence.hub.pbx.drivers import Site
from kalix_presence.hub.pbx.protocol import Pbx
from tests.clocks import machine_now
from tests.pbx.asterisk_server import SECRET, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.kamailio.kamailio_in_front import KamailioInFront
from tests.pbx.kamailio.kamailio_server import DOMAIN, unpacked
from tests.pbx.two_exchanges import TwoExchanges

OURS = ("2041", "2042")


@dataclass
class Behind:
    """The driver, connected, and hands at both: `both` has phones, and somebody `outside`."""

    both: TwoExchanges | KamailioInFront
    pbx: Pbx
    phones: dict[str, HandPhone]
    outside: HandPhone
    elsewhere: Callable[[], Pbx]

    def call(self, number: str) -> str:
        """Call from outside: which phone rings. It is not answered."""
        call = self.outside.dial(number, headers="P-Asserted-Identity: <sip:0923650417@outside>\r\n")
        rang: list[str] = []

        def rings() -> bool:
            rang.extend(name for name, phone in self.phones.items() if any(not each.over for each in phone.calls))
            return bool(rang) or call.over

        wait_until(rings, "the caller hears nothing")
        if not call.over:
            self.outside.put_down(call)
        return rang[0] if rang else ""

    @property
    def trial(self) -> contract.Trial:
        """For the public contract."""

        async def rings(extension: str) -> str:
            return await asyncio.to_thread(self.call, extension)

        return contract.Trial(
            self.pbx, "2041", "2042", "9", machine_now, rings=rings, tamper=self.both.point.put, elsewhere=self.elsewhere
        )


@dataclass
class Telephones:
    """Both exchanges, and phones at the one in front. They stay for all tests of a module: setting them up takes longer than a test."""

    both: TwoExchanges | KamailioInFront
    phones: dict[str, HandPhone]
    outside: HandPhone


@pytest.fixture(scope="module", params=["forwarded once and for all", "by its driver"])
def telephones(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telephones]:
    """By how calls come to the answer point: by forwards that stand in an Asterisk, or by those that Kamailio's driver sets."""
    if request.param == "by its driver" and unpacked() is None:
        pytest.skip("Kamailio is not unpacked: installer/kamailio_for_tests")
    folder = tmp_path_factory.mktemp("both")
    both = KamailioInFront(folder) if request.param == "by its driver" else TwoExchanges(folder)
    if isinstance(both, TwoExchanges):
        for extension in OURS:
            both.forward(extension, f"88{extension}")
    phones = {number: both.phone(number) for number in (*OURS, "9")}
    outside = both.phone("outside")
    yield Telephones(both, phones, outside)
    both.clear()
    both.stop()
    for phone in (*phones.values(), outside):
        phone.close()


@pytest.fixture
async def behind(telephones: Telephones, tmp_path: Path) -> AsyncIterator[Behind]:
    """Connected; whatever it has set is taken away again."""
    both = telephones.both
    secret = tmp_path / "point.secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    place = {"host": both.point.address, "secret_file": secret.name}
    settings, away = AnswerPointSection(point=place), AnswerPointSection(point=place | {"port": 1})
    if isinstance(both, KamailioInFront):
        there = {"folder": str(both.plain.folder), "domain": DOMAIN}
        settings = AnswerPointSection(point=place, exchange="kamailio", exchange_settings=there)
        away = AnswerPointSection(point=place, exchange="kamailio", exchange_settings=there | {"folder": "nowhere"})
    site = Site(tmp_path, shipped.default_policy(), shipped.default_reasons(), machine_now, lambda: OURS)
    pbx = DRIVER.opened(settings, site)
    await contract.connected(pbx)
    yield Behind(both, pbx, telephones.phones, telephones.outside, lambda: DRIVER.opened(away, site))
    if not pbx.connected:  # stopped by the test
        pbx = DRIVER.opened(settings, site)
        await contract.connected(pbx)
    if isinstance(both, KamailioInFront):
        both.take_back()
    for extension in OURS:
        await pbx.remove(extension)
    await pbx.stop()
