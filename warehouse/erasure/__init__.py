"""Forget a person: whom, in which databases and files, and the proof that it is done.

What is said here of one file knows nothing of the others; `orchestration.erasing` goes
through all of them.
"""
