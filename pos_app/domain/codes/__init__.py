"""Reading codes: whatever a scanner sends or a cashier types becomes one frozen value or a refusal.

The desks and the importer call in here. Pure functions: no clock (the date is passed in),
no file, no network. `read_code` is the one entry point of the scan path.
"""
