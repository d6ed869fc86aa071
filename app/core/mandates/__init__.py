"""What a mandate is and can become: types, wishes, plans, reading mandates, and saying them in words."""
