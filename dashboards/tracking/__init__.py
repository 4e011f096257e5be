"""What events shall be and what they were: what the page Tracking plan is made of."""
