"""Two threads in line: what is prepared first is written first, and no error is lost."""

import sys
from functools import partial
from threading import Event

import pytest

from exports.writing.behind import Behind

LONG = 30.0


def test_everything_is_written_in_the_order_given_once_it_is_finished():
    seen: list[tuple[str, int]] = []

    def step(name: str, number: int) -> int:
        seen.append((name, number))
        return number

    with Behind() as behind:
        for number in range(20):
            behind.do(partial(step, "prepared", number), partial(step, "written"))
        behind.finish()
        assert [number for step, number in seen if step == "written"] == list(range(20))
    assert [number for step, number in seen if step == "prepared"] == list(range(20))


def test_the_next_is_prepared_while_one_is_written():
    is_prepared = Event()

    def prepare() -> int:
        is_prepared.set()
        return 2

    def write(number: int) -> None:
        if number == 1:
            assert is_prepared.wait(LONG), "nobody prepared the second"

    with Behind() as behind:
        behind.do(lambda: 1, write)
        behind.do(prepare, write)
        behind.finish()


@pytest.mark.parametrize("where", ["prepare", "write"])
def test_an_error_is_raised_where_more_is_given_or_all_is_finished(where):
    def fail(*_: object) -> None:
        raise OSError(where)

    done = []
    with pytest.raises(OSError, match=where), Behind() as behind:
        behind.do(fail if where == "prepare" else lambda: 1, fail)
        behind.finish()
    with pytest.raises(OSError, match=where), Behind() as behind:
        behind.do(fail if where == "prepare" else lambda: 1, fail)
        for number in range(5):
            behind.do(lambda: number, done.append)  # noqa: B023 (it does not matter which)
    assert len(done) < 5


def test_files_are_closed_behind_what_is_written_to_them(tmp_path):
    file = (tmp_path / "file").open("w")
    with Behind() as behind:
        behind.opened(file)
        behind.do(lambda: "text", file.write)
        behind.close(file)
        behind.finish()
        assert file.closed
    assert (tmp_path / "file").read_text() == "text"


def test_a_build_that_fails_leaves_no_file_open_and_the_interpreter_as_it_was(tmp_path):
    before = sys.getswitchinterval()
    file = (tmp_path / "file").open("w")
    with pytest.raises(ZeroDivisionError), Behind() as behind:
        behind.opened(file)
        behind.do(lambda: "text", file.write)
        assert sys.getswitchinterval() < before
        raise ZeroDivisionError
    assert file.closed
    assert sys.getswitchinterval() == before
