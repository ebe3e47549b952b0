"""The signature by the site's template: its lines, what is left out, and that no text of the directory becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from kalix_presence.model.contact import Contact, one_line
from kalix_presence.model.signature import (
    FIELDS,
    MOST_LINES,
    TEMPLATE,
    is_web_address,
    signature,
    signature_html,
    signature_rtf,
    template_fault,
)
from tests.draws import draws
from tests.model import contacts

ANNA = replace(contacts.ANNA, address="Nygatan 4, 952 81 Kalix", web="https://www.kalix.example")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def page(contact: Contact, template: tuple[str, ...] = TEMPLATE) -> str:
    return signature_html(contact, template, telephone="Direkt", language="sv", country="SE")


def read(made: str) -> html.HtmlElement:
    return html.document_fromstring(made)


def test_the_usual_one_has_the_direct_number_and_all_that_is_known() -> None:
    assert template_fault(TEMPLATE) is None
    assert signature(ANNA, telephone="Direkt").split("\n") == [
        "Anna Ek",
        "Bygglovshandläggare",
        "Bygg och miljö, Samhällsbyggnadsförvaltningen, Kalix kommun",
        "Direkt 0980-319 241",
        "Träffas säkrast 9–11",
        "anna.ek@exempel.invalid",
        "Nygatan 4, 952 81 Kalix",
        "https://www.kalix.example",
    ]


def test_a_line_that_names_something_unknown_is_left_out() -> None:
    assert signature(Contact("Anna Ek"), telephone="Direkt") == "Anna Ek"
    template = ("{name}", "{title} i {unit}", "Kalix", "", " ", "{telephone} {direct}")
    assert signature(Contact("Anna Ek", "Chef", direct="1"), template, telephone="D") == "Anna Ek\nKalix\nD 1"


def test_a_template_says_its_own_words_in_its_own_order() -> None:
    template = ("{{{organisation}}}", "{direct} ({telephone}) {name}")
    assert template_fault(template) is None
    assert signature(ANNA, template, telephone="Direkt") == "{Kalix kommun}\n0980-319 241 (Direkt) Anna Ek"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("{mobile}", "{mobile}"),
        ("{name.__class__}", "{name.__class__}"),
        ("{name!r}", "{name}"),
        ("{name:>30}", "{name}"),
        ("{0}", "{0}"),
        ("{}", "{}"),
        ("{name", "brace"),
        ("name}", "brace"),
        ("x" * 201, "longer than 200"),
        ("a\u202eb", "nobody sees"),
        ("a\nb", "line break"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_and_the_usual_one_serves(broken: str, said: str) -> None:
    template = ("{name} {direct}", broken)
    assert said in (template_fault(template) or "")
    assert signature(ANNA, template, telephone="Direkt") == signature(ANNA, telephone="Direkt")


def test_name_and_direct_number_cannot_be_left_out() -> None:
    assert template_fault(("{name}", "{direct}")) is None
    assert "{direct}" in (template_fault(("{name}", "{email}")) or "")
    assert "{name}" in (template_fault(("{direct}",)) or "")
    assert template_fault(["{name} {direct}"] * MOST_LINES) is None
    assert str(MOST_LINES) in (template_fault(["{name} {direct}"] * (MOST_LINES + 1)) or "")


def test_number_address_and_web_are_links_and_the_name_is_strong() -> None:
    seen = read(page(ANNA))
    assert {link.get("href"): link.text for link in seen.iter("a")} == {
        "tel:+46980319241": "0980-319 241",
        "mailto:anna.ek@exempel.invalid": "anna.ek@exempel.invalid",
        "https://www.kalix.example": "www.kalix.example",
    }
    assert [each.text for each in seen.iter("strong")] == ["Anna Ek"]
    assert (seen.get("lang"), page(ANNA).isascii()) == ("sv", True)


@given(TEXT, TEXT, TEXT, TEXT)
@example("<img src=x onerror=alert(1)>", "&lt;b&gt; & 'c'", '"><script>x</script>', '"onclick="x@y.example')
@settings(max_examples=draws(40))
def test_nothing_of_the_directory_becomes_markup(name: str, title: str, unit: str, email: str) -> None:
    contact = Contact(name, title, unit, direct="0980-319 241", email=email, web="javascript:alert(1)")
    made = page(contact)
    seen = read(made)
    tags = [each.tag for each in seen.iter(etree.Element)]
    assert set(tags) <= {"html", "head", "meta", "title", "body", "p", "br", "a", "strong"}
    assert all(link.get("href").startswith(("tel:", "mailto:")) for link in seen.iter("a"))
    told = "".join(seen.find("body").itertext()).split("\n")
    lines = signature(contact, telephone="Direkt").split("\n")
    assert [" ".join(line.split()) for line in told if line.strip()] == [
        " ".join(line.split()) for line in lines if line.strip()
    ]
    assert made.count("<br>") == len(lines) - 1


@given(TEXT)
@settings(max_examples=draws(40))
def test_rtf_reads_back_as_it_was_meant(name: str) -> None:
    made = signature_rtf(Contact(name, direct="1"), ("{name}", "{direct}"), telephone="D")
    assert made.isascii()
    if not one_line(name):
        return
    inside = made.partition("{\\b ")[2].partition("\\line")[0].rpartition("}")[0]
    units = []
    for escaped, number, plain in re.findall(r"\\([\\{}])|\\u(-?\d+)\?|([^\\{}])", inside):
        units.append(int(number) % 65536 if number else ord(escaped or plain))
    assert b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le") == one_line(name)


def test_plain_letters_stay_readable_in_rtf() -> None:
    assert r"Anna \{Ek\} \\ \u214?" in signature_rtf(
        Contact(r"Anna {Ek} \ Ö", direct="1"), ("{name}", "{direct}"), telephone="D"
    )


@pytest.mark.parametrize("fine", ["https://kalix.se", "https://www.kalix.se/bygg/om%20oss", "https://x.example:8443/"])
def test_an_address_in_the_web_may_be_a_link(fine: str) -> None:
    assert is_web_address(fine)


@pytest.mark.parametrize(
    "bad", ["", "http://kalix.se", "https://", "https://a b", 'https://a/"x', "https://a\n", "https://a/?q=<x>"]
)
def test_what_is_none_may_not(bad: str) -> None:
    assert not is_web_address(bad)


def test_every_field_can_be_named() -> None:
    known = {name: f"<{name}>" for name in FIELDS}
    contact = Contact(**{name: text for name, text in known.items() if name not in ("workplace", "telephone")})
    told = signature(contact, tuple(f"{{{name}}}" for name in FIELDS), telephone="<telephone>")
    workplace = "<unit>, <administration>, <organisation>"
    assert told.split("\n") == [workplace if name == "workplace" else text for name, text in known.items()]
