"""The servers of a state: those the environment names, else our own."""

import os

from annotator.supervisor import account, binaries, folders
from annotator.supervisor.postgres import Postgres
from annotator.supervisor.state import State
from annotator.supervisor.valkey import Valkey


def embedded(state: State) -> list[Postgres | Valkey]:
    """Return our servers in the order of their start: PostgreSQL without DATABASE_URL, Valkey without REDIS_URL."""
    servers: list[Postgres | Valkey] = []
    owner = account.of_servers(state.path / "postgres")
    if "DATABASE_URL" not in os.environ:
        password = state.secret("postgres").read_text()
        home, found = state.path / "postgres", binaries.postgres_bin(owner)
        servers.append(Postgres(home, folders.for_sockets(state.path, owner), password, found, owner))
    if "REDIS_URL" not in os.environ:
        found = binaries.valkey_server(owner)
        servers.append(Valkey(state.path / "valkey", folders.for_sockets(state.path, owner), found, owner))
    return servers


def addresses(servers: list[Postgres | Valkey]) -> dict[str, str]:
    """Return the variables that name the embedded servers; the others stand in the environment already."""
    return {"DATABASE_URL" if isinstance(server, Postgres) else "REDIS_URL": server.url for server in servers}


def environment(state: State, addresses: dict[str, str]) -> dict[str, str]:
    """Return the environment of a Django process on this state."""
    ours = {"STATE_DIR": str(state.path), **addresses}
    if "SECRET_KEY" not in os.environ and "SECRET_KEY_FILE" not in os.environ:
        ours["SECRET_KEY_FILE"] = str(state.secret("secret_key"))
    if published := state.published():
        ours = {**published, **ours}
    return {**os.environ, **ours}
