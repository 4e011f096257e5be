"""Bring data in: what every source must fill, the sources, the ledger, the quarantine.

Nothing here knows of Dagster; ``orchestration`` wraps what this room offers.
"""
