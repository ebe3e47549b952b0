"""The signature in Outlook's folder: written, changed and removed as long as it is ours; what others wrote is never touched."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kalix_presence.client.local.outlook_signature import (
    NAME,
    USUAL,
    OutlookSignature,
    folder_name,
    outlook_folder,
)
from kalix_presence.model.errors import BadInput
from kalix_presence.model.signature import Signed

ONE = Signed("Anna Ek\nDirekt Č", "<p>Anna Ek &#268;</p>\n", "{\\rtf1 Anna}\n")
TWO = Signed("Anna Berg", "<p>Anna Berg</p>\n", "{\\rtf1 Berg}\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Roaming" / "Microsoft" / "Signaturer"


def there(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()} if folder.exists() else {}


def test_it_is_written_as_outlook_reads_it_and_removed_without_trace(folder: Path) -> None:
    OutlookSignature(folder).write(ONE)
    assert there(folder) == {
        f"{NAME}.htm": b"<p>Anna Ek &#268;</p>\r\n",
        f"{NAME}.rtf": b"{\\rtf1 Anna}\r\n",
        f"{NAME}.txt": "\ufeffAnna Ek\r\nDirekt Č\r\n".encode("utf-16-le"),
    }
    OutlookSignature(folder).remove()
    assert there(folder) == {}
    assert not [path for path in folder.parents[1].rglob("*") if path.is_file()]
    OutlookSignature(folder).remove()  # nothing to do


def test_it_is_written_anew_by_another_start_and_only_what_changed(folder: Path) -> None:
    OutlookSignature(folder).write(ONE)
    before = (folder / f"{NAME}.rtf").stat().st_ino
    changed = Signed(TWO.text, TWO.html, ONE.rtf)
    OutlookSignature(folder).write(changed)
    assert there(folder)[f"{NAME}.htm"] == b"<p>Anna Berg</p>\r\n"
    if sys.platform != "win32":
        assert (folder / f"{NAME}.rtf").stat().st_ino == before


@pytest.mark.parametrize("ending", ["htm", "rtf", "txt"])
def test_what_somebody_else_wrote_is_left_alone_and_nothing_is_written(folder: Path, ending: str) -> None:
    folder.mkdir(parents=True)
    own = folder / f"{NAME}.{ending}"
    own.write_bytes(b"mine")
    with pytest.raises(BadInput) as refused:
        OutlookSignature(folder).write(ONE)
    assert (refused.value.code, refused.value.params["name"]) == ("outlook-signature-taken", NAME)
    OutlookSignature(folder).remove()
    assert there(folder) == {own.name: b"mine"}


def test_what_somebody_changed_is_theirs_from_then_on(folder: Path) -> None:
    OutlookSignature(folder).write(ONE)
    (folder / f"{NAME}.htm").write_bytes(b"edited in Outlook")
    with pytest.raises(BadInput):
        OutlookSignature(folder).write(TWO)
    assert b"Anna" in there(folder)[f"{NAME}.rtf"]
    OutlookSignature(folder).remove()
    assert there(folder) == {f"{NAME}.htm": b"edited in Outlook"}


@pytest.mark.skipif(sys.platform == "win32", reason="links want rights there")
def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    OutlookSignature(folder).write(ONE)
    target = tmp_path / "target"
    target.write_bytes((folder / f"{NAME}.htm").read_bytes())
    (folder / f"{NAME}.htm").unlink()
    (folder / f"{NAME}.htm").symlink_to(target)
    with pytest.raises(BadInput):
        OutlookSignature(folder).write(TWO)
    OutlookSignature(folder).remove()
    assert target.exists()


def test_other_signatures_stay(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "Privat.htm").write_bytes(b"private")
    OutlookSignature(folder).write(ONE)
    OutlookSignature(folder).remove()
    assert there(folder) == {"Privat.htm": b"private"}


def test_with_another_language_of_office_it_moves(folder: Path) -> None:
    OutlookSignature(folder).write(ONE)
    other = folder.with_name("Signatures")
    OutlookSignature(other).write(TWO)
    assert there(folder) == {}
    assert len(there(other)) == 3


def test_a_computer_that_stopped_in_between_finds_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    OutlookSignature(folder).write(ONE)
    whole = "kalix_presence.client.local.outlook_signature.write_whole"
    from kalix_presence.client.local.outlook_signature import write_whole as real

    written: list[str] = []

    def stops(path: Path, content: bytes) -> None:
        if len(written) == 2:  # the record, one file, and no more
            raise OSError(5, "gone")
        written.append(path.name)
        real(path, content)

    monkeypatch.setattr(whole, stops)
    with pytest.raises(OSError, match="gone"):
        OutlookSignature(folder).write(TWO)
    monkeypatch.undo()
    OutlookSignature(folder).write(TWO)
    assert b"Berg" in there(folder)[f"{NAME}.rtf"]
    OutlookSignature(folder).remove()
    assert there(folder) == {}


def test_a_record_that_nobody_can_read_makes_nothing_ours(folder: Path) -> None:
    OutlookSignature(folder).write(ONE)
    [record] = (folder.parents[1] / "kalix-presence").iterdir()
    for broken in (b"{", b"[]", b'{"folder": 1}', b"\xff"):
        record.write_bytes(broken)
        with pytest.raises(BadInput):
            OutlookSignature(folder).write(TWO)


def test_a_record_names_no_file_elsewhere(folder: Path) -> None:
    OutlookSignature(folder).write(ONE)
    outside = folder.parent / "outside.txt"
    outside.write_bytes((folder / f"{NAME}.htm").read_bytes())
    [record] = (folder.parents[1] / "kalix-presence").iterdir()
    record.write_text(record.read_text("utf-8").replace(f"{NAME}.htm", "../outside.txt"), "utf-8")
    OutlookSignature(folder).remove()
    assert outside.exists()


@pytest.mark.parametrize("named", ["Signaturer", "Allekirjoitukset", "Signaturen 2"])
def test_the_folder_is_called_as_office_calls_it(named: str) -> None:
    assert folder_name(named) == named


@pytest.mark.parametrize("named", [None, "", ".", "..", "..\\Startup", "a/b", "C:", "a\0b", "x ", "x."])
def test_a_name_that_leads_elsewhere_is_none(named: str | None) -> None:
    assert folder_name(named) == USUAL


def test_there_is_one_on_windows_only() -> None:
    if sys.platform == "win32":
        assert outlook_folder({}) is None
        found = outlook_folder(os.environ)
        assert found is not None
        assert found.parent == Path(os.environ["APPDATA"]) / "Microsoft"
    else:
        assert outlook_folder({"APPDATA": "/tmp"}) is None


@pytest.mark.skipif(sys.platform != "win32", reason="the registry is a thing of Windows")
def test_the_newest_office_names_the_folder() -> None:
    import winreg

    place = r"Software\Microsoft\Office\{}\Common\General"
    try:
        for office, name in (("15.0", "Gammal"), ("16.0", "Signaturer")):
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, place.format(office)) as key:  # type: ignore[attr-defined]
                winreg.SetValueEx(key, "Signatures", 0, winreg.REG_SZ, name)  # type: ignore[attr-defined]
        assert outlook_folder() == Path(os.environ["APPDATA"]) / "Microsoft" / "Signaturer"
    finally:
        for office in ("15.0", "16.0"):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, place.format(office))  # type: ignore[attr-defined]
