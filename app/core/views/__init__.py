"""What people read back: one mandate, its timeline, the overview, a partner, figures and what waits."""
