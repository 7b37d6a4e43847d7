"""Named corridors by kilometre, with what stands on them, beside them, and in words."""
