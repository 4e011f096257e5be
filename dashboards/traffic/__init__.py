"""Visits of site and app: what the page Traffic is made of."""
