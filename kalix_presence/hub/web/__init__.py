"""The hub's face to the network: REST, event streams, health and measures."""
