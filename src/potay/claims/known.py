"""What a claim may name: sources, actors, and the subjects of a map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from potay.built import Dataset
from potay.terms.subjects import SUBJECT_OF_ROLE


@dataclass(frozen=True)
class Known:
    """Ids that exist. `subjects` has a subject type only where its dataset was read.

    `road_names` maps a road's id, corridor and ref, in lower case, to the ids of the roads
    that bear it.
    """

    sources: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    subjects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    road_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def has_subject(self, subject_type: str, subject: str) -> bool:
        """Whether the subject exists; roads also by corridor and ref, in any case."""
        if subject_type == "actor":
            return subject in self.actors
        if subject_type == "road":
            return subject.casefold() in self.road_names
        return subject in self.subjects.get(subject_type, ())

    def names_of(self, subject_type: str) -> Iterable[str]:
        """The names to suggest for a subject type."""
        if subject_type == "actor":
            return self.actors
        return self.road_names if subject_type == "road" else self.subjects.get(subject_type, ())


def known_ids(
    sources: pd.DataFrame, actors: pd.DataFrame, subjects: Mapping[str, Sequence[pd.DataFrame]]
) -> Known:
    """Gather the ids of all frames."""
    ids = {kind: frozenset(i for frame in frames for i in frame.index)
           for kind, frames in subjects.items()}  # fmt: skip
    roads = _road_names(subjects.get("road", ()))
    return Known(frozenset(sources.index), frozenset(actors.index), ids, roads)


def subject_frames(
    datasets: Iterable[Dataset], subjects: Mapping[str, pd.DataFrame]
) -> dict[str, list[pd.DataFrame]]:
    """The frames of each subject type: those of the datasets and those given besides."""
    frames: dict[str, list[pd.DataFrame]] = {kind: [frame] for kind, frame in subjects.items()}
    for dataset in datasets:
        if dataset.frame is not None and dataset.role in SUBJECT_OF_ROLE:
            frames.setdefault(SUBJECT_OF_ROLE[dataset.role], []).append(dataset.frame)
    return frames


def _road_names(frames: Sequence[pd.DataFrame]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for frame in frames:
        for road in frame.index:
            found.setdefault(road.casefold(), set()).add(road)
        for column in ("corridor", "ref"):
            if column in frame:
                for road, name in frame[column].items():
                    if isinstance(name, str) and name:
                        found.setdefault(name.casefold(), set()).add(road)
    return {name: tuple(sorted(roads)) for name, roads in found.items()}
