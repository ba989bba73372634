"""A server whose database, workers or disk go away; see scripts/faults."""
