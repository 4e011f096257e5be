"""``karvan source add``: from where data are to an entry in the settings.

`connecting` asks where the data are, `ingestion.discovery` looks, `ingestion.proposal`
guesses, `reviewing` lets a person change it, `entry` makes the entry of it.
"""
