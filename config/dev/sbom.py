"""`make sbom`: what the portal is made of, as CycloneDX 1.6 (var/sbom.json).

The libraries of requirements/prod.txt with their hashes and, where they are installed, licences;
and what lies in the repository itself and was written by others.
"""

import hashlib
import json
import uuid
from importlib import metadata
from pathlib import Path

from config.dev import lock
from config.dev.console import say
from config.dev.environment import CHECKOUT, VAR

# What others wrote and the repository or a library brings along: name, version, licence, files.
CARRIED = [
    ("be-vietnam-pro", "1.002", "OFL-1.1", "static/fonts/*.woff2"),
    ("ckeditor", "4.22.1", "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1-or-later", ""),
]
_UNKNOWN = "licence not stated in the metadata"


def write() -> None:
    """Write the list and say where it is."""
    target = VAR / "sbom.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(bill(), indent=2, ensure_ascii=False) + "\n")
    say(f"Đã ghi {target.relative_to(CHECKOUT)}: {len(bill()['components'])} thành phần.")


def bill() -> dict:
    """The whole list. The same lock gives the same list, number included."""
    pins = lock.read(lock.FOLDER / "prod.txt")
    components = [*map(_library, pins), *(_carried(*row) for row in CARRIED)]
    text = json.dumps(components, sort_keys=True)
    project = {"type": "application", "bom-ref": "portal", "name": "cong-thong-tin"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}",
        "version": 1,
        "metadata": {"component": {**project, "licenses": _licences("BSD-3-Clause")}},
        "components": components,
        "dependencies": [{"ref": "portal", "dependsOn": [c["bom-ref"] for c in components]}],
    }


def _library(pin: lock.Pin) -> dict:
    where = f"pkg:pypi/{pin.name}@{pin.version}"
    told = [{"name": "marker", "value": pin.marker}] if pin.marker else []
    return {
        "type": "library",
        "bom-ref": f"{where};{pin.marker}" if pin.marker else where,
        "name": pin.name,
        "version": pin.version,
        "purl": where,
        "licenses": _licences(*_stated(pin)),
        "properties": told + [{"name": "hash", "value": seal} for seal in pin.hashes],
    }


def _stated(pin: lock.Pin) -> list[str]:
    """The licence as the installed library states it: an expression of SPDX, or words."""
    try:
        told = metadata.metadata(pin.name)
    except metadata.PackageNotFoundError:
        return [_UNKNOWN]
    if told.get("License-Expression"):
        return [told["License-Expression"]]
    classes = told.get_all("Classifier") or []
    named = [line.rpartition(" :: ")[2] for line in classes if line.startswith("License ::")]
    line = (told.get("License") or "").strip().split("\n")[0]
    return named or [line or _UNKNOWN]


def _licences(*names: str) -> list[dict]:
    return [{"license": {"name": name}} for name in names]


def _carried(name: str, version: str, licence: str, files: str) -> dict:
    paths = sorted(CHECKOUT.glob(files)) if files else []
    return {
        "type": "file" if files else "library",
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "licenses": _licences(licence),
        "properties": [{"name": path.name, "value": f"sha256:{_sum(path)}"} for path in paths],
    }


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
