"""What may leave: decided on the data, before anything is drawn."""

from potay.release.reduce import reduce_for
from potay.release.state import reduce_state

__all__ = ["reduce_for", "reduce_state"]
