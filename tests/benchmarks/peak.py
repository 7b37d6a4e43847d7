"""The most memory that a process has held."""

import resource
from pathlib import Path


def peak() -> float:
    """Mebibytes held at most since this program began.

    What `getrusage` tells also counts what the process that started this one held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
