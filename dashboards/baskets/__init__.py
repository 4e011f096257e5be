"""Baskets: what the page Baskets is made of."""
