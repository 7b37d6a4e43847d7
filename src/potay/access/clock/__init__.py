"""Journeys by the clock: hours, darkness, reports that end, the latest departure."""
