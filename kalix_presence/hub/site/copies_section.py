"""How copies leave the hub: the mail server and the SMS gateway of the settings, and what would be unsafe."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from kalix_presence.model.errors import BadInput


class MailSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mail server that takes copies; none without a `host`. `tls` "starttls", "tls" or, on loopback only, "none".

    `sender` is the From address. With a `username` the password lies in `password_file` (mode 0600); `ca` names a file of
    certificates to trust, "" the system's.
    """

    host: str = ""
    port: int = 587
    tls: str = "starttls"
    sender: str = ""
    username: str = ""
    password_file: str = "mail.secret"  # noqa: S105  (a file name)
    ca: str = ""
    seconds: float = 20.0


class SmsSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The SMS gateway that takes copies by an HTTP POST; none without a `url` (https, or http on loopback only).

    The fields are sent as `form` "form" or "json", under the names that the gateway wants. With a `username` it is asked with
    that and the secret, else with the secret as a bearer token.
    """

    url: str = ""
    form: str = "form"
    to_field: str = "to"
    from_field: str = "from"
    text_field: str = "message"
    sender: str = ""
    username: str = ""
    secret_file: str = "sms.secret"  # noqa: S105  (a file name)
    longest: int = 300
    ca: str = ""
    seconds: float = 20.0


def refuse_unsafe(mail: MailSection, sms: SmsSection, *, is_loopback: Callable[[str], bool]) -> list[str]:
    """The files that must be there (secrets, readable by the owner only, and certificates).

    Raises BadInput `config-mail-tls`, `config-mail-sender`, `config-sms-url` or `config-sms-form`.
    """
    needed: list[str] = []
    if mail.host:
        if mail.tls not in ("starttls", "tls") and not (mail.tls == "none" and is_loopback(mail.host)):
            raise BadInput("config-mail-tls", host=mail.host)
        if "@" not in mail.sender or any(sign.isspace() for sign in mail.sender):
            raise BadInput("config-mail-sender")
        needed += [mail.password_file] if mail.username else []
    if sms.url:
        address = urlsplit(sms.url)
        safe = address.scheme == "https" or (address.scheme == "http" and is_loopback(address.hostname or ""))
        if not safe or not address.hostname:
            raise BadInput("config-sms-url")
        if sms.form not in ("form", "json"):
            raise BadInput("config-sms-form")
        needed.append(sms.secret_file)
    return needed


TEMPLATE = """\
[mail]
# Copies of callback messages for people who are away and have chosen so go by this server; none while host is empty.
#host = "smtp.kommun.example"
#port = 587
# "starttls" (port 587 usually), "tls" (465), or "none" for a server on this machine.
#tls = "starttls"
#sender = "telefon@kommun.example"
# With a user name the password lies alone in this file, readable by the hub's user only (chmod 600).
#username = ""
#password_file = "mail.secret"
# Certificates to trust, if not the system's.
#ca = "mail-ca.crt"

[sms]
# The same by an SMS gateway, asked by HTTP POST; none while url is empty. It must be https, except on this machine.
#url = "https://sms.gateway.example/send"
# "form" or "json", and what the gateway calls the fields; sender is the name or number that is shown.
#form = "form"
#to_field = "to"
#from_field = "from"
#text_field = "message"
#sender = "Kalix"
# The secret lies alone in this file (chmod 600): a password if there is a user name, else a bearer token.
#username = ""
#secret_file = "sms.secret"
# Longest text, in characters.
#longest = 300
#ca = "sms-ca.crt"

"""
