"""What an administrator does about the organisation's sign-in at the server: checks it, binds an account, unbinds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.site.config import template
from tests.hub.commands.test_commands import run
from tests.provider.service import CLIENT, service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = run("init", tmp_path / "hub")
    assert made.exit_code == 0, made.output
    return tmp_path / "hub"


def name_service(folder: Path, issuer: str) -> None:
    said = f'[sign_in.oidc]\nissuer = "{issuer}"\nclient_id = "{CLIENT}"'
    (folder / "kalix-hub.toml").write_text(template(0).replace("[sign_in.oidc]", said, 1), "utf-8")


def test_check_reads_what_the_service_publishes_and_says_when_it_is_away(folder: Path, tmp_path: Path) -> None:
    with service(tmp_path / "service") as found:
        name_service(folder, found.issuer)
        well = run("check", "--config", folder)
        assert (well.exit_code, "sign-in service: OK" in well.output) == (0, True), well.output
        name_service(folder, f"{found.issuer}/other")
        other = run("check", "--config", folder)
        assert (other.exit_code, "sign-in service: " in other.output) == (1, True), other.output
    name_service(folder, found.issuer)
    away = run("check", "--config", folder)
    assert (away.exit_code, "does not answer" in away.output) == (1, True), away.output


def test_check_says_what_lets_in_who_must_have_a_second_factor(folder: Path, tmp_path: Path) -> None:
    def said(roles: str, more: str = "") -> tuple[int, str]:
        text = (folder / "kalix-hub.toml").read_text("utf-8")
        head, _, rest = text.partition("[sign_in.oidc]\n")
        head = (
            head.replace("#second_factor =", "second_factor =")
            if roles
            else head.replace("\nsecond_factor =", "\n#second_factor =")
        )
        (folder / "kalix-hub.toml").write_text(f"{head}[sign_in.oidc]\n{more}\n{rest}", "utf-8")
        done = run("check", "--config", folder)
        [line] = [line for line in done.output.splitlines() if "sign-in service: " in line]
        (folder / "kalix-hub.toml").write_text(text, "utf-8")
        return done.exit_code, line

    with service(tmp_path / "service") as found:
        name_service(folder, found.issuer)
        code, line = said("administrator")
        assert code == 0, "it may be right"
        assert "OK The roles administrator, officer must have a second factor" in line
        assert "amr mfa" in line
        assert said("administrator", 'factor_amr = ["mfa", "otp"]')[1].endswith("service: OK")
        assert said("administrator", 'factor_acr = ["level-2"]')[1].endswith("service: OK")
        assert said("administrator", "factor_trusted = true")[1].endswith("service: OK")
        code, line = said("administrator", "factor_amr = []")
        assert (code, "none of them gets in that way" in line) == (1, True)
        assert said("")[1].endswith("service: OK")


def test_an_account_is_bound_once_and_unbound(folder: Path) -> None:
    assert "username and a password" in run("user", "bind", "admin", "s-1", "--config", folder).output
    name_service(folder, "https://id.example")
    assert run("user", "bind", "admin", "s-1", "--config", folder).exit_code == 0
    for words in (("admin", "s-2"), ("admin", "s-1")):
        again = run("user", "bind", *words, "--config", folder)
        assert (again.exit_code, "belongs to somebody already" in again.output) == (1, True), again.output
    assert run("user", "bind", "admin", " ", "--config", folder).exit_code == 1
    assert run("user", "unbind", "admin", "--config", folder).exit_code == 0
    assert run("user", "unbind", "admin", "--config", folder).exit_code == 1
    assert run("user", "bind", "admin", "s-2", "--config", folder).exit_code == 0
    acts = run("audit", "search", "--config", folder).output
    assert [line.split("\t")[3] for line in acts.splitlines()] == ["user-bind", "user-unbind", "user-bind"]
