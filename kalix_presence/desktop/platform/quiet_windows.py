"""Windows' own answer whether a program may notify now."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

BUSY, FULL_SCREEN, PRESENTATION, QUIET_TIME, STORE_APP = 2, 3, 4, 6, 7
"""Of QUERY_USER_NOTIFICATION_STATE: a full-screen program, a game, a presentation, the first quiet hour, an app."""
ACCEPTS = 5


class WindowsQuiet:
    """SHQueryUserNotificationState. Focus Assist is no part of its answer: Windows itself keeps back what is sent to its
    notification centre then."""

    def __init__(self, state: Callable[[], int] | None = None) -> None:
        self._state = state or notification_state

    def is_quiet(self) -> bool:
        """Whether a pop-up would disturb."""
        return self._state() in (BUSY, FULL_SCREEN, PRESENTATION, QUIET_TIME, STORE_APP)


def notification_state() -> int:
    """The state; that notifications are welcome where Windows cannot say."""
    state = ctypes.c_int(ACCEPTS)
    shell = ctypes.windll.shell32  # type: ignore[attr-defined]  # only there on Windows
    return state.value if shell.SHQueryUserNotificationState(ctypes.byref(state)) == 0 else ACCEPTS
