"""Alerts: what a rule says of a number, what follows from it, and what people decided.

`judging` holds numbers against a rule, `reading` gets them from what is published,
`state` says when somebody is told, `deciding` what people said, `keeping` and `log` are
the files under home. Who tells is `orchestration.alerts`.
"""
