"""Campaigns: what the page Campaigns is made of, promotions too."""
