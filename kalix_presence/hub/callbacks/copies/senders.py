"""The senders that the settings name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from kalix_presence.hub.callbacks.copies.delivery import CopySender
from kalix_presence.hub.site.config import Config
from kalix_presence.model.copies import CopyChannel
from kalix_presence.model.errors import BadInput


def senders_of(config: Config, *, clock: Callable[[], datetime]) -> Mapping[CopyChannel, CopySender]:
    """What sends copies by each way; a way without settings is left out. Raises BadInput `config-file-missing`."""
    found: dict[CopyChannel, CopySender] = {}
    mail, sms = config.mail, config.sms
    # smtplib and ssl contexts only where somebody sends copies at all
    if mail.host:
        from kalix_presence.hub.callbacks.copies.mail import MailSender

        password = _secret(config, mail.password_file) if mail.username else ""
        found[CopyChannel.MAIL] = MailSender(mail, password, _file(config, mail.ca), clock=clock)
    if sms.url:
        from kalix_presence.hub.callbacks.copies.sms import SmsSender

        found[CopyChannel.SMS] = SmsSender(sms, _secret(config, sms.secret_file), _file(config, sms.ca))
    return found


def _secret(config: Config, name: str) -> str:
    try:
        return config.path(name).read_text("utf-8").strip()
    except OSError:
        raise BadInput("config-file-missing", file=name) from None


def _file(config: Config, name: str) -> str:
    return str(config.path(name)) if name else ""
