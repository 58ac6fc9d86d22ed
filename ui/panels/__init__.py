"""What stands in the middle column of the sell screen, one at a time."""
