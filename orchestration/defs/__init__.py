"""Assets, checks, jobs and resources: one module per kind of work."""
