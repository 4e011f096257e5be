"""Where the data lives: settings, connections, the run lock, what is published.

Every other room may import this one; it imports none of them.
"""
