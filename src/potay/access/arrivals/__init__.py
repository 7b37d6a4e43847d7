"""When one arrives in sampled states: the chance of being there within so many seconds."""
