"""The demo leaves nothing behind, however it is ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

DEMO = Path(__file__).resolve().parents[1] / "installer" / "demo_tour.py"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_it_started_ends_with_it(tmp_path: Path, how: signal.Signals) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, DEMO, "shown"], env=environment, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        lines = [demo.stdout.readline() for _ in range(3)]  # the hub, the tray, and what to try
        address = re.search(r"http://\S+:\d+", lines[0])
        assert address is not None, lines
        assert httpx.get(f"{address[0]}/healthz", trust_env=False).is_success
        demo.send_signal(how)
        demo.wait(60)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{address[0]}/healthz", trust_env=False)
    assert list(tmp_path.glob("kalix-demo-*")) == []
