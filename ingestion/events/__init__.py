"""Events: from what senders and files say to the raw table."""
