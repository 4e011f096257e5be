"""What dbt writes of the code of the models: it is of the project, and of nobody.

A name can stand in it, such as a phone number of an example. It must not be blanked
there, for a run would build what is left.
"""

from pathlib import Path

from orchestration.dbt import DEV, PROD, PROJECT_PATH, target_path
from orchestration.dbt_state import built_path, state_path
from orchestration.model_docs import docs_path
from warehouse.erasure.person import Person
from warehouse.erasure.search import search_bytes

_FILES = {
    "manifest.json", "partial_parse.msgpack", "graph.gpickle", "graph_summary.json",
    "semantic_manifest.json",
}  # fmt: skip
_FOLDERS = {"compiled", "run"}


def is_parsed(path: Path) -> bool:
    """Return whether a file is made of the project's code alone."""
    if docs_path() in path.parents:
        return True
    for folder in (target_path(PROD), target_path(DEV), built_path(), state_path()):
        if folder in path.parents:
            first, *others = path.relative_to(folder).parts
            return first in (_FOLDERS if others else _FILES)
    return False


def parsed_with_name(person: Person, home: Path) -> frozenset[Path]:
    """Return the files of code below a folder, if a name of a person stands in it.

    Where none does, there are none to leave out of a search. Short names stand in its
    examples by chance.
    """
    if not person.short and not search_bytes(PROJECT_PATH, person, frozenset()).hits:
        return frozenset()
    return frozenset(path for path in home.rglob("*") if is_parsed(path))
