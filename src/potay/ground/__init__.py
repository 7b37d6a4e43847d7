"""What the rasters add to the answers: slope of roads, people, water, walks beyond the road."""

from potay.ground.slope import with_grades

__all__ = ["with_grades"]
