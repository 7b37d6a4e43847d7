"""Who is reached from which hub: the access table, places at a glance, areas served, walks."""
