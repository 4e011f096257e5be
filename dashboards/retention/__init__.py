"""Retention: what the page Retention is made of."""
