"""PBX jobs: an older change never settles a newer one."""

from __future__ import annotations

from pathlib import Path

from kalix_presence.hub.store import jobs
from tests.hub.store.kept import opened


async def test_only_the_newest_job_is_settled_and_only_by_its_own_number(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for extension, number in (("2041", 1), ("2042", 2), ("2041", 3)):
            await store.write(lambda change, e=extension, n=number: jobs.want(change, e, n))
        assert not await store.write(lambda change: jobs.is_wanted(change, "2041", 1))
        assert await store.write(lambda change: jobs.is_wanted(change, "2041", 3))
        assert not await store.write(lambda change: jobs.is_wanted(change, "2042", 3))
        assert not await store.write(lambda change: jobs.done(change, "2041", 1))
        assert not await store.write(lambda change: jobs.done(change, "2041", 2))
        assert await store.read(jobs.read_jobs) == {"2041": 3, "2042": 2}
        assert await store.write(lambda change: jobs.done(change, "2041", 3))
        assert await store.read(jobs.read_jobs) == {"2042": 2}
