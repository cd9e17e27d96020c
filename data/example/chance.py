"""Chance: draws that come out the same on every machine and in every run."""

import random


class Chance:
    """A stream of draws named by its purpose, so that a change in one part of the example moves no other part.

    Built on `random()` alone: the only method whose sequence Python promises to keep for a seed.
    """

    def __init__(self, *name):
        self._next = random.Random("example/" + "/".join(map(str, name))).random

    def yes(self, probability):
        return self._next() < probability

    def below(self, count):
        return int(self._next() * count)

    def between(self, low, high):
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, things):
        return things[self.below(len(things))]

    def weighted(self, things, weights):
        """One of the things, each as likely as its weight says."""
        at = self._next() * sum(weights)
        for thing, weight in zip(things, weights, strict=True):
            at -= weight
            if at < 0:
                return thing
        return things[-1]

    def shuffled(self, things):
        things = list(things)
        for i in range(len(things) - 1, 0, -1):
            j = self.below(i + 1)
            things[i], things[j] = things[j], things[i]
        return things
