"""What stands between two places: openings, separators, ways that share nothing."""
