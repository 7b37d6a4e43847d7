"""Speeds, weights and lengths as OpenStreetMap writes them, in km/h, tonnes and metres."""

import re

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_PLAIN = re.compile(rf"^{_NUMBER}\s*([a-z/.]*)$")
_FEET = re.compile(r"^(\d+)\s*(?:'|ft)\s*(?:(\d+)\s*(?:\"|''|in)?)?$")
_UNITS = {
    "speed": {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852},
    "weight": {"": 1.0, "t": 1.0, "kg": 0.001, "st": 0.90718474, "lbs": 0.00045359237,
               "lb": 0.00045359237},
    "length": {"": 1.0, "m": 1.0, "cm": 0.01, "km": 1000.0, "ft": 0.3048},
}  # fmt: skip
_FOOT, _INCH = 0.3048, 0.0254


def measure(text: str, quantity: str) -> float | None:
    """A tag value as a number of km/h, tonnes or metres; None where it says none.

    `quantity` is speed, weight or length. *30 mph* is 48.28, *12'6"* is 3.81, *3.5 t* is 3.5.
    """
    said = text.strip().lower()
    feet = _FEET.match(said) if quantity == "length" else None
    if feet:
        return int(feet.group(1)) * _FOOT + int(feet.group(2) or 0) * _INCH
    found = _PLAIN.match(said)
    factor = _UNITS[quantity].get(found.group(2)) if found else None
    if found is None or factor is None:
        return None
    return float(found.group(1).replace(",", ".")) * factor
