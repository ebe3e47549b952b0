"""Finding the newest done messages costs no sorting of all of them."""

from __future__ import annotations

import sqlite3

from kalix_presence.hub.store import messages


def test_the_newest_done_ones_are_read_along_an_index() -> None:
    sql = sqlite3.connect(":memory:")
    sql.execute("CREATE TABLE message (id TEXT PRIMARY KEY, stage TEXT, due INT, closed_at INT, search TEXT, body BLOB)")
    sql.execute("CREATE INDEX message_stage ON message (stage, due)")
    sql.execute("CREATE INDEX message_closed ON message (closed_at)")
    asked: list[str] = []
    sql.set_trace_callback(asked.append)
    assert messages.read_done(sql, query="berg", before=(5, "x"), limit=60) == []
    sql.set_trace_callback(None)
    plan = " ".join(row[3] for row in sql.execute(f"EXPLAIN QUERY PLAN {asked[-1]}"))
    assert "INDEX message_closed" in plan
    assert "message_stage" not in plan
    sql.close()
