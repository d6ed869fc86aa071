"""The directory of staff: what it says of users and groups, and what follows from it at once for who works here.

Nothing here knows in which protocol it was said.
"""
