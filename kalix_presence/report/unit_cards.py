"""Signatures, contact cards and letters of everybody of a unit, as files of one archive or folder (P10)."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Self

from kalix_presence import wire
from kalix_presence.model.contact import vcard
from kalix_presence.model.safe_names import safe_stem, told_apart
from kalix_presence.model.signature import TEMPLATE, signature, signature_html
from kalix_presence.model.words import Words
from kalix_presence.report.letterhead import can_set, letter_html, letter_pdf


class CardKind(StrEnum):
    """What can be made of a person."""

    SIGNATURES = "signatures"
    """HTML and plain text."""
    CARDS = "cards"
    """vCard, of each and of all in one file."""
    LETTERS = "letters"
    """HTML to write on and, where it can be set, PDF."""


EVERY_KIND = tuple(CardKind)
Files = list[tuple[str, bytes]]
"""Names within the archive, with "/" between folder and file, and what stands in each."""


def made(
    view: wire.CardsView, kinds: Collection[CardKind], words_of: Callable[[str], Words], reader: Words, *, papers: bool
) -> Iterator[Files]:
    """The files of each person in turn, in the person's language, and at the end those that hold all of them. Folders are named
    in the reader's. `papers`: letters also as PDF, where those can be set here."""
    stems = told_apart((card.extension, card.name) for card in view.people)
    template: Sequence[str] = view.sender.signature or TEMPLATE
    folder = {kind: safe_stem(reader.say(f"cards.folder-{kind.value}")) for kind in CardKind}
    with_paper = papers and can_set()
    cards: list[str] = []
    for person in view.people:
        contact, words, stem = view.contact_of(person), words_of(person.language), stems[person.extension]
        telephone = words.say("cards.direct")
        files: Files = []
        if CardKind.SIGNATURES in kinds:
            page = signature_html(contact, template, telephone=telephone, language=words.language, country=view.country)
            text = signature(contact, template, telephone=telephone).replace("\n", "\r\n") + "\r\n"
            files.append((f"{folder[CardKind.SIGNATURES]}/{stem}.html", page.encode("ascii")))
            files.append((f"{folder[CardKind.SIGNATURES]}/{stem}.txt", text.encode("utf-8-sig", "replace")))
        if CardKind.CARDS in kinds:
            cards.append(vcard(contact, view.country))
            files.append((f"{folder[CardKind.CARDS]}/{stem}.vcf", cards[-1].encode("utf-8", "replace")))
        if CardKind.LETTERS in kinds:
            files.append((f"{folder[CardKind.LETTERS]}/{stem}.html", letter_html(contact, words)))
            if with_paper:
                files.append((f"{folder[CardKind.LETTERS]}/{stem}.pdf", letter_pdf(contact, words)))
        yield files
    if cards:
        stem = safe_stem(f"{reader.say('cards.all')} {view.unit_name}")
        yield [(f"{stem}.vcf", "".join(cards).encode("utf-8", "replace"))]


def archive_name(unit: str, reader: Words) -> str:
    """What the archive of the unit of that name is called where nobody says otherwise."""
    return safe_stem(f"{reader.say('cards.folder-cards')} {unit}") + ".zip"


class Archive:
    """A ZIP archive that grows by files until its block ends. Names are UTF-8, and all times the beginning of `day`: the same
    files are the same bytes."""

    def __init__(self, target: BinaryIO, day: date) -> None:
        self._zip, self._day = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED), day

    def put(self, files: Files) -> None:
        """Take these in."""
        for name, data in files:
            about = zipfile.ZipInfo(name, (self._day.year, self._day.month, self._day.day, 0, 0, 0))
            self._zip.writestr(about, data, zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Write the list of contents."""
        self._zip.close()


def write_cards(target: Path, files: Iterable[Files], *, day: date, told: Callable[[], None] = lambda: None) -> None:
    """Write all of it: an archive where `target` ends in ".zip", which is there whole or not at all, else a folder, over no
    file that is there. `told` is called after each person. Raises OSError."""
    if target.suffix.lower() != ".zip":
        for each in files:
            _put_in_folder(target, each)
            told()
        return
    descriptor, half = tempfile.mkstemp(dir=target.parent, prefix=".kalix-")
    try:
        with os.fdopen(descriptor, "wb") as opened, Archive(opened, day) as archive:
            for each in files:
                archive.put(each)
                told()
        Path(half).replace(target)
    finally:
        Path(half).unlink(missing_ok=True)


def _put_in_folder(folder: Path, files: Files) -> None:
    for name, data in files:
        path = folder.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as opened:
            opened.write(data)
