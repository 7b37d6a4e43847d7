"""How sensitive a thing is, and what an audience may have. What is not marked counts as high."""

import pandas as pd

from potay.terms.audiences import CEILING, SENSITIVITIES, UNMARKED, Audience, Sensitivity


def level(word: object, default: str = UNMARKED) -> Sensitivity:
    """The level a mark means: blank is the default, a word that is no level the strictest."""
    text = word.strip().lower() if isinstance(word, str) else ""
    if not text:
        return level(default)
    return next((one for one in SENSITIVITIES if one == text), SENSITIVITIES[-1])


def takes(audience: Audience, word: object, default: str = UNMARKED) -> bool:
    """Whether the audience may have something marked `word`."""
    return SENSITIVITIES.index(level(word, default)) <= SENSITIVITIES.index(CEILING[audience])


def taken(frame: pd.DataFrame, audience: Audience, default: str = UNMARKED) -> pd.Series:
    """Which rows of a frame the audience may have: a row's own mark, else the default."""
    if "sensitivity" not in frame.columns:
        return pd.Series(takes(audience, default), index=frame.index)
    return frame["sensitivity"].map(lambda word: takes(audience, word, default)).astype(bool)
