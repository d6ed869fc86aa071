"""What each figure is compared with: the plainest honest way to do the same thing, run side by side with ours."""
