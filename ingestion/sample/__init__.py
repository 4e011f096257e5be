"""The demo's web shop: simulated visits that lead to real baskets, or to nothing.

All is drawn from one seed, so that each machine makes the same events.
"""
