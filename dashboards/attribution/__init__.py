"""Attribution: what the page Attribution is made of."""
