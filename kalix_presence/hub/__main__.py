"""kalix-hub: the hub's command line."""

from __future__ import annotations

import sys

LIBRARIES = {"litestar", "uvicorn", "httptools", "sqlalchemy", "alembic", "argon2", "structlog", "prometheus_client"}


def main() -> None:
    """Run kalix-hub; without the hub's libraries say how to get them."""
    try:
        from kalix_presence.hub.commands.in_words import run_in_words
        from kalix_presence.hub.commands.program import program
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in LIBRARIES:
            raise
        sys.stderr.write(
            f'kalix-hub needs the hub\'s libraries ({missing.name} is missing). Run: pip install "kalix-presence[hub]"\n'
        )
        sys.exit(1)
    from kalix_presence import shipped
    from kalix_presence.hub.commands.saying import language

    sys.exit(run_in_words(program, shipped.words(language()), sys.argv[1:]))


if __name__ == "__main__":
    main()
