"""Which hosts we connect to: https, on the public internet. An operator names the others, each for itself.

Resolved once: the address that was judged is the one that is connected to, so that a name cannot lead elsewhere
a moment later. Doubts close the door.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Well-known prefixes in which an IPv4 address stands in the last 32 bits (RFC 6052, RFC 4291 2.5.5.1).
EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
# 2130706433, 0x7f.1, 017700000001, 127.1: what the C library takes for an IPv4 address, and people for a name.
LOOKS_NUMERIC = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)


class Refused(Exception):
    """We do not connect there."""


def check_endpoint(url: str, allowed: Iterable[str]) -> None:
    """Raise Refused for the address of a server that cannot be right, before anything is asked of it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError as error:
        raise Refused(f"{url} is no address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("It begins with https:// and names a host")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise Refused("It has neither name, password, query nor fragment")
    check_host(host, port, allowed, is_secure=parts.scheme == "https")


def check_host(host: str, port: int, allowed: Iterable[str], *, is_secure: bool) -> bool:
    """Whether the operator named the host; raise Refused if it can be judged by its looks."""
    if is_named(host, port, allowed):
        return True
    if not is_secure:
        raise Refused(f"{host} is not asked without TLS")
    if literal := literal_of(host):
        if not is_public(literal):
            raise Refused(f"{host} is not on the public internet")
    elif LOOKS_NUMERIC.fullmatch(host):
        raise Refused(f"{host} hides an address")
    return False


def address_of(host: str, port: int, allowed: Iterable[str], *, is_secure: bool) -> str:
    """The address to connect to. Raises Refused, and OSError where there is none."""
    is_trusted = check_host(host, port, allowed, is_secure=is_secure)
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise OSError(f"{host} has no address")
    # One inside and one outside: a name that is made to slip through.
    if not is_trusted and not all(is_public(ipaddress.ip_address(address)) for address in found):
        raise Refused(f"{host} leads to an address that is not on the public internet")
    return found[0]


def is_named(host: str, port: int, allowed: Iterable[str]) -> bool:
    """Whether "host" or "host:port" is among those that an operator named; an entry opens only itself."""
    name = host.lower().strip("[]").rstrip(".")
    return not {name, f"[{name}]", f"{name}:{port}", f"[{name}]:{port}"}.isdisjoint(one.lower() for one in allowed)


def literal_of(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in meanings(address))


def meanings(address: Address) -> Iterator[Address]:
    """The address, and the IPv4 addresses that it may be another spelling of."""
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo or ()
        yield from (one for one in (address.ipv4_mapped, address.sixtofour, *teredo) if one is not None)
        if any(address in network for network in EMBEDDING):
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
