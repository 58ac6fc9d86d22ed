"""The demo store: the same shop on every machine, made by arithmetic from small tables, for the demo and the tests.

Pure values: whoever seeds a hub publishes them as feed rows. No person, brand or real product stands in it; its
codes use the prefix 952 that GS1 keeps for demonstrations.
"""
