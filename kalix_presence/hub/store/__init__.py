"""The hub's database: SQLAlchemy Core for schema and upgrades, one writer thread that groups commits."""

from kalix_presence.hub.store.writer import Store, Transaction

__all__ = ["Store", "Transaction"]
