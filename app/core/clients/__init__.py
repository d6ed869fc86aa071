"""Applications that call us: registered, with keys and tokens of their own."""
