"""Guess a mapping: which entity a table is, and which column fills which."""
