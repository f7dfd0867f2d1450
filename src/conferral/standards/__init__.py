"""What published specifications say, as pure functions.

    timestamps       RFC 3339 as XML Schema's dateTimeStamp narrows it
    multikey         base58btc and Multikey (Controlled Identifiers 1.0)
    canonical        RDF Dataset Canonicalization 1.0 and RFC 8785, with a safe mode of our own
    contexts         the JSON-LD contexts shipped with conferral, and nothing else
    data_integrity   proofs (Verifiable Credential Data Integrity 1.0, Data Integrity EdDSA Cryptosuites 1.0)
    bitstring        Bitstring Status List 1.0
    did_web          the did:web method, and key retrieval (Controlled Identifiers 1.0, section 3.3)
    open_badges      the vocabulary and the structure of Open Badges 3.0

No module here reads a clock, a network or a file other than the bundled contexts, and none imports anything
of conferral but `conferral.errors`.
"""
