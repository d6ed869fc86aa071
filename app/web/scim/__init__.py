"""The door of the directory of staff: SCIM 2.0 (RFC 7643, RFC 7644). One endpoint a file.

What is said goes through `protocol`, which the endpoints load at the first request: reading the models of SCIM takes
longer than starting everything else, and most deployments and all commands do without.
"""
