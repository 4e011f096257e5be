"""Who is whom: identifiers made comparable, matched, joined and given ids that last."""
