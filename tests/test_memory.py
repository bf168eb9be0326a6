"""How a process takes memory and gives it back."""

import gc

import pytest

from india_japan_kg.memory import collecting_later


def test_the_garbage_collector_waits_and_goes_on_afterwards() -> None:
    with collecting_later():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_garbage_collector_goes_on_after_a_failure() -> None:
    with pytest.raises(ValueError, match="fails"), collecting_later():
        raise ValueError("fails")
    assert gc.isenabled()


def test_a_garbage_collector_that_somebody_turned_off_stays_off() -> None:
    gc.disable()
    try:
        with collecting_later():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
