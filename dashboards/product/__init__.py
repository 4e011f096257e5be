"""Product: what the page Product is made of, all products or one."""
