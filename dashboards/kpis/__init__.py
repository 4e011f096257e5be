"""The parts of the page KPIs."""
