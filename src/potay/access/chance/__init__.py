"""How likely a way is: sampled states of what is uncertain, over the quotient graph."""
