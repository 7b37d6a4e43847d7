"""Each guard of `release` taken away by itself: the law of non-interference must then fail."""

import pytest
from release.test_noninterference import built, text_of, two_worlds

from potay import inputs
from potay.release import asked, datasets

ALL = {
    "rows above the level": (datasets, "taken", lambda frame, *_: frame["sensitivity"] != "none"),
    "kinds of report": (datasets, "allowed_kinds", lambda kinds, *_: kinds != "none"),
    "columns of a narrower circle": (datasets, "_emptied", lambda frame, _: frame),
    "reports that name what is withheld": (datasets, "_may_say", lambda *_: True),
    "hashes of whole files": (datasets, "_stamped", lambda dataset, _: dataset),
    "links to withheld ends": (datasets, "_without_loose_links", lambda told: dict(told)),
    "datasets that are not reduced": (
        inputs, "reduce_datasets", lambda read, spec: datasets.Released(read)
    ),
    "hubs that may not be told": (asked, "_may_start", lambda *_: True),
}  # fmt: skip


def tells(folder, audience: str) -> bool:
    """Whether some world gives something away, or cannot be built from what is left."""
    for seed in range(12):
        one, two = two_worlds(folder / str(seed), audience, seed)
        try:
            if text_of(built(one, audience)) != text_of(built(two, audience)):
                return True
        except Exception:  # noqa: BLE001 - a reduced map that names what is gone breaks: that tells, too
            return True
    return False


@pytest.mark.parametrize("guard", ALL)
def test_without_this_guard_the_proof_fails(tmp_path, monkeypatch, guard):
    monkeypatch.setattr(*ALL[guard])
    assert tells(tmp_path, "public")
