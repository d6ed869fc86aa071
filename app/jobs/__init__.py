"""Work after the commit: printing, and what happens because a day came.

The outbox is the only queue; `flask worker` takes from it. See docs/decisions/ for why, and what was tried beside it.
"""
