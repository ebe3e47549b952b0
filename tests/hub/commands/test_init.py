"""kalix-hub init: a folder that only its owner reads, a first administrator, or the sample; never over what is there."""

from __future__ import annotations

import re
from pathlib import Path

from kalix_presence.hub.site.acts import Acts
from kalix_presence.hub.site.config import read_config
from tests.hub.commands.test_commands import run
from tests.hub.serving import PASSWORD, serving


def test_init_makes_a_folder_that_only_its_owner_reads_and_check_finds_well(tmp_path: Path) -> None:
    made = run("init", tmp_path / "hub")
    assert made.exit_code == 0
    assert "admin" in made.output
    assert not any(path.stat().st_mode & 0o077 for path in [tmp_path / "hub", *(tmp_path / "hub").iterdir()])
    checked = run("check", "--config", tmp_path / "hub")
    assert checked.exit_code == 0, checked.output
    assert all(": OK" in line for line in checked.output.splitlines()), "of backups it is said that there are none"
    assert run("init", tmp_path / "hub").exit_code == 1


def test_the_sample_organisation_can_be_served_and_anna_signs_in(tmp_path: Path) -> None:
    made = run("init", "--sample", "--port", "0", tmp_path / "hub")
    found = re.search(r"Sign in as (\S+), password: (\S+)", made.output)
    assert found
    with serving(tmp_path / "hub", config=read_config(tmp_path / "hub")) as hub, hub.client() as client:
        answer = client.post("/api/v1/sign-in", json={"username": found[1], "password": found[2]})
        me = client.get("/api/v1/me", headers={"authorization": f"Bearer {answer.json()['token']}"}).json()
    assert me["person"]["name"] == "Anna Ek"


def test_what_is_there_is_not_made_anew(tmp_path: Path) -> None:
    run("init", tmp_path / "hub")
    before = {path.name: path.read_bytes() for path in (tmp_path / "hub").iterdir()}
    for more in ((), ("--sample",), ("--administrator", "root")):
        refused = run("init", *more, tmp_path / "hub")
        assert refused.exit_code == 1
        assert "Traceback" not in refused.output
    assert {path.name: path.read_bytes() for path in (tmp_path / "hub").iterdir()} == before


def test_a_password_of_one_s_own_is_taken_from_a_file_and_not_told(tmp_path: Path) -> None:
    word = tmp_path / "word"
    word.write_text(f"{PASSWORD}\n", "utf-8")
    word.chmod(0o600)
    made = run("init", "--port", "0", "--administrator", "root", "--password-file", word, tmp_path / "hub")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    with serving(tmp_path / "hub", config=read_config(tmp_path / "hub")) as hub, hub.client() as client:
        answer = client.post("/api/v1/sign-in", json={"username": "root", "password": PASSWORD})
        assert answer.status_code == 200


def test_each_made_up_password_is_another(tmp_path: Path) -> None:
    told = [run("init", tmp_path / name).output for name in ("one", "two")]
    words = [set(re.findall(r"\S{10,}", each)) for each in told]
    assert words[0] - words[1]


def test_where_no_folder_can_be_made_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    refused = run("init", tmp_path / "file" / "hub")
    assert refused.exit_code == 1
    assert "NotADirectoryError" in refused.output


def test_the_port_is_the_one_that_was_given_and_the_act_names_nobody(tmp_path: Path) -> None:
    run("init", "--port", "9123", "--administrator", "root", tmp_path / "hub")
    config = read_config(tmp_path / "hub")
    assert config.listen.port == 9123
    [act] = Acts(config.folder).untold()
    assert (act["act"], act["sample"]) == ("init", False)
    assert "root" not in str(act)
