"""The till's two databases, and the only SQL on the till.

`journal.db` holds what must never be lost and is written by the till alone; `cache-<n>.db` holds what
can be fetched again and is written by the sync daemon alone. The desks call this room; screens never do.
"""
