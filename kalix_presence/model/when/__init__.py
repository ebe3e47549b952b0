"""What people type as a time, read and said back. `typed_time` reads a return time and states its rules."""
