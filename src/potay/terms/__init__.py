"""The floor of words: what every room means by a kind, a status, a role, an audience, a vehicle.

Each is a row, once: what can list them is made from here. This room imports no other.

`kinds` of claim · `statuses` of passages and of places reached · `subjects` and the roles they
come in · `holders` · `audiences` · `places` and obstacles · `vehicles` · `outputs` · `signs` ·
`languages` · `moments` of Haiti · `values` that claims hold and `hours` among them.
"""
