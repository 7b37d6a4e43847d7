"""What changed between two moments or scenarios, for whom, and by which reports."""
