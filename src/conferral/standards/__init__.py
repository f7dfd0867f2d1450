"""What published specifications say, as pure functions.

    timestamps              times as RFC 3339 and XML Schema's dateTimeStamp write them
    base64url               bytes as text, as RFC 7515 writes them
    multikey                base58btc and Multikey (Controlled Identifiers 1.0)
    strict_json             JSON by the rules of I-JSON (RFC 7493), and small JSON objects
    strict_documents        JSON objects of bounded size and depth, from bytes of anybody
    public_keys             keys from Multikey or JSON Web Key (RFC 7517, 7518, 8037), and what they verify
    controlled_identifiers  how a key is found in a document (Controlled Identifiers 1.0, section 3.3)
    did_web                 where the document of a did:web identifier is
    did_key                 the document that a did:key identifier spells out
    did_jwk                 the document that a did:jwk identifier spells out
    contexts                the JSON-LD contexts shipped with conferral, and those that a user brings along
    embedded_documents      which objects of a document are documents of their own
    safe_document           what a document may hold before JSON-LD is made of it
    safe_expansion          whether everything in a document is still there after JSON-LD was made of it
    blank_nodes             names for what has none (RDF Dataset Canonicalization 1.0)
    compiled_forms          canonical forms of documents whose objects are of known forms, at speed
    learned_forms           what PyLD shows of such forms
    json_ld                 canonical forms of JSON-LD documents, by these forms or by PyLD
    canonical               canonical forms: RDF Dataset Canonicalization 1.0 and RFC 8785
    data_integrity          proofs (Verifiable Credential Data Integrity 1.0, EdDSA and ECDSA Cryptosuites 1.0)
    proof_chains            which proofs a proof is built on
    jose                    compact JSON Web Signatures (RFC 7515)
    bitstring               Bitstring Status List 1.0, and StatusList2021 before it
    baking                  credentials in PNG and SVG images (Open Badges 3.0, section 5.3)
    open_badges             what kind of credential a document is, and what is wrong with its structure
    open_badges_vocabulary  the names that Open Badges 3.0 and CLR 2.0 define
    achievement_credential  the structure of a badge
    clr_credential          the structure of a record, which holds credentials (CLR 2.0)
    credential_parts        what badges, records and endorsements have in common
    invisible_characters    characters that cannot be seen, and where they may stand (Unicode)
    confusables             letters that look like others (Unicode Technical Standard 39)
    contrast                how far two colours stand out from each other (WCAG 2.2)
    shapes                  how the structure of JSON is written down and looked at
    json_schema             the part of JSON Schema 2020-12 that conferral publishes, asked of what others publish

No module here reads a clock, a network or a file other than the bundled contexts, and none imports anything
of conferral but `conferral.errors`.
"""
