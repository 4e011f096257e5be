"""Quality gates: what a table must look like, and the one function that checks it.

A suite is data, in a file of `quality.suites` that is found by itself. It is run by
Great Expectations inside DuckDB; no rows are copied.
"""
