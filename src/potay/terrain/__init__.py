"""Grids under the roads: people, slope, water, walking; knows no scenario."""

from potay.slope_speed import speed_factors
from potay.terrain.floods import flood_datasets
from potay.terrain.grid import Grid, read_grid
from potay.terrain.near import surroundings
from potay.terrain.people import PeopleCount, people_by_class, people_in, people_near
from potay.terrain.rasters import raster_of
from potay.terrain.service import ReachedLines, rings, service_bands
from potay.terrain.shade import hillshade, relief_of
from potay.terrain.slope import slopes, with_grades
from potay.terrain.surface import WalkingSurface, closed_cells, tobler_kmh, walking_surface
from potay.terrain.walking import Walks, walks
from potay.terrain.water import Flooding, cut_off_nodes, flood_claims, flooding

__all__ = [
    "Flooding",
    "Grid",
    "PeopleCount",
    "ReachedLines",
    "WalkingSurface",
    "Walks",
    "closed_cells",
    "cut_off_nodes",
    "flood_claims",
    "flood_datasets",
    "flooding",
    "hillshade",
    "people_by_class",
    "people_in",
    "people_near",
    "raster_of",
    "read_grid",
    "relief_of",
    "rings",
    "service_bands",
    "slopes",
    "speed_factors",
    "surroundings",
    "tobler_kmh",
    "walking_surface",
    "walks",
    "with_grades",
]
