"""The counter: a clerk helps one customer at a time, on the same pages as at home."""
