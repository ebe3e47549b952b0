"""Settings of the organisation's sign-in that would send it astray are refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.site.config import read_config, template
from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput

GOOD = {"issuer": '"https://id.example/x"', "client_id": '"kalix"'}


def read(folder: Path, **lines: str) -> OidcSection:
    said = "\n".join(f"{name} = {value}" for name, value in (GOOD | lines).items())
    text = template(0).replace("[sign_in.oidc]", f"[sign_in.oidc]\n{said}", 1)
    (folder / "kalix-hub.toml").write_text(text.replace('#"group id"', '"group id"'), "utf-8")
    return read_config(folder).sign_in.oidc


def test_what_the_template_shows_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, redirect='"http://127.0.0.1/back"', redirect_ports="[4711, 4712]", device="true")
    assert (found.issuer, found.client_id, found.roles) == ("https://id.example/x", "kalix", {"group id": Role.OFFICER})


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("issuer", '"http://id.example"', "config-oidc-issuer"),
        ("issuer", '"id.example"', "config-oidc-issuer"),
        ("issuer", '"https://id.example/?x=1"', "config-oidc-issuer"),
        ("issuer", '"https://u:p@id.example"', "config-oidc-issuer"),
        ("issuer", '"https://[broken"', "config-oidc-issuer"),
        ("client_id", '""', "config-oidc-client"),
        ("subject_claim", '""', "config-oidc-client"),
        ("scope", '"profile email"', "config-oidc-client"),
        ("redirect", '"https://localhost"', "config-oidc-redirect"),
        ("redirect", '"http://id.example"', "config-oidc-redirect"),
        ("redirect", '"http://localhost:80"', "config-oidc-redirect"),
        ("redirect", '"http://localhost/?x=1"', "config-oidc-redirect"),
        ("algorithms", "[]", "config-oidc-algorithms"),
        ("algorithms", '["none"]', "config-oidc-algorithms"),
        ("algorithms", '["RS256", "HS256"]', "config-oidc-algorithms"),
        ("redirect_ports", "[80]", "config-oidc-numbers"),
        ("leeway_seconds", "601", "config-oidc-numbers"),
        ("seconds", "0", "config-oidc-numbers"),
        ("ca", '"none.crt"', "config-file-missing"),
        ("client_secret_file", '"none.secret"', "config-file-missing"),
        ("client", '"x"', "config-broken"),
    ],
)
def test_what_would_go_astray_is_refused(tmp_path: Path, name: str, value: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, **{name: value})
    assert refused.value.code == code


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "oidc.secret"
    secret.write_text("s")
    secret.chmod(0o640)
    with pytest.raises(BadInput, match="config-file-open"):
        read(tmp_path, client_secret_file='"oidc.secret"')
    secret.chmod(0o600)
    assert read(tmp_path, client_secret_file='"oidc.secret"').client_secret_file == "oidc.secret"
