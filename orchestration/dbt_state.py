"""What dbt knew of the project when the last whole run was built and published.

The manifest in dbt's target is that of the last parse, which may have seen a file that
was changed since. What a build was made of is set aside when it ends, and becomes the
state that analysts' builds compare with (``state:modified``, ``--defer``) when it is
published.
"""

import json
import shutil
from pathlib import Path

from orchestration.dbt import target_path
from warehouse.settings import settings

MANIFEST = "manifest.json"
METRICS = "semantic_manifest.json"


def state_path() -> Path:
    """Return the folder of the manifests of the last whole run that was published."""
    return settings().dbt_path / "published"


def set_aside() -> None:
    """Keep the manifests of the build that just ended, with the code of all models.

    A run builds in more than one invocation, and the manifest of each has the compiled
    code of its own models alone. That of the others is in the files that dbt leaves.
    """
    target, built = target_path(), built_path()
    manifest = json.loads((target / MANIFEST).read_text())
    compiled = target / "compiled" / manifest["metadata"]["project_name"]
    for node in manifest["nodes"].values():
        # They are paths of this machine.
        node["compiled_path"] = node["build_path"] = None
        path = compiled / node["original_file_path"]
        if node["resource_type"] == "model" and not node.get("compiled_code"):
            node["compiled_code"] = path.read_text() if path.is_file() else None
    built.mkdir(parents=True, exist_ok=True)
    (built / MANIFEST).write_text(json.dumps(manifest))
    (built / METRICS).write_text((target / METRICS).read_text())


def keep() -> None:
    """Make what was set aside the state that analysts compare with."""
    state_path().mkdir(parents=True, exist_ok=True)
    for name in (MANIFEST, METRICS):
        new = state_path() / f"{name}.new"
        shutil.copyfile(built_path() / name, new)
        new.replace(state_path() / name)  # an analyst may be reading the old one


def built_path() -> Path:
    """Return the folder of the manifests of the last build of the shop's own tables."""
    return settings().dbt_path / "built"
