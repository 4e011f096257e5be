"""Where the settings of this process are read from."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def config_path() -> Path:
    """Return the path of the settings file, absolute, whether or not it exists."""
    named = os.environ.get("KARVAN_CONFIG")
    path = Path(named) if named else REPOSITORY / "workspace" / "karvan.toml"
    return path.expanduser().absolute()


def dotenv_paths() -> tuple[Path, ...]:
    """Return the ``.env`` files of the shop, later ones before earlier ones.

    The repository's is the demo's: a shop elsewhere shares nothing with it.
    """
    path = config_path()
    own = path.parent / ".env"
    if path.is_relative_to(REPOSITORY):
        return (REPOSITORY / ".env", own)
    return (own,)
