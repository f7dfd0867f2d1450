"""What published specifications say, as pure functions.

    timestamps              RFC 3339 as XML Schema's dateTimeStamp narrows it
    base64url               bytes as RFC 7515 writes them
    strict_json             small JSON objects, read by the rules of I-JSON (RFC 7493)
    multikey                base58btc and Multikey (Controlled Identifiers 1.0)
    public_keys             keys from Multikey or JSON Web Key (RFC 7517, 7518, 8037), and what they verify
    controlled_identifiers  how a key is found in a document (Controlled Identifiers 1.0, section 3.3)
    did_web                 the did:web method; did_key and did_jwk, whose documents follow from the identifier
    canonical               RDF Dataset Canonicalization 1.0 and RFC 8785, with a safe mode of our own
    embedded_documents      which objects of a document are documents of their own
    contexts                the JSON-LD contexts shipped with conferral, and those that a user brings along
    data_integrity          proofs (Verifiable Credential Data Integrity 1.0, EdDSA and ECDSA Cryptosuites 1.0)
    jose                    compact JSON Web Signatures (RFC 7515)
    bitstring               Bitstring Status List 1.0
    baking                  credentials in PNG and SVG images (Open Badges 3.0, section 5.3)
    open_badges             the vocabulary and the structure of Open Badges 3.0, and of CLR 2.0

No module here reads a clock, a network or a file other than the bundled contexts, and none imports anything
of conferral but `conferral.errors`.
"""
