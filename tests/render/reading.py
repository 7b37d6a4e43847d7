"""What the page reads back out of its data, written a second time in Python."""

import base64
import json
import re
import zlib
from itertools import accumulate
from typing import Any

import shapely

SIGNS = [chr(code) for code in range(33, 127) if chr(code) not in '"&<>\\']
SHORT = "\x1f"
DATA = re.compile(r'<script type="text/plain" id="([\w-]+)">(.*?)</script>', re.DOTALL)


def blocks(page: str | bytes) -> dict[str, Any]:
    """All that a page's program reads, by name."""
    text = page.decode("utf-8") if isinstance(page, bytes) else page
    ((name, packed),) = DATA.findall(text)
    assert name == "potay-data"
    return inflated(packed)


def laid_open(page: str | bytes) -> str:
    """The whole text of a page with its data in plain JSON, as one may search it."""
    text = page.decode("utf-8") if isinstance(page, bytes) else page
    told = json.dumps(blocks(text), ensure_ascii=False)
    return DATA.sub(lambda _: told, text)


def inflated(packed: str) -> Any:
    return whole(json.loads(zlib.decompress(base64.b64decode(packed), wbits=-15)))


def whole(value: Any) -> Any:
    """The same with its lists as lists."""
    if isinstance(value, list):
        return [whole(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) != {SHORT}:
        return {name: whole(item) for name, item in value.items()}
    text, *how = value[SHORT]
    found = numbers(text)
    if not how:
        return found
    return list(accumulate(found)) if how == [1] else [how[0][place] for place in found]


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
    of = iter(told["of"])
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
    moves, steps = iter(told["courses"]), 100_000 / told["step"]
    x = y = 0
    for count in moves:
        course = []
        for _ in range(count):
            x, y = x + next(moves), y + next(moves)
            course.append((x / steps, y / steps))
        yield course


def polygon(rings: list[Any]) -> shapely.Polygon:
    return shapely.Polygon(rings[0], rings[1:])
