"""Devices that do all they are told and keep nothing of it: for benches, where a printer would be measured too."""

from __future__ import annotations

from pos_app.devices import Condition, DeviceState, Health, Job, JobResult, Outcome


class StillCounter:
    """A printer and a drawer that are always well."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.asked = 0
        self._results: list[JobResult] = []

    def submit(self, job: Job) -> None:
        """Do it at once."""
        self.asked += 1
        self._results.append(JobResult(job.intent, job.kind, Outcome.DONE))

    def results(self) -> tuple[JobResult, ...]:
        """Take what has ended."""
        taken, self._results = tuple(self._results), []
        return taken

    def health(self) -> Health:
        """Say that it is well."""
        return Health(DeviceState.ENABLED, Condition.READY)

    def close(self) -> None:
        """Let go of nothing."""
