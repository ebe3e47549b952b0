"""`[mirrors]` of the settings: shown with its defaults, and refused where it cannot be meant or would tell a secret."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.site.config import template
from kalix_presence.hub.site.mirrors_section import MattermostSection, MirrorsSection, TeamsSection, refuse_unsafe_mirrors
from kalix_presence.model.errors import BadInput

TEAMS = TeamsSection("tenant", "kalix")


def test_the_file_shows_each_setting_with_its_default() -> None:
    section = template(0)[template(0).index("[mirrors]") : template(0).index("[calendars]")]
    shown = tomllib.loads(re.sub(r'^#((?:\w+|"travel") = )', r"\1", section, flags=re.MULTILINE))["mirrors"]
    assert shown.pop("presence") == {"travel": "busy"}
    assert shown["mattermost"].keys() == msgspec.to_builtins(MattermostSection()).keys()
    assert msgspec.convert(shown, MirrorsSection) == MirrorsSection()
    assert shown.keys() == msgspec.to_builtins(MirrorsSection()).keys() - {"presence"}
    assert shown["teams"].keys() == msgspec.to_builtins(TeamsSection()).keys()


def test_nothing_is_needed_while_no_program_is_set_up_and_the_secret_where_one_is() -> None:
    assert refuse_unsafe_mirrors(MirrorsSection()) == ([], [])
    assert refuse_unsafe_mirrors(MirrorsSection(teams=TEAMS)) == (["teams.secret"], ["teams.secret"])


def test_a_mattermost_server_needs_its_token_and_a_certificate_where_one_is_named() -> None:
    section = MirrorsSection(mattermost=MattermostSection("https://chat.example", ca="chat-ca.crt"))
    assert refuse_unsafe_mirrors(section) == (["chat-ca.crt", "mattermost.token"], ["mattermost.token"])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"language": "de"}, "config-mirrors-language"),
        ({"poll_seconds": 4.9}, "config-mirrors-numbers"),
        ({"poll_seconds": 301}, "config-mirrors-numbers"),
        ({"seconds": 0}, "config-mirrors-numbers"),
        ({"seconds": 121}, "config-mirrors-numbers"),
        ({"teams": msgspec.structs.replace(TEAMS, requests=1501)}, "config-mirrors-numbers"),
        ({"teams": msgspec.structs.replace(TEAMS, requests=29)}, "config-mirrors-numbers"),
        ({"teams": msgspec.structs.replace(TEAMS, client_id="")}, "config-mirrors-teams"),
        ({"teams": msgspec.structs.replace(TEAMS, reply_to="world")}, "config-mirrors-teams"),
        ({"teams": msgspec.structs.replace(TEAMS, secret_file="")}, "config-mirrors-teams"),
        ({"mattermost": MattermostSection("http://chat.example")}, "mirror-address"),
        ({"mattermost": MattermostSection("https://chat.example", "")}, "config-mirrors-mattermost"),
        ({"mattermost": MattermostSection(requests=29)}, "config-mirrors-numbers"),
        ({"teams": msgspec.structs.replace(TEAMS, login="http://login.example")}, "mirror-address"),
        ({"teams": msgspec.structs.replace(TEAMS, api="http://graph.example/v1.0")}, "mirror-address"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput, match=code):
        refuse_unsafe_mirrors(MirrorsSection(**wrong))
