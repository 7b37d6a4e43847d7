"""How much slower each vehicle goes where the ground is steep."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from potay.terms.vehicles import GRADES_PCT, VEHICLES

#: Speed on a grade as a share of the speed on level ground, by vehicle class.
SPEED_SHARE = MappingProxyType({number: one.speed_share for number, one in VEHICLES.items()})


def speed_factors(grade_pct: NDArray[np.float64], vehicle_class: int) -> NDArray[np.float64]:
    """What speed on level ground is multiplied by on lines of a mean absolute grade.

    The factors are this project's reading of ordinary engineering practice, not measurements:
    loaded lorries climb on engine power per tonne and descend in the same low gear, so grade
    costs them both ways, most the heaviest; light vehicles lose little before about 10 percent
    and then to bends and braking rather than power; class 1 (on foot) is Tobler's hiking
    function, there and back. Up to 3 percent nothing is lost: heavy roads are built for that,
    and below it a terrain raster mostly shows its own noise. Between the stated grades the
    factor is interpolated, beyond the last it stays. Surface, rain and bends are not in it.

    Parameters
    ----------
    grade_pct
        Percent, up and down alike. NaN (no height known) leaves the speed as it is.
    vehicle_class
        1 on foot … 6 truck with trailer (UNSDI-T CurntPrac).

    Raises
    ------
    KeyError
        Where there is no such vehicle class.
    """
    found = np.interp(grade_pct, GRADES_PCT, SPEED_SHARE[vehicle_class])
    return np.where(np.isnan(grade_pct), 1.0, found)
