"""What the page reads back from the texts of whole numbers, written a second time in Python."""

from typing import Any

import shapely

SIGNS = [chr(code) for code in range(33, 127) if chr(code) not in '"&<>\\']


def numbers(text: str) -> list[int]:
    found, left, weight = [], 0, 1
    for sign in text:
        more, digit = divmod(SIGNS.index(sign), 44)
        left += digit * weight
        weight *= 44
        if not more:
            found.append(-(left + 1) // 2 if left % 2 else left // 2)
            left, weight = 0, 1
    assert weight == 1, "the text ends within a number"
    return found


def shapes(told: dict[str, Any]) -> list[list[Any]]:
    """Per shape its parts: lists of positions, or lists of rings of positions (degrees)."""
    courses = _courses(told)
    of = iter(numbers(told["of"]))
    known: list[list[tuple[float, float]]] = []

    def course() -> list[tuple[float, float]]:
        name = next(of)
        if name == 0:
            known.append(next(courses))
            return known[-1]
        return known[-abs(name)][:: 1 if name > 0 else -1]

    def ring() -> list[tuple[float, float]]:
        parts = [course() for _ in range(next(of))]
        for one, other in zip(parts, parts[1:] + parts[:1], strict=True):
            assert one[-1] == other[0]
        return [position for part in parts for position in part[:-1]]

    found = []
    for head in of:
        count, dimension = divmod(head, 3)
        found.append(
            [[ring() for _ in range(next(of))] if dimension == 2 else course()
             for _ in range(count)]
        )  # fmt: skip
    assert next(courses, None) is None, "a course that no shape names"
    return found


def _courses(told: dict[str, Any]) -> Any:
    moves, steps = iter(numbers(told["courses"])), 100_000 / told["step"]
    x = y = 0
    for count in moves:
        course = []
        for _ in range(count):
            x, y = x + next(moves), y + next(moves)
            course.append((x / steps, y / steps))
        yield course


def polygon(rings: list[Any]) -> shapely.Polygon:
    return shapely.Polygon(rings[0], rings[1:])
