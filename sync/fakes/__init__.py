"""A till, a hub and bad weather in memory: what simulations and other rooms' tests use instead of the real ones.

They ship with the program, as the double of the interfaces in `sync.ports` and of the hub's paths in `sync.protocol`.
"""
