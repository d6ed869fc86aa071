"""What we keep of people, until when, and what happens when they ask. Read `inventory.toml`, the list, first."""
