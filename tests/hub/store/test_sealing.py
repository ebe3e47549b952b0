"""Secrets at rest: sealed by a key that only the hub's user can read, and lost with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kalix_presence.hub.store.sealing import Sealer
from kalix_presence.model.errors import BadInput


def refusal(sealer: Sealer, sealed: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadInput) as refused:
        sealer.open(sealed)
    return refused.value.code, dict(refused.value.params)


def test_what_was_sealed_is_opened_by_the_same_key_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    sealer = Sealer(path, lost="factor-key-lost")
    assert not path.exists(), "made when first needed"
    sealed = sealer.seal("hemligt å")
    assert b"hemligt" not in sealed
    assert [each.open(sealed) for each in (sealer, Sealer(path, lost="x"))] == ["hemligt å"] * 2
    assert sealer.seal("hemligt å") != sealed
    assert len(path.read_bytes()) == 45, "a key and the end of its line"
    path.write_bytes(b" " + path.read_bytes() + b"\n")
    assert Sealer(path, lost="x").open(sealed) == "hemligt å", "as an editor leaves it"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others out by the folder")
def test_a_key_that_others_can_read_is_refused_and_a_new_one_is_the_hub_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    Sealer(path, lost="x").seal("hemligt")
    assert path.stat().st_mode & 0o777 == 0o600
    for mode in (0o640, 0o604, 0o610, 0o601):
        path.chmod(mode)
        assert refusal(Sealer(path, lost="x"), b"") == ("config-file-open", {"file": str(path)})
    path.chmod(0o400)
    Sealer(path, lost="x").seal("hemligt")


def test_another_key_opens_nothing_of_before_and_says_what_was_lost(tmp_path: Path) -> None:
    sealed = Sealer(tmp_path / "old.key", lost="x").seal("hemligt")
    new = Sealer(tmp_path / "new.key", lost="factor-key-lost")
    for odd in (sealed, b"", b"\xff", sealed[:-2]):
        assert refusal(new, odd) == ("factor-key-lost", {})


def test_a_seal_is_the_same_by_the_same_key_alone_and_of_the_same_text(tmp_path: Path) -> None:
    sealer = Sealer(tmp_path / "secret.key", lost="x")
    seal = sealer.sign("a")
    assert len(seal) == 64
    assert Sealer(tmp_path / "secret.key", lost="x").sign("a") == seal
    assert len({seal, sealer.sign("b"), Sealer(tmp_path / "other.key", lost="x").sign("a")}) == 3
