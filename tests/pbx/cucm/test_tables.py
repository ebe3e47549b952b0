"""CUCM's tables as they may be told: no rows, other columns, keys that are none."""

from __future__ import annotations

from typing import Any

import pytest

from kalix_presence.hub.pbx.cucm.axl import Axl
from kalix_presence.hub.pbx.cucm.tables import Row, is_partition, lines
from kalix_presence.model.errors import Unavailable
from tests.pbx.cucm.conftest import messages

KEY = "7e9710c5-617f-4f3f-b80c-6a13dbf0fe76"
ROW = {"pkid": KEY, "dnorpattern": "2041", "cfadestination": "9", "cfavoicemailenabled": "f", "fkcallingsearchspace_cfa": KEY}


class Told(Axl):
    """Answers with these rows, read as they would come."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        super().__init__("http://127.0.0.1:9", "kalix", "password", messages())
        inside = "".join(f"<row>{''.join(f'<{name}>{value}</{name}>' for name, value in row.items())}</row>" for row in rows)
        self._said = (
            '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><n:executeSQLQueryResponse '
            f'xmlns:n="http://www.cisco.com/AXL/API/12.5"><return>{inside}</return></n:executeSQLQueryResponse></e:Body></e:Envelope>'
        )

    async def ask(self, operation: str, **fields: Any) -> Any:
        return messages().read(operation, self._said.encode())


async def test_rows_are_read() -> None:
    assert await lines(Told([]), "Kalix-PT", only_forwarded=True) == []
    assert await lines(Told([ROW, {**ROW, "cfadestination": ""}]), "", only_forwarded=True) == [
        Row("2041", "9", False, True), Row("2041", "", False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"pkid": "' or 1=1 --"}, {"pkid": ""}, {"cfavoicemailenabled": "maybe"}, {"cfavoicemailenabled": ""}], ids=str
)
async def test_what_is_told_in_another_way_is_not_believed(wrong: dict[str, str]) -> None:
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await lines(Told([{**ROW, **wrong}]), "Kalix-PT", only_forwarded=True)


@pytest.mark.parametrize("missing", [*ROW])
async def test_a_column_that_is_missing_is_no_empty_one(missing: str) -> None:
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await lines(Told([{name: value for name, value in ROW.items() if name != missing}]), "", only_forwarded=True)


def test_what_may_stand_in_a_question() -> None:
    assert all(map(is_partition, ("", "Kalix-PT", "Kalix PT_1.2")))
    assert not any(map(is_partition, ("x'", 'x"', "x;", "x" * 51, "Kälix", "x\n", "x\\")))
