"""How much slower each vehicle goes where the ground is steep."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

#: Mean absolute grades (percent) at which the factors below are stated.
GRADES_PCT = (0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 20.0)
#: Speed on a grade as a share of the speed on level ground, by vehicle class (UNSDI-T 1 to 6).
SPEED_SHARE = MappingProxyType({
    1: (1.0, 1.0, 0.70, 0.50, 0.35, 0.25, 0.15),
    2: (1.0, 1.0, 0.80, 0.60, 0.45, 0.35, 0.20),
    3: (1.0, 1.0, 0.85, 0.70, 0.55, 0.45, 0.30),
    4: (1.0, 1.0, 0.95, 0.85, 0.75, 0.65, 0.45),
    5: (1.0, 1.0, 0.95, 0.90, 0.80, 0.70, 0.50),
    6: (1.0, 1.0, 0.95, 0.86, 0.77, 0.69, 0.58),
})  # fmt: skip


def speed_factors(grade_pct: NDArray[np.float64], vehicle_class: int) -> NDArray[np.float64]:
    """What speed on level ground is multiplied by on lines of a mean absolute grade.

    The factors are this project's reading of ordinary engineering practice, not measurements:
    loaded lorries climb on engine power per tonne and descend in the same low gear, so grade
    costs them both ways, most the heaviest; light vehicles lose little before about 10 percent
    and then to bends and braking rather than power; class 6 (on foot) is Tobler's hiking
    function, there and back. Up to 3 percent nothing is lost: heavy roads are built for that,
    and below it a terrain raster mostly shows its own noise. Between the stated grades the
    factor is interpolated, beyond the last it stays. Surface, rain and bends are not in it.

    Parameters
    ----------
    grade_pct
        Percent, up and down alike. NaN (no height known) leaves the speed as it is.
    vehicle_class
        1 truck with trailer … 6 on foot (UNSDI-T CurntPrac).

    Raises
    ------
    KeyError
        Where there is no such vehicle class.
    """
    found = np.interp(grade_pct, GRADES_PCT, SPEED_SHARE[vehicle_class])
    return np.where(np.isnan(grade_pct), 1.0, found)
