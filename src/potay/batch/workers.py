"""Where tasks are answered: in this process, on all cores, or on a cluster.

The network goes out once. On one machine it lies in a file that every process maps into its
memory, so that it is there once whatever the number of cores; on a cluster it is scattered.
"""

import mmap
import os
import pickle
import signal
import struct
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from potay import __version__
from potay.access import access_table, with_certainty
from potay.batch.plan import BatchPlan, Task
from potay.errors import SpecError
from potay.network import Network, make_scenario

#: Arrays begin at multiples of this many bytes in the shared file.
ALIGNED = 64


@dataclass(frozen=True)
class Outcome:
    """What a task came to."""

    task: Task
    rows: pd.DataFrame
    summary: dict[str, Any]


def answer(network: Network, task: Task) -> Outcome:
    """Answer one task."""
    scenario = make_scenario(network, task.state, task.mover, task.rules, task.what_if)
    found = access_table(scenario, task.hubs)
    if task.draws:
        found = with_certainty(scenario, found, task.hubs)
    return Outcome(task, found.rows, found.summary)


def on_cores(plan: BatchPlan, workers: int = 0) -> Iterator[Outcome]:
    """Outcomes as they come, from as many processes (0: one per core)."""
    count = min(workers or os.cpu_count() or 1, len(plan.tasks))
    if count <= 1:
        yield from (answer(plan.network, task) for task in plan.tasks)
        return
    with TemporaryDirectory(prefix="potay-batch-") as folder:
        path = Path(folder) / "network"
        share(plan.network, path)
        # Not forked: whatever threads the caller has, and their locks, would be copied half-way.
        pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_end_with_parent)
        others, stopped = active_children(), True
        try:
            with _deaf_children():
                running = [pool.submit(_answer_with, path, task) for task in plan.tasks]
            yield from _finished(running)
            stopped = False
        except (Exception, GeneratorExit):
            stopped = False
            raise
        finally:
            if stopped:
                _kill(pool, others)
            pool.shutdown(wait=True, cancel_futures=True)


def _kill(pool: ProcessPoolExecutor, others: Sequence[BaseProcess]) -> None:
    """End the processes of a pool at once: nobody waits for what they are answering.

    Before Python 3.11.8 and 3.12.2 the thread that sends them tasks then waits for ever, while
    the end of its pipe that nobody reads any more is still open here.
    """
    for process in active_children():
        if process not in others:
            process.kill()
    pool._call_queue._reader.close()  # type: ignore[attr-defined]


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started here do not hear a Ctrl-C, which the terminal sends to them as well."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Do not outlive the process that gives the tasks, however it ended."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _finished(running: Sequence[Any]) -> Iterator[Outcome]:
    for done in as_completed(running):
        yield done.result()


def _answer_with(path: Path, task: Task) -> Outcome:
    return answer(_mapped(path), task)


@cache
def _mapped(path: Path) -> Network:
    """The network of this process, mapped when its first task came."""
    network: Network = shared(path)
    return network


def on_cluster(plan: BatchPlan, scheduler: str) -> Iterator[Outcome]:
    """Outcomes as they come from a dask.distributed cluster at an address.

    Raises
    ------
    SpecError
        Where the extra is not installed, nobody answers at the address, or its workers run
        another version of potay.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        message = f"no scheduler answers at {scheduler}: {error}."
        raise SpecError(message, hint="Start one with: dask scheduler.") from None
    with client:
        _check_versions(client, scheduler)
        network = client.scatter(plan.network, broadcast=True, hash=False)
        running = [client.submit(answer, network, task, pure=False) for task in plan.tasks]
        for done in distributed.as_completed(running, loop=client.loop):
            yield done.result()


def _distributed() -> Any:  # noqa: ANN401 - a module
    # Imported here because it is an extra that most users do not have.
    try:
        import distributed
    except ImportError:
        raise SpecError(
            "--scheduler needs dask.distributed, which is not installed.",
            hint="Install it with: pip install 'potay[dask]'.",
        ) from None
    return distributed


def _check_versions(client: Any, scheduler: str) -> None:  # noqa: ANN401 - a distributed.Client
    found = client.run(_version)
    others = sorted(set(found.values()) - {__version__})
    if not found:
        raise SpecError(f"{scheduler} has no workers.", hint="Start some with: dask worker.")
    if others:
        raise SpecError(
            f"workers at {scheduler} run potay {', '.join(others)}, this is {__version__}.",
            hint="Install the same version everywhere.",
        )


def _version() -> str:
    return __version__


def share(value: object, path: Path) -> None:
    """Write a value so that its arrays can be mapped into memory by many processes."""
    buffers: list[pickle.PickleBuffer] = []
    head = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    parts = [memoryview(head), *(buffer.raw() for buffer in buffers)]
    with path.open("wb") as file:
        file.write(struct.pack(f"<{len(parts) + 1}q", len(parts), *(len(part) for part in parts)))
        for part in parts:
            file.write(b"\0" * (-file.tell() % ALIGNED))
            file.write(part)


def shared(path: Path) -> Any:  # noqa: ANN401 - whatever was shared
    """The value that `share` wrote; what is changed in it stays with this process."""
    with path.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    (count,) = struct.unpack_from("<q", whole)
    at, parts = 8 * (count + 1), []
    for length in struct.unpack_from(f"<{count}q", whole, 8):
        at += -at % ALIGNED
        parts.append(whole[at : at + length])
        at += length
    return pickle.loads(parts[0], buffers=parts[1:])  # our own file of this run
