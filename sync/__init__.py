"""Both ends of the wire between a till and the central system.

The till's side delivers the journal and pulls the feed; `sync.hub` is the reference central. What
happened on a till reaches the hub exactly once, however often an answer is lost or doubled.
"""
