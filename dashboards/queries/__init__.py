"""What the pages show: one function for each question, none of it outside SQL."""
