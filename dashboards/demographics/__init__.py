"""Demographics: what the page Demographics is made of."""
