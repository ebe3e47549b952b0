"""The paper is a tagged PDF/UA: language, title, headings, a text for each plot, tables with headers; names are never markup."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import msgspec
import pikepdf
import pytest

from kalix_presence.report.chapters import Read
from kalix_presence.report.contents import chapters
from kalix_presence.report.paper import pdf
from tests.report.samples import read

EVIL = "#panic() *Bygg* $x$ \\ <b>"


@pytest.fixture(scope="module")
def found() -> Read:
    """A report in Swedish with a unit whose name is markup."""
    whole = read("sv")
    units = [whole.report.units[0], msgspec.structs.replace(whole.report.units[1], name=EVIL), *whole.report.units[2:]]
    return Read(msgspec.structs.replace(whole.report, units=units), whole.history, whole.words)


@pytest.fixture(scope="module")
def paper(found: Read) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf(found))) as opened:
        yield opened


def tags(node: Any) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from tags(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tags(node.K)


def test_it_says_that_it_is_tagged_what_it_is_called_and_in_which_language(paper: pikepdf.Pdf) -> None:
    assert paper.Root.MarkInfo.Marked
    assert str(paper.Root.Lang).startswith("sv")
    assert paper.Root.ViewerPreferences.DisplayDocTitle
    with paper.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert "Policyrapport: Hela organisationen, oktober 2026" in about["dc:title"]


def test_the_pages_are_a4(paper: pikepdf.Pdf) -> None:
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in paper.pages} == {(595, 842)}


def test_every_plot_has_its_sentence_and_every_table_its_headers(paper: pikepdf.Pdf, found: Read) -> None:
    elements = list(tags(paper.Root.StructTreeRoot.K))
    kinds = [str(each.S) for each in elements]
    several = chapters(found)
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(several) + 1
    texts = {str(each.Alt) for each in elements if "/Alt" in each}
    for chapter in several:
        if chapter.plot is not None:
            assert any(chapter.sentence in text for text in texts), chapter.key
    assert kinds.count("/Table") == len(several)
    assert kinds.count("/TH") >= sum(len(chapter.table.columns) for chapter in several)
    assert kinds.count("/TR") >= sum(len(chapter.table.rows) + 1 for chapter in several)
    figures = [each for each in elements if str(each.S) == "/Figure"]
    assert all("/Alt" in each for each in figures)
