"""Metrics: what they are called, how they combine, and what they come to."""
