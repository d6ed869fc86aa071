"""The visit: who stands at the counter, how the clerk knows, what was agreed, and the hand-over."""
