"""Two records that may be one person: what the page Duplicates is made of."""
