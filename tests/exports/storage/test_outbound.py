"""P17: what we connect to is on the public internet, by TLS, and the address that was judged; an operator's entry
opens only itself.
"""

import socket

import pytest

from exports.storage import outbound

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::7f00:1",
    "2001:0:a9fe:a9fe::",
]  # fmt: skip
OUTSIDE = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"]


def resolving(monkeypatch, *answers: list[str]) -> list[str]:
    """Each look-up gets the next of the answers; return the names that were looked up."""
    asked, left = [], list(answers)

    def getaddrinfo(host, port, *_args, **_named):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused(monkeypatch, address):
    resolving(monkeypatch, [address])
    with pytest.raises(outbound.Refused):
        outbound.address_of("storage.example.org", 443, (), is_secure=True)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused_without_asking(address):
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(outbound.Refused):
        outbound.check_endpoint(f"https://{host}/", ())


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_address_that_was_judged_is_the_one_to_connect_to(monkeypatch, address):
    asked = resolving(monkeypatch, [address], ["127.0.0.1"])
    assert outbound.address_of("storage.example.org", 443, (), is_secure=True) == address
    assert asked == ["storage.example.org"]


def test_one_address_inside_among_others_is_enough_to_refuse(monkeypatch):
    resolving(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(outbound.Refused):
        outbound.address_of("storage.example.org", 443, (), is_secure=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/", "https://0x7f000001/", "https://017700000001/", "https://127.1/", "https://134744072/",
        "https://0x7f.0.0.1/", "http://storage.example.org/", "ftp://storage.example.org/", "file:///etc/passwd",
        "gopher://storage.example.org/", "https:///bucket", "https://me:secret@storage.example.org/",
        "https://storage.example.org/?to=x", "https://storage.example.org/#x", "storage.example.org",
        "https://storage.example.org:99999/", "https://[::1/", "",
    ],
)  # fmt: skip
def test_endpoints_that_cannot_be_right_are_refused(url):
    with pytest.raises(outbound.Refused):
        outbound.check_endpoint(url, ())


def test_an_endpoint_on_the_internet_is_fine():
    outbound.check_endpoint("https://storage.example.org/", ())
    outbound.check_endpoint("https://s3.eu-central-1.amazonaws.com", ())


def test_an_entry_opens_only_itself(monkeypatch):
    allowed = ("minio:9000", "10.0.0.7", "[fd00::5]:9000")
    for url in (
        "http://minio:9000",
        "https://MINIO:9000/",
        "http://10.0.0.7:80",
        "https://10.0.0.7",
        "http://[fd00::5]:9000",
    ):
        outbound.check_endpoint(url, allowed)
    for url in ("http://minio", "http://minio:9001", "http://10.0.0.8", "http://a.minio:9000", "http://[fd00::5]:9001"):
        with pytest.raises(outbound.Refused):
            outbound.check_endpoint(url, allowed)
    resolving(monkeypatch, ["10.0.0.9"], ["10.0.0.9"])
    assert outbound.address_of("minio", 9000, allowed, is_secure=False) == "10.0.0.9"
    with pytest.raises(outbound.Refused):
        outbound.address_of("other", 9000, allowed, is_secure=True)


def test_a_name_without_an_address_is_an_error_not_a_way_through(monkeypatch):
    resolving(monkeypatch, [])
    with pytest.raises(OSError):
        outbound.address_of("storage.example.org", 443, (), is_secure=True)
