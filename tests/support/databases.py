"""Databases of the tests: each is made once for all processes of a run, and copied by those that write into it."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg2
from django.apps import apps
from django.db import connections
from psycopg2 import sql

FOLDER = "TESTS_FOLDER"  # in the environment of all processes of a run
IN_MEMORY = "file:{}?mode=memory&cache=shared"


def begin():
    """Prepare for the databases of a run of tests, before its processes start."""
    os.environ[FOLDER] = mkdtemp(prefix="tests_")


def end():
    """Drop the databases of this run that are left, and delete its files."""
    if is_postgresql():
        with server() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{folder().name}_"])
            for (name,) in cursor.fetchall():
                cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(folder())
    del os.environ[FOLDER]


def folder():
    """Return the folder of files that the processes of this run share."""
    return Path(os.environ[FOLDER])


def is_postgresql():
    """Tell whether the tests run on PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def named(name):
    """Return what Django calls a database of this run: a name on PostgreSQL, else the path of a file."""
    return f"{folder().name}_{name}" if is_postgresql() else str(folder() / f"{name}.sqlite3")


def url(database):
    """Return the URL of a database, as the site's settings take it."""
    if not is_postgresql():
        return f"sqlite:///{database}"
    server_url, _, options = os.environ["DATABASE_URL"].partition("?")
    return f"{server_url.rpartition('/')[0]}/{database}{'?' + options if options else ''}"


@contextmanager
def server():
    """Give a cursor of the PostgreSQL server, outside of any transaction: a database is not made in one."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def build_once(name, source, fill):
    """Return a database that begins as a copy of another, or empty, and that ``fill(database)`` completes.

    The first process that wants it makes it, and others wait for that. Nobody may write into it.
    """
    database = named(name)
    with (folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder() / f"{name}.done"
        if not done.exists():
            copy(source, database)
            fill(database)
            done.touch()
    return database


def migrations_key():
    """Return what the tables of a database depend on, in short: all migrations of the site and of its libraries."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrated(folder, database, migrate):
    """Make an empty database, on SQLite of a file that an earlier run with the same migrations left in a folder.

    ``migrate(database)`` is called in any case: it brings the database to what code does after migrating.
    """
    kept = Path(folder) / f"{migrations_key()}.sqlite3"
    if is_postgresql():
        migrate(database)
    elif kept.exists():
        shutil.copyfile(kept, database)
        migrate(database)
    else:
        migrate(database)
        for older in kept.parent.glob("*.sqlite3"):
            older.unlink()
        unfinished = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(database, unfinished)
        unfinished.replace(kept)


def copy(source, database):
    """Make a database that is as another, or empty where there is no other."""
    if is_postgresql():
        template = sql.Identifier(source or "template1")
        with server() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), template))
    elif source:
        shutil.copyfile(source, database)


@contextmanager
def connected_to(database):
    """Let all that this process asks of the site's database go to another one meanwhile."""
    own = connections["default"]
    connections["default"] = other = own.copy()
    other.settings_dict["NAME"] = database
    try:
        yield other
    finally:
        other.close()
        connections["default"] = own


@contextmanager
def connected_to_copy(source, name):
    """The same with a copy of a database, made for this process alone; on SQLite it is in memory."""
    if is_postgresql():
        copy(source, named(name))
        with connected_to(named(name)):
            yield
    else:
        with connected_to(IN_MEMORY.format(name)) as connection, closing(sqlite3.connect(source)) as file:
            connection.ensure_connection()
            file.backup(connection.connection)
            yield


@contextmanager
def stopped(database):
    """Let nobody reach a database meanwhile, nor go on with a connection to it."""
    if is_postgresql():
        with server() as cursor:
            allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format
            cursor.execute(allow(sql.Identifier(database), sql.SQL("false")))
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])
            try:
                yield
            finally:
                cursor.execute(allow(sql.Identifier(database), sql.SQL("true")))
    else:
        away = Path(f"{database}.away")
        Path(database).rename(away)
        Path(database).mkdir()  # else SQLite would make an empty one
        try:
            yield
        finally:
            Path(database).rmdir()
            away.rename(database)


def forget_what_was_undone():
    """Let PostgreSQL clear away the rows that tests made and undid: it would read through them in every search.

    Its own vacuum may be off, or too late. It cannot be done while a class of tests still keeps what it made.
    """
    connection = connections["default"]
    if is_postgresql() and connection.connection and not connection.in_atomic_block:
        with connection.connection.cursor() as cursor:
            cursor.execute("VACUUM")
