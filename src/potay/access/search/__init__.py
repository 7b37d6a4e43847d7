"""Ways over a network: small ones by scipy, large ones compiled, all with the same answers."""
