"""The one bit that partners learn of a withheld report: it would close this passage.

port ──gate── camp        The road r1 runs to the gate, r2 from there on, the quarter around r2.
"""

from pathlib import Path

import pytest
from release.test_noninterference import HEAD, built, files, tiny_with

LOW = "T3,area,east,control,none,,,2024-01-01,press,3,low,\nT2,gateway,gate,status,open,,,2024-01-02,press,3,low,\n"  # noqa: E501


def with_report(root: Path, row: str):
    return tiny_with(root, "reports", f"{HEAD}sensitivity,note\n{LOW}{row}")


def report(subject_type: str, subject: str, kind: str, value: str) -> str:
    return f"T9,{subject_type},{subject},{kind},{value},,,2024-01-03,press,3,high,secret\n"


def state_of(made, subject: str):
    state = made.tables["state"].set_index("id").loc[subject]
    return state["status"], state["basis"]


def answer(made):
    access = made.tables["access"]
    row = access[(access["id"] == "camp-1") & (access["mover"] == made.spec.mover)]
    return row["status"].item()


@pytest.mark.parametrize("value", ["closed", "abandoned"])
def test_partners_learn_that_a_withheld_report_would_close_the_gate(tmp_path, value):
    root = with_report(tmp_path / "w", report("gateway", "gate", "status", value))
    made = built(root, "partners", "tiny")
    assert state_of(made, "gate") == ("unknown", "withheld")
    assert answer(made) == "unknown"
    assert "T9" not in made.state.claims.index


def test_without_it_the_gate_is_as_the_other_report_says(tmp_path):
    made = built(with_report(tmp_path / "w", ""), "partners", "tiny")
    assert state_of(made, "gate") == ("open", "claim")


@pytest.mark.parametrize(
    ("kind", "value"),
    [("status", "open"), ("status", "restricted"), ("toll", "5000 HTG any"), ("delay", "700"),
     ("season", "May-Oct"), ("note", "closed"), ("incident", "closed")],
)  # fmt: skip
def test_a_withheld_report_that_closes_nothing_is_not_felt(tmp_path, kind, value):
    plain = files(built(with_report(tmp_path / "a", ""), "partners", "tiny"), tmp_path / "out-a")
    root = with_report(tmp_path / "b", report("gateway", "gate", kind, value))
    assert files(built(root, "partners", "tiny"), tmp_path / "out-b") == plain


@pytest.mark.parametrize(
    ("subject", "kind", "value"),
    [(("area", "east"), "status", "closed"), (("area", "east"), "control", "contested"),
     (("gateway", "gate"), "curfew", "19:00-05:00"), (("gateway", "gate"), "window", "06:00-18:00"),
     (("road", "r2"), "status", "closed"), (("road", "rn9"), "status", "closed")],
)  # fmt: skip
def test_whatever_may_close_a_passage_makes_it_unknown(tmp_path, subject, kind, value):
    root = with_report(tmp_path / "w", report(*subject, kind, value))
    assert answer(built(root, "partners", "tiny")) == "unknown"


def test_what_the_report_says_and_by_whom_and_since_when_does_not_leave(tmp_path):
    one = report("gateway", "gate", "status", "closed")
    other = (
        one.replace("closed", "abandoned").replace("2024-01-03", "2024-01-04").replace("T9", "X")
    )
    made = [
        files(built(with_report(tmp_path / str(n), row), "partners", "tiny"), tmp_path / f"o{n}")
        for n, row in enumerate((one, other))
    ]
    assert made[0] == made[1]


def test_a_closed_gate_stays_closed(tmp_path):
    row = report("gateway", "gate", "status", "closed")
    low = row.replace("high", "low").replace("T9", "T8").replace("secret", "")
    made = built(with_report(tmp_path / "w", row + low), "partners", "tiny")
    assert state_of(made, "gate") == ("closed", "claim")
    assert answer(made) == "cut_off"


def test_a_report_that_has_expired_closes_nothing(tmp_path):
    row = report("gateway", "gate", "status", "closed").replace("2024-01-03", "2023-10-01")
    made = built(with_report(tmp_path / "w", row), "partners", "tiny")
    assert state_of(made, "gate") == ("open", "claim")


def test_a_withheld_gate_makes_its_roads_unknown_as_wholes(tmp_path):
    root = with_report(tmp_path / "w", report("gateway", "hidden", "status", "closed"))
    gates = "id,name,lon,lat,corridor,sensitivity\ngate,La Porte,-72.35,18.5,rn9,low\nhidden,Secret,{},18.5,,high\n"  # noqa: E501
    made = []
    for lon in ("-72.3312345", "-72.3212345"):
        folder = tmp_path / lon
        tiny = _with_gates(root, folder, gates.format(lon))
        made.append(files(built(tiny, "partners", "tiny"), tmp_path / f"out{lon}"))
    assert made[0] == made[1]
    told = built(tmp_path / "-72.3312345", "partners", "tiny")
    assert answer(told) == "unknown"
    assert state_of(told, "r2") == ("unknown", "withheld")
    assert state_of(told, "r1")[1] == "no_report"


def _with_gates(root: Path, folder: Path, text: str) -> Path:
    reports = (root / "data" / "reports" / "reports.csv").read_text()
    tiny = tiny_with(folder, "gates", text)
    other = tiny_with(folder.with_name(f"{folder.name}-x"), "reports", reports)
    for name in ("reports.csv", "dataset.toml"):
        (tiny / "data" / "reports" / name).write_bytes(
            (other / "data" / "reports" / name).read_bytes()
        )
    return tiny


def test_the_public_is_told_nothing_of_it(tmp_path):
    plain = files(built(with_report(tmp_path / "a", ""), "public", "tiny"), tmp_path / "out-a")
    root = with_report(tmp_path / "b", report("gateway", "gate", "status", "closed"))
    assert files(built(root, "public", "tiny"), tmp_path / "out-b") == plain
