"""A letter's head: the direct number on HTML and on paper alike, in the person's language, and no markup from the directory."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from kalix_presence import shipped
from kalix_presence.model.contact import Contact, one_line
from kalix_presence.model.words import LANGUAGES
from kalix_presence.report.letterhead import can_set, letter_html, letter_pdf, letterhead
from tests.draws import draws
from tests.report.test_paper import tags

EVIL = "#panic() *Bygg* $x$ \\ <b>{name}&amp;"
ANNA = Contact(
    "Anna Ek",
    "Handläggare",
    "Bygglov",
    "Bygg",
    "Kalix kommun",
    "0923-650 41",
    "anna@x.example",
    address="Nygatan 4, 952 81 Kalix",
    web="https://www.kalix.example/",
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def lines(contact: Contact, language: str = "sv") -> list[str]:
    body = html.document_fromstring(letter_html(contact, shipped.words(language))).find("body")
    return [text for each in body.itertext() if (text := " ".join(each.split()))]


def test_it_says_who_writes_from_where_with_the_direct_number() -> None:
    assert lines(ANNA) == [
        "Kalix kommun", "Bygg", "Bygglov", "Handläggare", "Anna Ek", "Handläggare", "Direkt 0923-650 41", "anna@x.example",
        "Mottagare", "Datum", "Ärende", "Skriv brevet här.", "Med vänlig hälsning", "Anna Ek", "Handläggare",
        "Kalix kommun · Nygatan 4, 952 81 Kalix · www.kalix.example",
    ]  # fmt: skip
    assert "Suora 0923-650 41" in lines(ANNA, "fi")


def test_what_is_not_known_leaves_no_line() -> None:
    told = letterhead(Contact("Anna Ek", unit="Bygglov"), shipped.words("sv"))
    assert (told["organisation"], told["workplace"], told["about"], told["foot"]) == ("Bygglov", [], [], [])
    assert 'class="foot"' not in letter_html(Contact("Anna Ek"), shipped.words("sv")).decode()


@given(TEXT, TEXT, TEXT, TEXT)
@example("<img src=x>", "&lt;b&gt; & 'c'", '"><script>x</script>', "<b>{name}</b>")
@settings(max_examples=draws(30))
def test_nothing_of_the_directory_becomes_markup(name: str, title: str, unit: str, address: str) -> None:
    made = letter_html(Contact(name, title, unit, direct=title, address=address), shipped.words("sv"))
    assert made.isascii()
    found = [each.tag for each in html.document_fromstring(made).iter(etree.Element)]
    usual = [each.tag for each in html.document_fromstring(letter_html(ANNA, shipped.words("sv"))).iter(etree.Element)]
    assert set(found) <= set(usual)
    assert found.count("table") == 1
    told = lines(Contact(name, title, unit, direct=title, address=address))
    for text in filter(None, map(one_line, (name, unit, address))):
        assert any(" ".join(text.split()) in line for line in told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "contact", [ANNA, Contact(EVIL, EVIL, EVIL, direct=EVIL), Contact("")], ids=["anna", "markup", "nobody"]
)
def test_the_paper_is_one_tagged_a4_page_in_that_language(contact: Contact, language: str) -> None:
    assert can_set()
    made = letter_pdf(contact, shipped.words(language))
    with pikepdf.open(io.BytesIO(made)) as paper:
        assert str(paper.Root.Lang).startswith(language)
        assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in paper.pages] == [(595, 842)]
        assert [str(each.S) for each in tags(paper.Root.StructTreeRoot.K)].count("/H1") == 1
        with paper.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
    assert made == letter_pdf(contact, shipped.words(language))
