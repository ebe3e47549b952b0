"""The sketch as it is kept: each field comes back, in order; whoever leaves stands nowhere, and what was drawn with them is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import sketches as kept
from kalix_presence.model.sketch import Part, Placed, Proposal, ProposalState, Sheet, SketchDuty
from tests.clocks import NINE
from tests.hub.store.kept import opened

DAY = NINE.date()
ANNA, PER, OLLE = Placed("a", "bygg"), Placed("p", "bygg"), Placed("o", "miljo")
SHEET = Sheet("Plan 2", ANNA, (PER, ANNA), (SketchDuty("bygglov", "", (PER, OLLE, ANNA)), SketchDuty("arkiv", "Källaren")))
PART = Part("bygg", 4, SHEET, DAY, "2041", DAY - timedelta(3))
ONE = Proposal("p1", 1, "bygg", 4, SHEET, DAY, "Ny", ProposalState.PROPOSED, "2041", NINE)


async def test_every_field_comes_back(tmp_path: Path) -> None:
    other = Part("annan", 1, Sheet(duties=(SketchDuty("bygglov", "", (OLLE,)),)))
    over = replace(
        ONE, id="p0", state=ProposalState.REFUSED, answered_by="2043", answer="nej", notice="n", closed_at=NINE, version=2
    )
    async with opened(tmp_path) as store:
        for part in (PART, other):
            await store.write(lambda change, part=part: kept.put_part(change, part))
        for one in (ONE, over):
            await store.write(lambda change, one=one: kept.put_proposal(change, one))
        assert await store.read(kept.read_parts) == {"annan": other, "bygg": PART}
        assert await store.read(lambda sql: kept.read_part(sql, "bygg")) == PART
        assert await store.read(lambda sql: kept.read_part(sql, "ny")) == Part("ny", 0, Sheet())
        assert await store.read(lambda sql: kept.read_proposal(sql, "p0")) == over
        assert await store.read(kept.read_proposals) == [ONE]
        assert await store.read(lambda sql: kept.read_proposals(sql, closed_since=NINE)) == [over, ONE]
        assert await store.write(lambda change: kept.forget_proposals(change, before=NINE)) == 0
        assert await store.write(lambda change: kept.forget_proposals(change, before=NINE + timedelta(1))) == 1
        left = await store.read(lambda sql: {row[0] for row in sql.execute("SELECT sheet FROM sketch_place")})
        assert left == {"unit:bygg", "unit:annan", "p1"}


async def test_a_part_put_anew_has_nothing_of_the_one_before(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: kept.put_part(change, PART))
        after = Part("bygg", 5, Sheet(duties=(SketchDuty("bygglov"),)))
        await store.write(lambda change: kept.put_part(change, after))
        assert await store.read(lambda sql: kept.read_part(sql, "bygg")) == after


async def test_only_the_version_that_was_seen_is_reviewed(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: kept.put_part(change, PART))
        later = DAY + timedelta(9)
        assert await store.write(lambda change: kept.review_part(change, "bygg", 3, later, "2042")) is False
        assert await store.read(lambda sql: kept.read_part(sql, "bygg")) == PART
        assert await store.write(lambda change: kept.review_part(change, "bygg", 4, later, "2042")) is True
        await store.write(lambda change: kept.note_reminded(change, "bygg", later))
        after = replace(PART, reviewed=later, reviewed_by="2042", reminded=later)
        assert await store.read(lambda sql: kept.read_part(sql, "bygg")) == after


async def test_whoever_leaves_stands_nowhere_and_each_sheet_they_stood_in_is_another_version(tmp_path: Path) -> None:
    old = replace(ONE, id="p2", base=3)
    over = replace(ONE, id="p3", state=ProposalState.DONE, closed_at=NINE)
    without = Part("annan", 1, Sheet(owner=OLLE))
    async with opened(tmp_path) as store:
        for part in (PART, without):
            await store.write(lambda change, part=part: kept.put_part(change, part))
        for one in (ONE, old, over):
            await store.write(lambda change, one=one: kept.put_proposal(change, one))
        await store.write(lambda change: kept.end_of_leavers(change, ["", "a"]))
        left = SHEET.of(lambda one: one.person != "a")
        assert await store.read(kept.read_parts) == {"annan": without, "bygg": replace(PART, version=5, sheet=left)}
        assert await store.read(lambda sql: kept.read_proposal(sql, "p1")) == replace(ONE, version=2, base=5, sheet=left)
        assert await store.read(lambda sql: kept.read_proposal(sql, "p2")) == replace(old, version=2, sheet=left)
        assert await store.read(lambda sql: kept.read_proposal(sql, "p3")) == replace(over, sheet=left)
