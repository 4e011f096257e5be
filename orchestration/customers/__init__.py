"""What people ask and decide about one customer."""
