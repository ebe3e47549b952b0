"""The tests' own PostgreSQL leaves no server behind, whatever becomes of the process that began it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import Cluster, _end_orphans, cluster

_BEGINS = """
import os, signal
from tests.postgresql import Cluster
made = Cluster()
print(made.folder, made.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def _runs(pid: int, data: Path) -> bool:
    try:
        return str(data) in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="where Debian's server runs")
def test_a_server_whose_process_was_killed_is_ended_by_whoever_comes_next_and_no_other() -> None:
    mine = cluster()
    left = subprocess.run([sys.executable, "-c", _BEGINS], capture_output=True, text=True, check=False, timeout=300)
    folder, pid = Path(left.stdout.split()[0]), int(left.stdout.split()[1])
    assert _runs(pid, folder / "data"), "a server does not end with whoever began it"
    other = Cluster()
    try:
        assert not _runs(pid, folder / "data")
        assert not folder.exists()
        for one in (mine, other):
            assert _runs(one.pid, one.data)
        _end_orphans()
        assert _runs(other.pid, other.data), "its process is this one"
    finally:
        other.remove()
    assert not other.folder.exists()
