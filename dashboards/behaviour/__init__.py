"""Behaviour: what the page Behaviour is made of."""
