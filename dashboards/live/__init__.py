"""The last hour of events: what the page Live is made of."""
