"""Read tables of databases: all of them, or what changed since the last load.

A table is read as Parquet files of text (`extraction`), which loading then maps as it
maps files. What was read of a table that has a key is remembered row by row, as a hash
(`state`), so that what comes again is not loaded again and what is gone is seen
(`following`).
"""
