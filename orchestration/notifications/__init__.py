"""Failures, recoveries and alerts, told by webhook and e-mail.

`messages` decides what is news of runs, `alerts` writes what is told of alerts;
`webhook` and `mail` carry it; `outbox` keeps what did not arrive, `delivery` what was
told of runs.
"""
