"""What every answer is asked from: the readings of what is uncertain, places, vehicles."""
