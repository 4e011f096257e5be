"""Sales: what the page Overview is made of."""
