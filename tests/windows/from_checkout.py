"""Run by Python for Windows: this checkout's client, as kalix-presence.exe would start it: from_checkout.py [arguments ...]"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from kalix_presence.__main__ import main

if __name__ == "__main__":
    sys.argv[0] = "kalix-presence"
    sys.exit(main())
