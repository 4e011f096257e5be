"""The demo's CRM: simulated people of the panel's real households, in a SQLite file.

All is drawn from one seed, so that each machine makes the same records.
"""
