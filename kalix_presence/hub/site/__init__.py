"""What a site sets: configuration, limits and which PBX."""
