"""One customer: what the page Customer is made of."""
