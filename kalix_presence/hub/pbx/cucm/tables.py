"""All lines of a partition in one question a page: AXL lists lines without their forwards, so that its tables are asked.

Their columns are the vendor's own, described in its data dictionary; no schema judges what they hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kalix_presence.hub.pbx.cucm.forwarding import is_yes
from kalix_presence.model.errors import Unavailable

if TYPE_CHECKING:
    from kalix_presence.hub.pbx.cucm.axl import Axl

PAGE = 500
MOST_PAGES = 400
_PARTITION = re.compile(r"[0-9A-Za-z ._-]{0,50}", re.ASCII)
_KEY = re.compile(r"[0-9a-f-]{36}", re.ASCII)
_LINES = (
    "select first {page} n.pkid, n.dnorpattern, cf.cfadestination, cf.cfavoicemailenabled, cf.fkcallingsearchspace_cfa "
    "from numplan n inner join callforwarddynamic cf on cf.fknumplan = n.pkid "
    "left outer join routepartition rp on n.fkroutepartition = rp.pkid "
    "where {partition} and n.pkid > '{after}'{forwarded} order by n.pkid"
)
_FORWARDED = " and (cf.cfadestination <> '' or cf.cfavoicemailenabled = 't')"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number, what it is forwarded to, and whether it has a search space for that."""

    number: str
    destination: str
    voice_mail: bool
    has_space: bool


def is_partition(name: str) -> bool:
    """Whether `name` may stand in a question."""
    return _PARTITION.fullmatch(name) is not None


async def lines(axl: Axl, partition: str, *, only_forwarded: bool) -> list[Row]:
    """All of them, in no order. Raises Unavailable, also where they never end or are told in another way."""
    where = f"rp.name = '{partition}'" if partition else "n.fkroutepartition is null"
    found: list[Row] = []
    after = ""
    for _ in range(MOST_PAGES):
        question = _LINES.format(page=PAGE, partition=where, after=after, forwarded=_FORWARDED if only_forwarded else "")
        rows = _rows(await axl.ask("executeSQLQuery", sql=question))
        for row in rows:
            found.append(_row(row))
            after = row.get("pkid", "")
            if not _KEY.fullmatch(after):
                raise Unavailable("pbx-unreachable")
        if len(rows) < PAGE:
            return found
    raise Unavailable("pbx-refused", action="rules")


def _rows(answer: Any) -> list[dict[str, str]]:
    """Each row is as many elements as there are columns, of a kind that no schema says."""
    told = answer["return"]
    rows = [] if told is None else told["row"]
    return [{str(column.tag).rpartition("}")[2]: (column.text or "").strip() for column in _columns(row)} for row in rows]


def _columns(row: Any) -> list[Any]:
    found = getattr(row, "_value_1", row)
    if not isinstance(found, list) and not hasattr(found, "iter"):
        raise Unavailable("pbx-unreachable")
    return list(found)


def _row(row: dict[str, str]) -> Row:
    try:
        space = row["fkcallingsearchspace_cfa"]
        return Row(row["dnorpattern"], row["cfadestination"], is_yes(row["cfavoicemailenabled"]), bool(space))
    except KeyError:
        raise Unavailable("pbx-unreachable") from None
