"""The readers of the sources that a site's settings name."""

from __future__ import annotations

from collections.abc import Mapping

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.sync_section import CsvSource
from kalix_presence.hub.sync.csv_reader import CsvReader
from kalix_presence.hub.sync.ldap_reader import LdapReader
from kalix_presence.hub.sync.reading import Reader
from kalix_presence.model.policy import Policy


def readers_of(config: Config, policy: Policy) -> Mapping[str, Reader]:
    """By source, in the site's order."""
    return {
        name: CsvReader(config.path(source.file), policy)
        if isinstance(source, CsvSource)
        else LdapReader(source, config.folder, policy)
        for name, source in config.sync.sources.items()
    }
