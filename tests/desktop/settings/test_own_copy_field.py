"""A copy of all that is held on one, from the settings: written once the hub has answered, for its owner alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.settings.own_copy_field import OwnCopyField
from kalix_presence.model.errors import TooMany
from tests.desktop.sample import NOON

COPY = wire.OwnCopy(
    "2041", "Anna Ek", NOON, {"person": [{"extension": "2041", "given_name": "Anna"}]}, {"message": 2}, ["audit"]
)


@pytest.fixture
def asked() -> list[Callable[[Any, Exception | None], None]]:
    return []


@pytest.fixture
def field(qtbot: QtBot, asked: list[Callable[[Any, Exception | None], None]]) -> OwnCopyField:
    made = OwnCopyField("en", lambda work, done: asked.append(done))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("name", "holds"), [("me.txt", "given_name: Anna"), ("me.json", '"given_name": "Anna"')])
def test_it_is_said_to_be_saved_once_it_is(
    field: OwnCopyField, asked: list[Any], tmp_path: Path, name: str, holds: str
) -> None:
    file = tmp_path / name
    file.write_text("old", "utf-8")  # the dialog has asked
    field.save(file)
    assert "Saved" not in field.said.text()
    field.save(file)
    assert len(asked) == 1, "one of the few copies of an hour is enough for two clicks"
    asked[0](COPY, None)
    assert field.said.text() == f"Saved as {name}."
    assert holds in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_what_is_left_out_stands_at_the_head_of_the_text(field: OwnCopyField, asked: list[Any], tmp_path: Path) -> None:
    field.save(tmp_path / "me.txt")
    asked[0](COPY, None)
    head = (tmp_path / "me.txt").read_text("utf-8").splitlines()
    assert "Callback messages, 2 rows" in head[1]
    assert head[2] == "Only the newest: Who changed what."


def test_a_refusal_and_a_folder_that_cannot_be_written_are_said(field: OwnCopyField, asked: list[Any], tmp_path: Path) -> None:
    field.save(tmp_path / "me.txt")
    asked[0](None, TooMany("too-often", seconds=900))
    assert "900" in field.said.text()
    assert not list(tmp_path.iterdir())
    field.save(tmp_path / "no" / "me.txt")
    asked[1](COPY, None)
    assert "could not be saved" in field.said.text()


def test_the_dialog_asks_before_it_writes_over_and_names_the_file_by_its_kind(field: OwnCopyField, qtbot: QtBot) -> None:
    dialog = field.choose_file()
    qtbot.addWidget(dialog)
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    assert dialog.defaultSuffix() == "txt"
    dialog.filterSelected.emit("JSON (*.json)")
    assert dialog.defaultSuffix() == "json"
    assert [Path(name).name for name in dialog.selectedFiles()] == ["held-on-me.json"]
    dialog.reject()
