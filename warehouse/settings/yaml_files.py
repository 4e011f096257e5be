"""YAML files that people write, with each slip told by its place."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from warehouse.settings.errors import SettingsError


class _Loader(yaml.SafeLoader):
    """Reads YAML; a key that comes twice is an error, for the first would be lost."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key in [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]:
            if key.value in seen:
                message = f"{key.value!r} is there twice"
                raise yaml.constructor.ConstructorError(
                    None, None, message, key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def parse_yaml(text: str) -> Any:
    """Return what a text says; an empty one is an empty mapping.

    Raises:
        yaml.YAMLError: If it is no YAML, or names a key twice.
    """
    content = yaml.load(text, _Loader)  # noqa: S506
    return {} if content is None else content


def read_yaml(path: Path) -> Any:
    """Return what a file says; an empty one is an empty mapping.

    Raises:
        SettingsError: If it is no YAML, or names a key twice.
    """
    try:
        return parse_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read: {error}"
        raise SettingsError(message) from error
