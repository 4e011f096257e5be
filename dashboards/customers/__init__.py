"""Customers: what the page Customers is made of."""
