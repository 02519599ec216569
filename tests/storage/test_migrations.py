"""A migration that was applied somewhere is never edited: databases have it as it was."""

import hashlib

from storage.engines.migrate import MIGRATIONS

SUMS = MIGRATIONS / "SHA256SUMS"


def test_no_migration_differs_from_the_one_that_was_published() -> None:
    lines = [line.split() for line in SUMS.read_text().splitlines()]
    known = {name: checksum for checksum, name in lines}
    files = {str(file.relative_to(MIGRATIONS)): file for file in MIGRATIONS.glob("*/*.sql")}

    new = files.keys() - known.keys()
    assert not new, f"in storage/migrations: sha256sum {' '.join(sorted(new))} >> SHA256SUMS"
    assert not known.keys() - files.keys(), "a published migration is gone; databases may still need it"
    edited = [
        name for name, file in files.items() if hashlib.sha256(file.read_bytes()).hexdigest() != known[name]
    ]
    assert not edited, "an applied migration is never edited: add another"


def test_both_engines_have_the_same_migrations() -> None:
    by_engine = [{file.name for file in (MIGRATIONS / name).glob("*.sql")} for name in ("sqlite", "postgres")]

    assert by_engine[0] == by_engine[1]
