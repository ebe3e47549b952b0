"""What waits for the hub: durable, in order, sent once."""
