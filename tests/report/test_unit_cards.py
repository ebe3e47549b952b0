"""The files of a unit: what is made of whom, in whose language, under which names; whole on disk or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PureWindowsPath

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from kalix_presence import shipped, wire
from kalix_presence.report.unit_cards import EVERY_KIND, Archive, CardKind, Files, archive_name, made, write_cards
from tests.draws import draws

DAY = date(2026, 11, 24)
PER = wire.PersonCard("2042", "Per Berg", "fi", "Berg", unit="Bygglov", administration="Bygg")
ANNA = wire.PersonCard("2041", "Anna Ek", "sv", "Ek", "Handläggare", "Bygglov", "Bygg", "0923-650 41", "anna@x.example")
SENDER = wire.Sender("Kalix kommun", "https://kalix.example", "Nygatan 4")


def view(*people: wire.PersonCard) -> wire.CardsView:
    return wire.CardsView([], SENDER, unit="bygglov", unit_name="Bygglov & co", people=list(people))


def files(shown: wire.CardsView, *kinds: CardKind, papers: bool = False) -> dict[str, bytes]:
    all_of_them = made(shown, kinds or EVERY_KIND, shipped.words, shipped.words("en"), papers=papers)
    return dict(file for each in all_of_them for file in each)


def test_each_kind_is_made_when_it_is_asked_for() -> None:
    assert set(files(view(ANNA), CardKind.SIGNATURES)) == {"Signatures/Anna-Ek.html", "Signatures/Anna-Ek.txt"}
    assert set(files(view(ANNA), CardKind.CARDS)) == {"Contact-cards/Anna-Ek.vcf", "All-Bygglov-co.vcf"}
    assert set(files(view(ANNA), CardKind.LETTERS)) == {"Letters/Anna-Ek.html"}
    assert set(files(view(ANNA), CardKind.LETTERS, papers=True)) == {"Letters/Anna-Ek.html", "Letters/Anna-Ek.pdf"}
    assert files(view()) == {}
    assert archive_name(view().unit_name, shipped.words("sv")) == "Kontaktkort-Bygglov-co.zip"


def test_each_person_has_their_own_language_and_the_site_its_template() -> None:
    shown = view(ANNA, wire.PersonCard("2043", "Aino Virta", "fi", direct="0923-650 43"))
    found = files(shown)
    assert "Direkt 0923-650 41\r\n" in found["Signatures/Anna-Ek.txt"].decode("utf-8-sig")
    assert "Suora 0923-650 43\r\n" in found["Signatures/Aino-Virta.txt"].decode("utf-8-sig")
    assert html.document_fromstring(found["Letters/Aino-Virta.html"]).get("lang") == "fi"
    own = wire.CardsView([], wire.Sender(signature=["{direct}", "{name}!"]), people=[ANNA])
    assert files(own)["Signatures/Anna-Ek.txt"].decode("utf-8-sig") == "0923-650 41\r\nAnna Ek!\r\n"


def test_the_file_of_all_has_everybody_once() -> None:
    cards = list(vobject.readComponents(files(view(PER, ANNA), CardKind.CARDS)["All-Bygglov-co.vcf"].decode()))
    assert [each.fn.value for each in cards] == ["Per Berg", "Anna Ek"]
    assert [hasattr(each, "tel") for each in cards] == [False, True]
    assert cards[1].org.value == ["Kalix kommun", "Bygg", "Bygglov"]
    assert cards[1].url.value == "https://kalix.example"


@given(st.lists(st.text(max_size=30), max_size=6))
@settings(max_examples=draws(30))
def test_every_file_has_a_name_of_its_own_that_windows_takes(named: list[str]) -> None:
    people = [wire.PersonCard(str(2000 + number), name) for number, name in enumerate(named)]
    every = made(view(*people), EVERY_KIND, shipped.words, shipped.words("sv"), papers=False)
    names = [name for each in every for name, _ in each]
    assert len(names) == 4 * len(people) + bool(people)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        path = PureWindowsPath(name)
        assert not path.is_absolute()
        assert len(path.parts) <= 2
        assert not any(PureWindowsPath(part).is_reserved() for part in (*path.parts, path.stem))


def some() -> list[Files]:
    return [[("a/x.txt", b"1")], [("å.vcf", b"2")]]


def test_an_archive_is_the_same_for_the_same_and_read_by_others(tmp_path: Path) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for target in (first, second):
        with Archive(target, DAY) as archive:
            for each in some():
                archive.put(each)
    assert first.getvalue() == second.getvalue()
    told: list[int] = []
    write_cards(tmp_path / "all.ZIP", some(), day=DAY, told=lambda: told.append(1))
    assert (tmp_path / "all.ZIP").read_bytes() == first.getvalue()
    assert len(told) == 2
    with zipfile.ZipFile(tmp_path / "all.ZIP") as read:
        assert {name: read.read(name) for name in read.namelist()} == {"a/x.txt": b"1", "å.vcf": b"2"}


def test_a_folder_is_written_over_nothing(tmp_path: Path) -> None:
    write_cards(tmp_path / "cards", some(), day=DAY)
    assert (tmp_path / "cards/a/x.txt").read_bytes() == b"1"
    with pytest.raises(FileExistsError):
        write_cards(tmp_path / "cards", [[("å.vcf", b"3")]], day=DAY)
    assert (tmp_path / "cards/å.vcf").read_bytes() == b"2"


def test_an_archive_that_fails_leaves_what_was_there_and_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"before")

    def failing() -> Iterator[Files]:
        yield some()[0]
        raise OSError(28, "No space left")

    with pytest.raises(OSError, match="No space"):
        write_cards(tmp_path / "all.zip", failing(), day=DAY)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("all.zip", b"before")]
