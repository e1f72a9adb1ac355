"""Which migrations wait, and what each will say to the database."""

from dataclasses import dataclass

from django.db import Error, connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@dataclass(frozen=True)
class Step:
    """A migration that waits: its name, its statements, and why they cannot be known ("")."""

    name: str
    statements: tuple[str, ...]
    unknown: str = ""


def is_empty() -> bool:
    """Whether the database is new, so that nobody can be kept waiting."""
    return not MigrationRecorder(connection).applied_migrations()


def pending() -> list[Step]:
    """The migrations of this release that the database lacks, in their order."""
    loader = MigrationLoader(connection, replace_migrations=False)
    applied, plan = set(loader.applied_migrations), []
    for leaf in sorted(loader.graph.leaf_nodes()):
        for node in loader.graph.forwards_plan(leaf):
            if node not in applied:
                applied.add(node)
                plan.append(node)
    return [_step(loader, node) for node in plan]


def unknown_to_us() -> list[str]:
    """Migrations that the database has and this release lacks: it was used by a newer one."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    ours = {app for app, _ in loader.disk_migrations}
    more = set(MigrationRecorder(connection).applied_migrations()) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in more if app in ours)


def _step(loader: MigrationLoader, node: tuple[str, str]) -> Step:
    name = ".".join(node)
    try:
        said = loader.collect_sql([(loader.graph.nodes[node], False)])
    except (Error, IrreversibleError, LookupError, ValueError) as error:
        # What it alters is made by another one that waits too.
        return Step(name, (), str(error).strip() or type(error).__name__)
    return Step(name, tuple(line.strip() for line in said if line.strip()))
