"""Events for applications: one feed in one order, and webhooks that tell of it."""
