"""A signal reaches who waits, at once, and never the work."""

import os
import signal
import time
from threading import Event, current_thread, main_thread

import pytest

from orchestration.interruption import StoppedError, apart, stoppable


def test_work_is_done_in_another_thread_and_gives_what_it_returns() -> None:
    assert apart(lambda: current_thread() is main_thread()) is False


def test_an_error_of_the_work_is_raised_where_it_is_waited_for() -> None:
    def work() -> None:
        raise KeyError("quantity")

    with pytest.raises(KeyError, match="quantity"):
        apart(work)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_waiting_while_the_work_goes_on(number: int) -> None:
    begun, ended = Event(), Event()

    def work() -> None:
        begun.set()
        os.kill(os.getpid(), number)
        ended.wait(30)

    before = signal.getsignal(number)
    began = time.monotonic()
    with pytest.raises(StoppedError) as stopped, stoppable():
        apart(work)
    assert time.monotonic() - began < 10
    assert stopped.value.number == number
    assert begun.is_set()
    assert signal.getsignal(number) == before
    ended.set()


def test_a_script_that_shuts_its_children_off_from_ctrl_c_is_heeded() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
