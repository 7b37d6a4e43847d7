"""The best way between two places and the ways that do not depend on it."""
