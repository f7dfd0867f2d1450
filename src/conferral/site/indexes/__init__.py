"""What programs read of a site that is not signed: pure functions from the registry and its views to bytes.

- `catalog_file`: catalog.json, the whole catalogue
"""
