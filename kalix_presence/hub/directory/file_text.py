"""A file as a spreadsheet or an export wrote it, taken apart into headings and rows; what was mended on the way is said."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kalix_presence.model.errors import BadInput

LARGEST = 64 * 2**20
"""Bytes of the largest file: more than ten times what 50,000 people need."""
SEPARATORS = (";", ",", "\t", "|")
_BLANK = " \t;,|"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[;,\t|]*', re.IGNORECASE)
# Written by one program in its own alphabet and read by another in ours: letters of Swedish and Finnish become these.
_GARBLED = re.compile(r"\ufffd|Ã[\x80-\xbf…†‡‰‹Œš›œ€‚ƒ„ˆŠ‘’“”•–—˜™]|(?<=[^\W\d_])[†„‡™](?=\w)|(?<=[a-zåäö])[ŠŒŽ](?=[a-zåäö])")


@dataclass(frozen=True, slots=True)
class Mended:
    """Something that was put right: `kind` names its sentence, `line` counts from 1, 0 for the whole file."""

    kind: str
    line: int = 0
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    """One bad line: its number (from 1, the heading is line 1) and why."""

    line: int
    error: BadInput


@dataclass(slots=True)
class Table:
    """`headings` as written in the file but for case and spaces, each row with its line, what was mended and what is wrong."""

    headings: list[str] = field(default_factory=list)
    heading_line: int = 1
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def decoded(data: bytes, name: str) -> tuple[str, list[Mended]]:
    """The text of a file, in whichever of the usual encodings it is, and what is to be said about it.

    Raises BadInput `import-too-large` or `import-not-text` (`file`).
    """
    if len(data) > LARGEST:
        raise BadInput("import-too-large", file=name, most=LARGEST // 2**20)
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            said = [] if encoding == "utf-8" else [Mended("encoding", after="UTF-16")]
            return _text(data.removeprefix(mark), encoding, name), said
    half = data[:2000]
    if half[1::2].count(0) * 4 > len(half) or half[0::2].count(0) * 4 > len(half):
        little = half[1::2].count(0) > half[0::2].count(0)
        return _text(data, "utf-16-le" if little else "utf-16-be", name), [Mended("encoding", after="UTF-16")]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _text(data, "cp1252", name), [Mended("encoding", after="Windows-1252")]


def is_garbled(text: str) -> bool:
    """Whether letters in `text` were read in another encoding than they were written in."""
    return _GARBLED.search(text) is not None


def read_table(text: str, known: Sequence[str]) -> Table:
    """Headings and rows of `text`; `known` are the headings that there may be, by which the separator is found."""
    table = Table()
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").removesuffix("\x1a"))
    if re.search(r"\r(?!\n)", text):
        table.mended.append(Mended("line-ends"))
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    skipped, separator = _before_heading(table, lines)
    heading = lines[skipped] if skipped < len(lines) else ""
    separator = _separator_of(heading, known, separator)
    if separator == "\t":
        table.mended.append(Mended("tabs"))
    rows = csv.reader(io.StringIO("\n".join(lines[skipped:])), delimiter=separator, strict=True)
    try:
        written = next(rows, [])
        table.heading_line = skipped + 1
        _read_headings(table, written)
        blank = 0
        line = rows.line_num
        for cells in rows:
            # A line in quotes may go over several lines of the file: it is known by its first.
            first, line = line + 1, rows.line_num
            if any(cell.strip(_BLANK) for cell in cells):
                table.rows.append((skipped + first, cells))
            else:
                blank += 1 if cells else 0
        if blank:
            table.mended.append(Mended("blank", after=str(blank)))
    except csv.Error as fault:
        table.bad.append(BadLine(skipped + rows.line_num, BadInput("import-not-csv", problem=str(fault))))
    return table


def _text(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("import-not-text", file=name) from None
    if "\0" in text:
        raise BadInput("import-not-text", file=name)
    return text


def _before_heading(table: Table, lines: list[str]) -> tuple[int, str]:
    """How many lines stand before the heading, and the separator that one of them names."""
    separator = ""
    for number, line in enumerate(lines):
        found = _SEPARATOR_LINE.fullmatch(line.strip(" "))
        if found is not None and not separator:
            separator = found[1]
            table.mended.append(Mended("separator-line", number + 1, after=separator))
        elif line.strip(_BLANK):
            return number, separator
    return 0, separator


def _separator_of(heading: str, known: Sequence[str], named: str) -> str:
    """The separator with which most headings are known; the one that a line of its own names where it does as well."""
    order = dict.fromkeys((*([named] if named else []), *SEPARATORS))
    return max(order, key=lambda sign: sum(_heading(each.strip('" ')) in known for each in heading.split(sign)))


def _heading(text: str) -> str:
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return re.sub(r"[\s\-]+", "_", shown.strip()).casefold()


def _read_headings(table: Table, written: list[str]) -> None:
    table.headings = [_heading(each) for each in written]
    changed = [each for each, name in zip(written, table.headings, strict=True) if each != name]
    if changed:
        table.mended.append(Mended("headings", table.heading_line, before=", ".join(changed[:5])))


def row_of(table: Table, cells: list[str]) -> list[str] | None:
    """`cells` as far as there are headings; None when there are more that are not empty."""
    wide = len(table.headings)
    if any(cell.strip() for cell in cells[wide:]):
        return None
    return cells[:wide]


def empty_columns(table: Table) -> Iterator[int]:
    """The columns without a heading in which no row has anything."""
    for number, name in enumerate(table.headings):
        if not name and not any(cells[number].strip() for _, cells in table.rows if number < len(cells)):
            yield number
