"""Long work beside the request: one piece at a time, and what a page that waits for it can say."""

import time
import traceback
from collections.abc import Callable
from concurrent import futures

WAITING = "Venter på, at programmet bliver færdigt med noget andet"


class Job:
    """A piece of work that was asked for."""

    def __init__(self, words: str, worker: futures.ThreadPoolExecutor, work: Callable):
        self.words, self._work, self._begun = words, work, 0.0
        self._future: futures.Future = worker.submit(self._run)

    def _run(self) -> object:
        self._begun = time.monotonic()
        try:
            return self._work()
        except BaseException as error:
            _forget(error)
            raise

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._future.done()

    @property
    def told(self) -> str:
        """How far it is, in words."""
        if not self._begun:
            return f"{WAITING} …"
        return f"{self.words} … {round(time.monotonic() - self._begun)} sekunder"

    def wait(self, seconds: float | None = None) -> None:
        """Nothing, once it has ended, or when so many seconds have gone."""
        futures.wait([self._future], seconds)

    def result(self) -> object:
        """What the work gave, or raises what it raised."""
        return self._future.result()


def _forget(error: BaseException | None) -> None:
    """Nothing; what the error came through keeps its lines but not its values, which may be the files themselves."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__


class Worker:
    """Whoever does the work, one piece after the other."""

    def __init__(self):
        self._threads = futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="data")

    def ask(self, words: str, work: Callable) -> Job:
        """The work, begun or in the queue; `words` say what is done."""
        return Job(words, self._threads, work)
