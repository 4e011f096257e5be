"""Erase a person from everything under home, and prove it."""
