"""The copy of the enterprise register: enterprises, functions, addresses, and finding them by what people type."""
