"""Devices that are not there, for the tests, the demo and trying a till out: they behave as the real ones do."""
