"""Runs in processes of their own, told when to start: they can be interleaved, and each has its own peak memory."""

import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median


@dataclass
class Contender:
    """A process that has made itself ready and runs when it is told to; its times in seconds, its peak in bytes."""

    name: str
    process: multiprocessing.Process
    wire: Connection
    peak: int = 0
    walls: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)

    def first_result(self) -> object:
        """The result of the first run, which is not timed; the peak memory is that run's."""
        self.wire.send("result")
        answer = self.wire.recv()
        if isinstance(answer, str):
            raise SystemExit(f"{self.name} failed:\n{answer}")
        self.peak, result = answer
        return result

    def run(self) -> None:
        """One timed run."""
        self.wire.send("run")
        wall, processor = self.wire.recv()
        self.walls.append(wall)
        self.processors.append(processor)

    def stop(self) -> None:
        """Ends the process."""
        self.wire.send("stop")
        self.process.join()


def contender(name: str, make_ready: Callable, *given) -> Contender:
    """A process in which `make_ready(*given)` gives the function to run; one that gives a float has timed itself."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, make_ready, *given), daemon=True)
    process.start()
    return Contender(name, process, here)


def interleave(contenders: list[Contender], rounds: int) -> None:
    """Lets each run once a round, in an order that changes; a round before them does not count."""
    order = random.Random(1)
    for _ in range(rounds + 1):
        for one in order.sample(contenders, len(contenders)):
            one.run()
    for one in contenders:
        del one.walls[0], one.processors[0]


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the paired ratios, ours over theirs."""
    return median(our / their for our, their in zip(ours, theirs, strict=True))


def _serve(wire: Connection, make_ready: Callable, *given) -> None:
    run = None
    while (order := wire.recv()) != "stop":
        if order == "result":
            try:
                run = make_ready(*given)
                result = run()
            except Exception as problem:
                wire.send(f"{type(problem).__name__}: {problem}")
                raise
            wire.send((peak_memory(), result))
        else:
            wall, processor = time.perf_counter(), time.process_time()
            result = run()
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
            wire.send((result if isinstance(result, float) else wall, processor))


def peak_memory() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    try:
        import resource
    except ImportError:
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024
