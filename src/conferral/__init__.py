"""conferral: a git repository as a registry of credentials.

The house, in the order in which data flows: each part may import only what stands above it (a test watches).

    errors            the exception tree, and problems at their places
    atomic            replacing a file as a whole
    addresses         where everything is published
    identifiers       random ids, and the endings of file names
    timezones         days and times, not by this machine
    spelling          words however they are spelled
    plurals           a number and its noun
    numbers           numbers in texts
    progress          how long work reports on itself
    workers           work in portions, on as many processors as there are
    personal_data     what in a text looks like personal data
    names_in_text     the names of known people, found in texts
    escaping          text of strangers in terminals, Markdown and the commands of CI runners
    standards         what published specifications say, as pure functions
    verify            verifying a credential from anywhere; stands on standards and errors alone
    doctor            a published site, as strangers meet it
    bakeable          what `conferral bake` takes for a credential
    files             the files of a registry, in a folder or in a commit
    history           git: revisions, commits, and which of them brought which file
    branches          what a branch brings
    patches           changed files as a patch
    spreadsheet       CSV, every cell with its place
    yaml_syntax       broken YAML in words that help
    yaml_words        what a word without quotes means in YAML
    yaml_plain        YAML of the plain kind, read at once
    yaml_text         strict YAML, read with places
    yaml_writing      plain data as YAML in the house's style
    yaml_splices      the stretches of YAML text that a change touches
    yaml_edits        edits of YAML that a person wrote
    fields            the kinds of values in the files of a registry
    file_kinds        which file is what, by its path
    model             the registry: frozen, no I/O
    abilities         what several awards together show that somebody can do
    skills            where skills stand in their tree, and which badges show them
    schemas           JSON Schemas for editors
    records           the mapping of a file as its record
    kept_answers      what the web answered about an endorsement
    published_json    JSON that is published, and the pieces of its schemas
    catalog_shape     what catalog.json says, here and elsewhere
    svg               drawings that only draw
    images            pictures of badges, and logos
    columns           which column of a spreadsheet holds what
    people            who is who, in a file that is no part of a registry
    people_file       where that file lies, and how it is kept
    recipient_secret  recipient ids that are derived
    keys              signing keys, their public side; the DID document
    signers           signing keys, their private side
    federation        what other registries publish of themselves
    states            what holds of an award at a time
    portfolios        which awards of a person are shown together
    pathways          who has come how far on a stack of badges
    endorsing         who vouches for what, and whether it holds
    portions          some of the awards of a registry at a time
    credential_depth  members of a credential that only some awards have
    credentials       from an award to its unsigned credential, one function a layout
    status            from revocations to status lists
    learner_records   what a person was awarded, as one document
    issuing           every signed document by its site path
    register          what has been issued
    readings          what files were read as, for states that share most of them
    loading           files into a registry, or problems at their places
    validation        rules over a whole registry
    codeowners        CODEOWNERS from stewards and operators
    published_names   names that registries publish, in other texts
    commit_messages   personal data in messages of commits and names of files
    comments          personal data in comments
    annotations       problems beside the lines of a pull request
    listing           what a registry holds, in rows
    skill_rows        frameworks and their skills, in rows
    showing           one thing of a registry in full
    continuing        further learning that earns a renewal
    due               what needs doing soon
    reminders         what ends, as an iCalendar file
    describing        what a change does, in words
    approvals         whether those have approved who have to
    reviewing         who is who in a change
    checking          everything that `conferral check` asks
    live              what is published now
    signed_folder     the folder that signing writes and rendering reads
    manifest          what passes from signing to rendering
    site              from signed documents to a static site
    signing           the half of a build that holds keys
    rendering         the half that runs templates and plugins
    object_store      a finished site, brought to where there is more room
    building          both, with a wall between
    serving           a preview on this machine
    authoring         edits as a person would make them
    fallback          the last good state with the revocations of the present one
    cli               parse, import inside the command, call, print, exit

`conferral.starter` is no part of it: files that `conferral init` writes into a registry.
"""

__version__ = "0.1.0"

COLLECTED = (20_000, 20, 50)
"""When to look for circles of objects that nobody uses (`gc.set_threshold`): seldom, as there are next to none.

A registry is millions of objects that stay, and to look through them again and again takes a fifth of a build.
"""
