"""What is asked of the hub and heard from it."""
