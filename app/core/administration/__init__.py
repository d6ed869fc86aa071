"""Looking after the service itself: staff, counters, entities, and what was done."""
