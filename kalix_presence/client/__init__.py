"""What every client shares, free of Qt: the hub's REST, its event stream, the outbox, the cache, settings and secrets."""
