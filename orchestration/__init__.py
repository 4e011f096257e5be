"""The Dagster code location and the command line: what runs, when, in which order.

The only room that wires rooms together; none imports it.
"""
