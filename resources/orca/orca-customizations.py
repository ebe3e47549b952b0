"""Has Orca speak what programs announce: calls that come, what was confirmed or refused, what was found.

For Orca 43 (Debian 12), which does not know announcements by itself. Copied to ~/.local/share/orca/orca-customizations.py;
where that file is there already, these lines go to its end.
"""

import pyatspi
from orca import orca_state


def _announced(event):
    if orca_state.activeScript is not None:
        orca_state.activeScript.presentMessage(event.any_data)


pyatspi.Registry.registerEventListener(_announced, "object:announcement")
