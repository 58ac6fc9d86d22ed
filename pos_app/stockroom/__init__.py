"""The stock desk: what the store has of a product, counts, adjustments, deliveries and transfers.

`desk.StockDesk` is what the screens call; no Qt and no SQL. Promises: every scan of a sheet is on disk when it is
answered, a sheet becomes one entry, and figures shown are the hub's row with what it lacks of this journal.
"""
