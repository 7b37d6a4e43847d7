"""How many people live where, as modelled, and their ways out."""
