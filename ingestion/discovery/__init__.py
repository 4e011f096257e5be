"""What a system holds before anything is loaded: tables, columns and a few values.

`databases` looks at a database, `files` at files; both give `tables.Table`, from which
`ingestion.proposal` guesses a mapping.
"""
