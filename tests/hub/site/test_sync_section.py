"""The settings of sources: nothing is read in the clear, nobody asks without saying who they are, and the template is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.site.config import read_config, template
from kalix_presence.hub.site.sync_section import CsvSource, LdapSource
from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput

GOOD = """\
[sync]
minutes = 30
[sync.sources.ad]
kind = "ldap"
servers = ["ldaps://dc1.kommun.example"]
bind = "reader"
password_file = "ad.secret"
"""


def read(folder: Path, text: str) -> Any:
    secret = folder / "ad.secret"
    secret.write_text("x", "utf-8")
    secret.chmod(0o600)
    (folder / "kalix-hub.toml").write_text(text, "utf-8")
    return read_config(folder).sync


def test_what_the_template_shows_is_read(tmp_path: Path) -> None:
    shown = re.sub(
        r"^#(?=[\[\w\"])", "", template(0)[template(0).index("[sync]") : template(0).index("[calendars]")], flags=re.M
    )
    (tmp_path / "ad-ca.crt").write_text("x", "utf-8")
    section = read(tmp_path, shown)
    assert section.order == ("staff", "ad")
    assert isinstance(section.sources["staff"], CsvSource)
    ad = section.sources["ad"]
    assert isinstance(ad, LdapSource)
    assert list(ad.roles.values()) == [Role.RECEPTIONIST]
    assert read(tmp_path, template(0)).sources == {}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("minutes = 30", "minutes = -1", "config-sync-times"),
        ("minutes = 30", "minutes = nan", "config-sync-times"),
        ("minutes = 30", "changes_seconds = 0.5", "config-sync-times"),
        ("sources.ad", "sources.file", "config-sync-name"),
        ("sources.ad", "sources.accept", "config-sync-name"),
        ("sources.ad", "sources.AD", "config-sync-name"),
        ("ldaps://dc1.kommun.example", "https://dc1.kommun.example", "config-sync-server"),
        ("ldaps://dc1.kommun.example", "ldaps://user@dc1.kommun.example", "config-sync-server"),
        ("ldaps://dc1.kommun.example", "ldaps://dc1:x", "config-sync-server"),
        ('["ldaps://dc1.kommun.example"]', '["ldap://dc1.kommun.example"]\ntls = "none"', "config-sync-tls"),
        ('["ldaps://dc1.kommun.example"]', "[]", "config-sync-kind"),
        ('bind = "reader"', 'bind = "reader"\nschema = "novell"', "config-sync-kind"),
        ('bind = "reader"', 'bind = "reader"\nunits = "x"', "config-sync-kind"),
        ('bind = "reader"', 'bind = ""', "config-sync-bind"),
        ('bind = "reader"', 'bind = "reader"\nschema = "openldap"', "config-sync-base"),
        ('bind = "reader"', 'bind = "reader"\nattributes = {deputy = "x"}', "config-sync-attribute"),
        ('bind = "reader"', 'bind = "reader"\nattributes = {title = "x)(y"}', "config-sync-attribute"),
        ('bind = "reader"', "bind = \"reader\"\nextension_match = '\\d+'", "config-sync-match"),
        ('bind = "reader"', "bind = \"reader\"\nextension_match = '('", "config-sync-match"),
        ('bind = "reader"', 'bind = "reader"\npage = 0', "config-sync-numbers"),
        ('bind = "reader"', 'bind = "reader"\nseconds = 700.0', "config-sync-numbers"),
        ('"ad.secret"', '"none.secret"', "config-file-missing"),
    ],
)
def test_what_would_be_unsafe_or_cannot_be_meant_is_refused(tmp_path: Path, before: str, after: str, code: str) -> None:
    assert read(tmp_path, GOOD).minutes == 30
    with pytest.raises(BadInput, match=code):
        read(tmp_path, GOOD.replace(before, after))


def test_in_the_clear_only_on_this_machine(tmp_path: Path) -> None:
    local = GOOD.replace('["ldaps://dc1.kommun.example"]', '["ldap://127.0.0.1:3389"]\ntls = "none"')
    assert read(tmp_path, local).sources["ad"].tls == "none"


def test_a_password_that_others_may_read_is_refused(tmp_path: Path) -> None:
    read(tmp_path, GOOD)
    (tmp_path / "ad.secret").chmod(0o644)
    with pytest.raises(BadInput, match="config-file-open"):
        read_config(tmp_path)


def test_a_credential_of_systemds_is_guarded_by_its_list_and_not_by_its_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "credentials" / "ad"
    given.parent.mkdir()
    given.write_text("x", "utf-8")
    given.chmod(0o440)  # as the mode of one looks that a service may read by a list
    text = GOOD.replace("ad.secret", str(given))
    with pytest.raises(BadInput, match="config-file-open"):
        read(tmp_path, text)
    monkeypatch.setattr("kalix_presence.hub.site.config.CREDENTIALS", f"{given.parent}/")
    assert read(tmp_path, text).sources["ad"].password_file == str(given)
    given.unlink()
    with pytest.raises(BadInput, match="config-file-missing"):
        read(tmp_path, text)
