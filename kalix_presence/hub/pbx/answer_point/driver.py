"""How an exchange with an answer point is named in the hub's settings, and how both are opened: each by its own driver."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from kalix_presence.hub.pbx.capabilities import ReadBack
from kalix_presence.hub.pbx.drivers import Site, Tried, driver_named, read_settings
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput

TEMPLATE = """\
[pbx.answer_point]
# An exchange with an answer point behind it (docs/answer-point.md). The driver that sets forwards in the exchange, and what its
# table would say; "" where everybody is forwarded to the answer point once and for all.
#exchange = ""
#exchange_settings = {}
# The answer point: an Asterisk; what can stand in [pbx.asterisk] can stand here.
#point = {host = "127.0.0.1", secret_file = "asterisk.secret"}
# Where an extension is forwarded to: these figures and the extension; or one number for all, if the exchange says whose call
# it is.
#prefix = "88"
#common = ""
"""
POINT = "asterisk"
SELF = "answer_point"
_FIGURES = re.compile(r"[0-9]{1,10}", re.ASCII)


class AnswerPointSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`point` and `exchange_settings` are the tables of the two drivers, as strict as they are anywhere."""

    exchange: str = ""
    exchange_settings: dict[str, Any] = {}
    point: dict[str, Any] = {}
    prefix: str = "88"
    common: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError, which is told with the line of the table."""
        for name, driver, table in (("point", POINT, self.point), ("exchange_settings", self.exchange, self.exchange_settings)):
            try:
                if driver:
                    read_settings(driver, table)
            except msgspec.ValidationError as fault:
                raise ValueError(f"{name}: {fault}") from None

    def number(self, extension: str) -> str:
        """What `extension` is forwarded to."""
        return self.common or f"{self.prefix}{extension}"


class _AnswerPointDriver:
    settings: type[msgspec.Struct] = AnswerPointSection
    made_up = False
    tried = Tried.REAL
    template = TEMPLATE
    files = None

    def check_settings(self, settings: AnswerPointSection, folder: Path) -> list[str]:
        if settings.exchange == SELF:
            raise BadInput("config-driver", driver=SELF)
        if not _FIGURES.fullmatch(settings.common or settings.prefix):
            raise BadInput("answer-point-number")
        secrets = driver_named(POINT).check_settings(read_settings(POINT, settings.point), folder)
        if settings.exchange:
            given = read_settings(settings.exchange, settings.exchange_settings)
            secrets = [*secrets, *driver_named(settings.exchange).check_settings(given, folder)]
        return secrets

    def opened(self, settings: AnswerPointSection, site: Site) -> Pbx:
        from kalix_presence.hub.pbx.answer_point.forwards import SetForwards, StandingForwards
        from kalix_presence.hub.pbx.answer_point.pbx import AnswerPointPbx

        point = driver_named(POINT).opened(read_settings(POINT, settings.point), site)
        if not settings.exchange:
            return AnswerPointPbx(point, None, StandingForwards())
        exchange = driver_named(settings.exchange).opened(read_settings(settings.exchange, settings.exchange_settings), site)
        able = exchange.capabilities
        if not able.forward_always or able.read_back is ReadBack.NONE:  # what it does would never be confirmed
            raise BadInput("answer-point-exchange", driver=settings.exchange)
        return AnswerPointPbx(point, exchange, SetForwards(exchange, settings.number))


DRIVER = _AnswerPointDriver()
