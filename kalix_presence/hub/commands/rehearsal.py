"""What a hub that leads works out once, worked out while it stands by: from the lead to the first answer nobody is served."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from kalix_presence.hub.access.auth import stranger_hash
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.drivers import clock_of, pbx_of
from kalix_presence.hub.store.statements import make_all_for_postgresql
from kalix_presence.hub.web.running import site_policy, site_reasons
from kalix_presence.model.errors import BadInput
from kalix_presence.model.usual_end import usual_end
from kalix_presence.model.worktime import WorkingTime, public_holidays

HOLIDAYS_AHEAD = timedelta(days=60)


def rehearse(config: Config) -> None:
    """Load and work out all that costs time and needs neither the lead nor the database; nothing of it is used by itself.

    Raises BadInput as the hub itself does where its files are broken: that is told at the start and not at a takeover.
    """
    make_all_for_postgresql()
    stranger_hash()
    policy, reasons = site_policy(config), site_reasons(config)
    clock = clock_of(config, utc_now, lambda: 0.0)
    pbx_of(config, policy=policy, reasons=reasons, clock=clock)
    now, worktime = clock(), WorkingTime.of_policy(policy)
    for moment in (now, now + HOLIDAYS_AHEAD):
        public_holidays(worktime.country, moment.astimezone(worktime.tz).year)
        for reason in reasons:
            with suppress(BadInput):  # somebody who works on no day
                usual_end(reason, moment, worktime)
