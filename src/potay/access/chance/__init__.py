"""How sure an answer is: worlds drawn from what is uncertain, and times in them."""
