"""What the rasters add to the answers: slope of roads, people, water, walks beyond the road."""

from potay.ground.corridors import corridor_records
from potay.ground.leaving import evacuation
from potay.ground.people import PeopleAnswer, people_answer
from potay.ground.rasters import raster_of
from potay.ground.slope import with_grades

__all__ = [
    "PeopleAnswer",
    "corridor_records",
    "evacuation",
    "people_answer",
    "raster_of",
    "with_grades",
]
