"""A contact card that every phone reads, with the direct number and never a private one (P10)."""

from __future__ import annotations

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.model.contact import Contact, file_name, one_line, vcard
from tests.draws import draws
from tests.model.contacts import ANNA


def test_the_card_has_everything_that_is_given_away() -> None:
    assert vcard(ANNA).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Ek;Anna;;;",
        "FN:Anna Ek",
        "ORG:Kalix kommun;Samhällsbyggnadsförvaltningen;Bygg och miljö",
        "TITLE:Bygglovshandläggare",
        "TEL;TYPE=WORK,VOICE:+46980319241",
        "EMAIL;TYPE=INTERNET:anna.ek@exempel.invalid",
        "NOTE:Träffas säkrast 9–11",
        "END:VCARD",
        "",
    ]


def test_the_card_has_the_family_name_as_the_directory_has_it_and_where_the_organisation_is() -> None:
    card = vcard(
        Contact("Eva von Essen", family_name="von Essen", address="Nygatan 4, 952 81 Kalix", web="https://kalix.example")
    )
    assert "N:von Essen;Eva;;;\r\n" in card
    assert "ADR;TYPE=WORK:;;Nygatan 4\\, 952 81 Kalix;;;;\r\n" in card
    assert "URL:https://kalix.example\r\n" in card
    assert "N:Ek;Anna;;;\r\n" in vcard(Contact("Anna Ek", family_name="Ekh"))  # no end of the name
    assert "N:Ek;;;;\r\n" in vcard(Contact("Ek", family_name="Ek"))


FIELD = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(FIELD, FIELD, FIELD, FIELD, FIELD)
@settings(max_examples=draws(40))
def test_a_reader_by_others_reads_one_card_and_what_was_meant(
    name: str, title: str, unit: str, email: str, address: str
) -> None:
    contact = Contact(name, title, unit, direct="0980-319 241", email=email, address=address, family_name=name)
    [card] = vobject.readComponents(vcard(contact))
    assert card.fn.value == one_line(name)
    assert card.tel.value == "+46980319241"
    for field, told in (("title", title), ("email", email)):
        if one_line(told):
            assert getattr(card, field).value == one_line(told)
    if one_line(unit):
        assert card.org.value == [one_line(unit)]
    if one_line(address):
        assert card.adr.value.street == one_line(address)


def test_the_file_has_a_name_that_every_system_takes() -> None:
    assert file_name(ANNA) == "Anna-Ek.vcf"
    assert file_name(Contact("../..\\")) == "contact.vcf"


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_in_a_name_makes_another_line_and_no_line_is_too_long(name: str, title: str) -> None:
    card = vcard(Contact(name, title))
    lines = card.split("\r\n")
    assert [line for line in lines if line.startswith(("BEGIN", "END"))] == ["BEGIN:VCARD", "END:VCARD"]
    assert all(len(line.encode("utf-8", "surrogatepass")) <= 75 for line in lines)
    unfolded = card.replace("\r\n ", "")
    assert unfolded.count("\r\n") == len([line for line in unfolded.split("\r\n") if line])


@pytest.mark.parametrize("broken", ["\n", "\r", "\r\n", "\u2028", "\x85"])
def test_what_means_more_in_a_card_is_written_as_it_was_meant_and_on_one_line(broken: str) -> None:
    lines = vcard(Contact(f"Bo Berg; AB, c:\\x{broken}NOTE:hemligt", f"Chef{broken}END:VCARD")).split("\r\n")
    assert "FN:Bo Berg\\; AB\\, c:\\\\x NOTE:hemligt" in lines
    assert "TITLE:Chef END:VCARD" in lines
    assert [line[:2] for line in lines] == ["BE", "VE", "N:", "FN", "TI", "EN", ""]


@pytest.mark.parametrize(
    ("number", "dialled"), [(" +46 x12-3٣", "+46123"), ("x12 3+4", "1234"), ("(+) 12", "12"), ("0923-555 012", "+46923555012")]
)
def test_a_number_that_nobody_can_read_keeps_its_digits_and_a_leading_plus(number: str, dialled: str) -> None:
    assert f"TEL;TYPE=WORK,VOICE:{dialled}" in vcard(Contact("Bo", direct=number)).split("\r\n")


@pytest.mark.parametrize("sign", ["x", "ö", "€", "😀"])
@pytest.mark.parametrize("more", range(4))
def test_a_line_takes_as_many_signs_as_fit_and_the_next_one_less_for_its_space(sign: str, more: int) -> None:
    wide, before = len(sign.encode()), "FN:" + "a" * more
    fits, fits_then = (75 - len(before)) // wide, 74 // wide
    for count in (fits, fits + 1, fits + fits_then, fits + fits_then + 1):
        card = vcard(Contact("a" * more + sign * count))
        folded = card.partition("\r\nFN:")[2].partition("\r\nEND")[0]
        parts = [len(part) - more * (not number) for number, part in enumerate(folded.split("\r\n "))]
        expected = [min(count, fits), min(max(count - fits, 0), fits_then), max(count - fits - fits_then, 0)]
        assert parts == [each for each in expected if each]
