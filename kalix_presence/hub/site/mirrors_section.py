"""`[mirrors]`: other programs in which people's standings are told, for those who want that; none while nothing is set."""

from __future__ import annotations

import msgspec

from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_safe
from kalix_presence.model.mirrored import Presence
from kalix_presence.model.words import LANGUAGES

AUDIENCES = ("", "all", "contactsOnly", "none")


class TeamsSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Microsoft Teams by Graph: the site's own application (client credentials). `tenant` empty: not used. The secret lies in a
    file of mode 0600. At most `requests` in any 30 seconds, of the 1 500 that Microsoft lets one application make. `reply_to`
    empty: no automatic replies of mailboxes; else they go to "all" outside the organisation, to "contactsOnly", or to "none".
    """

    tenant: str = ""
    client_id: str = ""
    secret_file: str = "teams.secret"  # noqa: S105  (a file name)
    login: str = "https://login.microsoftonline.com"
    api: str = "https://graph.microsoft.com/v1.0"
    requests: int = 1350
    reply_to: str = ""


class MattermostSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Mattermost server, asked with the token of an account that may edit others; none while `url` is empty. `ca` are
    certificates to trust, if not the system's."""

    url: str = ""
    token_file: str = "mattermost.token"  # noqa: S105  (a file name)
    ca: str = ""
    requests: int = 300


class MirrorsSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`language` of the texts; `poll_seconds` between two looks at what stands there; an answer takes at most `seconds`.
    `presence` says by reason how somebody is shown, where that is not as usual."""

    language: str = "sv"
    poll_seconds: float = 30.0
    seconds: float = 20.0
    presence: dict[str, Presence] = {}
    teams: TeamsSection = TeamsSection()
    mattermost: MattermostSection = MattermostSection()


def refuse_unsafe_mirrors(section: MirrorsSection) -> tuple[list[str], list[str]]:
    """The files that must be there, and of these those that nobody else may read. Raises BadInput for what cannot be meant."""
    teams = section.teams
    if section.language not in LANGUAGES:
        raise BadInput("config-mirrors-language", known=", ".join(LANGUAGES))
    numbers = 5 <= section.poll_seconds <= 300 and 1 <= section.seconds <= 120 and 30 <= teams.requests <= 1500
    numbers = numbers and 30 <= section.mattermost.requests <= 100_000
    if not numbers:
        raise BadInput("config-mirrors-numbers")
    needed, secrets = [], []
    if teams.tenant:
        _require_safe(teams.login, teams.api)
        if not teams.client_id or not teams.secret_file or teams.reply_to not in AUDIENCES:
            raise BadInput("config-mirrors-teams")
        secrets.append(teams.secret_file)
    if section.mattermost.url:
        _require_safe(section.mattermost.url)
        if not section.mattermost.token_file:
            raise BadInput("config-mirrors-mattermost")
        secrets.append(section.mattermost.token_file)
        needed += [section.mattermost.ca] if section.mattermost.ca else []
    return [*needed, *secrets], secrets


def _require_safe(*addresses: str) -> None:
    for address in addresses:
        if not is_safe(address):
            raise BadInput("mirror-address", address=address[:80])


TEMPLATE = """\
[mirrors]
# Where people stand, told in other programs for those who have chosen that themselves: docs/teams.md. Nothing is told while no
# program is filled in below. The language of the texts; seconds between two looks at what stands there, and for an answer.
#language = "sv"
#poll_seconds = 30.0
#seconds = 20.0

[mirrors.presence]
# How somebody is shown there, by the code of a reason, where it is not as usual: "busy", "do-not-disturb", "back-soon", "away"
# or "off".
#"travel" = "busy"

[mirrors.teams]
# Microsoft Teams: the site's own application (client credentials). Its secret lies alone in a file (chmod 600). Requests in 30
# seconds, of the 1 500 that Microsoft lets an application make.
#tenant = ""
#client_id = ""
#secret_file = "teams.secret"
#login = "https://login.microsoftonline.com"
#api = "https://graph.microsoft.com/v1.0"
#requests = 1350
# Automatic replies of mailboxes, for those who choose that: empty, none; else who outside the organisation gets them: "all",
# "contactsOnly" or "none".
#reply_to = ""

[mirrors.mattermost]
# A Mattermost server, and the token (alone in a file, chmod 600) of an account there that may edit others. Certificates to
# trust, if not the system's; requests in 30 seconds.
#url = ""
#token_file = "mattermost.token"
#ca = ""
#requests = 300

"""
