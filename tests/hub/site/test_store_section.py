"""`[store]`: what would send people's data or a password in the clear is refused in words, and nothing is said twice."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import msgspec
import pytest
from psycopg.conninfo import conninfo_to_dict

from kalix_presence.hub.site.config import Config, read_config, require_safe, template
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.site.store_section import StoreSection, hosts_of, shown
from kalix_presence.hub.store.database import SqliteFile
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.model.errors import BadInput


def config(folder: Path, **store: str) -> Config:
    return msgspec.structs.replace(Config(), folder=folder, store=StoreSection(**store))


def said(folder: Path, **store: str) -> dict[str, str]:
    found = kept_of(config(folder, **store))
    assert isinstance(found, Postgresql)
    return {name: str(value) for name, value in conninfo_to_dict(found._conninfo).items()}


def test_the_template_is_off_and_names_every_setting() -> None:
    text = template(8770)
    assert msgspec.convert(tomllib.loads(text)["store"], StoreSection) == StoreSection()
    part = text.partition("[store]")[2].partition("[listen]")[0]
    for name in StoreSection.__struct_fields__:
        assert f"#{name} = " in part, name


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://h/d", "config-store-url"),
        ("postgresql://h", "config-store-url"),
        ("postgresql:///d", "config-store-url"),
        ("postgresql://h/d?options=-cfsync%3Doff", "config-store-url"),
        ("postgresql://h/d?password=x", "config-store-url"),
        ("postgresql://h/d?passfile=x", "config-store-url"),
        ("postgresql://h/d#x", "config-store-url"),
        ("postgresql://h/d?sslmode", "config-store-url"),
        ("postgresql://u:secret@h/d", "config-store-password"),
        ("postgresql://db.example/d?sslmode=require", "config-store-open"),
        ("postgresql://db.example/d?sslmode=disable", "config-store-open"),
        ("postgresql://localhost,db.example/d?sslmode=prefer", "config-store-open"),
        ("postgresql://d/d?host=db.example&sslmode=allow", "config-store-open"),
        ("sqlite:///", "config-store-both"),
    ],
)
def test_what_cannot_be_meant_or_lays_something_open_is_refused(tmp_path: Path, url: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        require_safe(config(tmp_path, url=url))
    assert refused.value.code == code
    assert "secret" not in str(refused.value.params)


def test_outside_this_machine_the_server_shows_who_it_is(tmp_path: Path) -> None:
    (tmp_path / "ca.crt").write_text("")
    away = "postgresql://kalix@db1.example:5433,db2.example/kalix"
    require_safe(config(tmp_path, url=away))
    assert said(tmp_path, url=away)["sslmode"] == "verify-full"
    assert said(tmp_path, url=away)["sslrootcert"] == "system"
    assert said(tmp_path, url=f"{away}?sslmode=verify-ca", ca="ca.crt")["sslrootcert"] == str(tmp_path / "ca.crt")
    for near in (
        "postgresql://kalix@127.0.0.1/kalix",
        "postgresql://%2Frun%2Fpostgresql/kalix",
        "postgresql://[::1]:5432/kalix",
    ):
        require_safe(config(tmp_path, url=near))
        assert "sslmode" not in said(tmp_path, url=near)


def test_a_name_that_leads_elsewhere_is_taken_for_what_it_leads_to() -> None:
    assert hosts_of("postgresql://u@[::1]:5432,db.example:1/d") == ["::1", "db.example"]
    assert shown("postgresql://u@db1.example:5433,db2.example/kalix") == "db1.example,db2.example/kalix"


def test_a_password_comes_from_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    url, secret = "postgresql://kalix@127.0.0.1/kalix", tmp_path / "store.secret"
    with pytest.raises(BadInput, match="config-file-missing"):
        require_safe(config(tmp_path, url=url, password_file="store.secret"))
    secret.write_text("o'p=q \\r\n")
    secret.chmod(0o644)
    with pytest.raises(BadInput, match="config-file-open"):
        require_safe(config(tmp_path, url=url, password_file="store.secret"))
    secret.chmod(stat.S_IRUSR | stat.S_IWUSR)
    require_safe(config(tmp_path, url=url, password_file="store.secret"))
    assert said(tmp_path, url=url, password_file="store.secret")["password"] == "o'p=q \\r"


def test_a_certificate_of_its_own_goes_with_its_key(tmp_path: Path) -> None:
    for name in ("c", "k"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o600)
    url = "postgresql://kalix@db.example/kalix"
    with pytest.raises(BadInput, match="config-store-url"):
        require_safe(config(tmp_path, url=url, certificate="c"))
    require_safe(config(tmp_path, url=url, certificate="c", key="k"))
    told = said(tmp_path, url=url, certificate="c", key="k")
    assert (told["sslcert"], told["sslkey"]) == (str(tmp_path / "c"), str(tmp_path / "k"))
    (tmp_path / "k").chmod(0o640)
    with pytest.raises(BadInput, match="config-file-open"):
        require_safe(config(tmp_path, url=url, certificate="c", key="k"))


@pytest.mark.in_a_file
def test_without_it_everything_is_in_the_file_as_ever(tmp_path: Path) -> None:
    (tmp_path / "kalix-hub.toml").write_text('database = "old.db"\n')
    assert kept_of(read_config(tmp_path)).path == tmp_path / "old.db"
    (tmp_path / "kalix-hub.toml").write_text('[store]\nurl = "sqlite:///other.db"\n')
    found = kept_of(read_config(tmp_path))
    assert isinstance(found, SqliteFile)
    assert found.path == tmp_path / "other.db"
    (tmp_path / "kalix-hub.toml").write_text('database = "old.db"\n[store]\nurl = "sqlite:///other.db"\n')
    with pytest.raises(BadInput, match="config-store-both"):
        read_config(tmp_path)
