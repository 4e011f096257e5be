"""Trust: what the page Data quality is made of."""
