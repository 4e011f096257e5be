"""Models of customers, products and texts: frames in, frames out.

A module here computes; it reads and writes no tables of the warehouse, and imports no
other room. ``orchestration`` hands it its input and stores its output. Frames are Arrow
tables; SQL over them runs in a DuckDB of their own, in memory.
"""
