"""Names and words of files and settings as SQL, quoted: they stay what they are."""


def identifier(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """Return text (or what its ``str`` is, such as a path) as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"
