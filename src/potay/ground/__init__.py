"""What the rasters add to the answers: slope of roads, people, water, walks beyond the road."""

from potay.ground.corridors import corridor_lines, corridor_records
from potay.ground.leaving import evacuation
from potay.ground.people import PeopleAnswer, people_answer
from potay.ground.rasters import raster_of
from potay.ground.relief import relief_of
from potay.ground.service import service_areas, with_service_areas
from potay.ground.slope import with_grades
from potay.ground.walking import WalkAnswer, walk_answer
from potay.ground.water import flood_datasets

__all__ = [
    "PeopleAnswer",
    "WalkAnswer",
    "corridor_lines",
    "corridor_records",
    "evacuation",
    "flood_datasets",
    "people_answer",
    "raster_of",
    "relief_of",
    "service_areas",
    "walk_answer",
    "with_grades",
    "with_service_areas",
]
