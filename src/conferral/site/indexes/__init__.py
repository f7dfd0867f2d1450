"""What programs read of a site that is not signed: from the registry and its views to bytes.

- `index_files`: all of these files by their site paths
- `published_xml`: XML as it is written
- `catalog_file`, `catalog_schema`: catalog.json, the whole catalogue, and what each of its members is
- `catalog_endorsements`, `catalog_registries`: who vouches for what, and other registries, in both
- `skill_files`: frameworks and their skills, in it and in files of their own
- `issuer_registry_file`: the issuers as the DCC's clients look them up
- `feeds`: news of badges and their versions, as Atom and JSON Feed
- `revocation_files`: what was taken back, as JSON and CSV
- `resume_file`: portfolios as JSON Resume
- `oembed`, `structured_data`: a badge as other sites embed it, and pages as search engines read them
- `search_index`: what the search of badges looks through in the browser
- `messages_file`: the interface in the language of whoever reads a page
- `heads`: what the head of a page tells programs
- `sitemap`: what should be found
"""
