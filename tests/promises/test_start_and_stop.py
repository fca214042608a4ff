"""./run as people use it: one state once, Ctrl-C, commands beside it, ordinary users, odd folders."""

import signal
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from annotator.supervisor import processes, site
from annotator.supervisor.running import Running


def test_second_start_on_one_state_is_refused_and_disturbs_nothing(product: Running) -> None:
    product.start()
    second = subprocess.run(
        product.command("up", "--port", "0"),
        env={**product.env, "PYTHONPATH": str(product.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"in use by process {product.supervisor.pid if product.supervisor else 0}" in second.stderr
    assert second.stdout == ""
    assert processes.wait_until(lambda: site.answers("127.0.0.1", product.port), seconds=30)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_process(product: Running, by: signal.Signals) -> None:
    product.start()
    assert len(product.everyone()) > 5
    assert product.stop(by) == 0
    assert product.everyone() == []


def test_killed_supervisor_leaves_no_process(product: Running) -> None:
    product.start()
    assert product.supervisor is not None
    product.supervisor.kill()
    product.supervisor.wait()
    assert processes.wait_until(lambda: product.everyone() == [], seconds=60)


@pytest.mark.new_state
def test_taken_port_is_named(product: Running) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", product.port))
        taken.listen()
        with pytest.raises(AssertionError, match=f"Port {product.port} of 127.0.0.1 is not free"):
            product.start()


@pytest.mark.new_state
def test_manage_works_beside_a_running_state_and_without(product: Running) -> None:
    made = product.manage("create_user", "ada", "--manager")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("http")
    assert len(made.stdout.splitlines()) == 1
    assert product.everyone() == []
    product.start()
    before = product.everyone()
    assert product.manage("create_user", "ada").returncode == 1
    beside = product.manage("create_user", "grace")
    assert beside.stdout.startswith(product.url)
    assert set(before) <= set(product.everyone())


def test_secrets_are_random_and_private(prepared: Path) -> None:
    secrets = prepared / "secrets"
    for name in ("secret_key", "postgres"):
        assert stat.S_IMODE((secrets / name).stat().st_mode) == 0o600
        assert len((secrets / name).read_text()) >= 50
    assert stat.S_IMODE(prepared.stat().st_mode) == 0o700
    assert (secrets / "secret_key").read_text() != (secrets / "postgres").read_text()


@pytest.mark.new_state
def test_deep_state_folder_works(product: Running) -> None:
    product.state = product.state.joinpath(*["a-rather-long-folder-name"] * 6)
    product.said = product.state.parents[5] / "said"
    product.said.parent.mkdir(parents=True)
    assert len(str(product.state)) > 108
    product.start()
    assert product.stop() == 0


def test_demo_comes_with_the_first_start_only(product: Running) -> None:
    product.start("--host", "127.0.0.1")
    assert processes.wait_until(lambda: "sign-in" in product.said.read_text(), seconds=60)
    assert processes.wait_until((product.state / "remembered" / "demo").exists, seconds=10)
    product.stop()
    product.said.write_text("")
    product.start("--host", "127.0.0.1")
    assert product.stop() == 0
    assert "sign-in" not in product.said.read_text()
