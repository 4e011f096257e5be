"""Failures and recoveries, told by webhook and e-mail.

`messages` decides what is news, `webhook` and `mail` carry it, `delivery` keeps what
was told and what could not be delivered.
"""
