"""The parts that pages are made of, each the same on every page."""
