"""Words for synthetic badges: fields of study, what is learned in them, and sentences about how it is assessed.

They are written down here and not taken from other files, so that a registry of a seed stays what it is when those
change.
"""

from __future__ import annotations

FIELDS: dict[str, tuple[str, ...]] = {
    "Data": ("Survey Analysis", "Time Series", "Open Data", "Dashboards", "Data Quality", "Sampling", "Forecasting"),
    "Security": ("Threat Modelling", "Access Control", "Secure Logging", "Code Review", "Backups", "Phishing Defence"),
    "Cloud": ("Containers", "Observability", "Cost Control", "Deployment", "Disaster Recovery", "Edge Services"),
    "Software": ("Unit Testing", "Refactoring", "Interfaces", "Concurrency", "Accessibility", "Documentation"),
    "Education": (
        "Formative Assessment",
        "Inclusive Teaching",
        "Feedback",
        "Lesson Design",
        "Mentoring",
        "Peer Review",
    ),
    "Health": ("Infection Control", "First Response", "Patient Safety", "Care Planning", "Nutrition", "Wound Care"),
    "Energy": ("Heat Pumps", "Building Surveys", "Solar Roofs", "Grid Planning", "Storage", "Metering"),
    "Manufacturing": ("Machine Setting", "Quality Charts", "Lean Work", "Robot Cells", "Welding", "Maintenance"),
    "Logistics": ("Route Planning", "Warehousing", "Customs", "Cold Chains", "Stock Control", "Last Mile"),
    "Finance": ("Budgeting", "Cash Flow", "Audit Evidence", "Cost Models", "Reporting", "Risk Registers"),
    "Marketing": ("Market Research", "Campaign Design", "Pricing", "Search Marketing", "Brand Voice", "Analytics"),
    "Design": ("Prototyping", "Typography", "Service Design", "User Research", "Interaction", "Colour"),
    "Languages": ("Plain Language", "Technical Writing", "Interpreting", "Subtitling", "Terminology", "Editing"),
    "Law": ("Contracts", "Data Protection", "Procurement", "Employment Rules", "Licensing", "Mediation"),
    "Public Service": ("Casework", "Consultation", "Records", "Grants", "Emergency Planning", "Procuring Services"),
    "Agriculture": ("Soil Health", "Irrigation", "Pest Control", "Animal Welfare", "Harvest Planning", "Seed Saving"),
    "Construction": ("Site Safety", "Timber Frames", "Drawings", "Surveying", "Scaffolds", "Insulation"),
    "Science": ("Laboratory Safety", "Microscopy", "Field Methods", "Reproducibility", "Modelling", "Spectroscopy"),
    "Leadership": ("Coaching", "Delegation", "Team Agreements", "Facilitation", "Negotiation", "Change"),
    "Media": ("Interviewing", "Sound Editing", "Fact Checking", "Photography", "Layout", "Podcasting"),
}
ENDINGS = (
    "Foundations",
    "in Practice",
    "for Teams",
    "at Scale",
    "Masterclass",
    "Studio",
    "Essentials",
    "Clinic",
    "Lab",
)
LEVELS = ("foundation", "intermediate", "advanced", "expert")
TYPES = ("MicroCredential", "MicroCredential", "MicroCredential", "Course", "Certificate", "Competency")
SKILLS = (
    "Planning {}",
    "Measuring {}",
    "Explaining {} to others",
    "Reviewing {}",
    "Documenting {}",
    "Choosing methods for {}",
    "Finding faults in {}",
    "Improving {}",
)
SCHOOLS = ("Institute of Technology", "College", "Academy", "Guild", "University of Applied Sciences", "Workshop")
PLACES = (
    "Ashford",
    "Brindle",
    "Carrow",
    "Dunmere",
    "Elverton",
    "Farrowby",
    "Glenholt",
    "Harrowmere",
    "Iverly",
    "Jessop",
)

DESCRIPTIONS = (
    (
        "Can take a question about {} from a first conversation to a result that others can use, and can say what the "
        "result does not show."
    ),
    (
        "Can plan, carry out and hand over work on {}, choose between two ways of doing it, and defend the "
        "choice before people who do not know the field."
    ),
    (
        "Can recognise what goes wrong with {}, repair it with the means at hand, and leave notes from which the next "
        "person can go on."
    ),
)
WORK = (
    "agree with a partner organisation on **one real question** about {}, and write down what would change your mind;",
    "collect and document what is known about {}, keeping every step so that somebody else can repeat it;",
    "carry the work out over at least three weeks, and keep a diary of decisions with their reasons;",
    "show an early version to two people who will have to live with it, and say what you changed because of them;",
    "measure the outcome with a method chosen *before* the work began;",
    "hand the result over in ten minutes and on two pages, without a word that needs a glossary;",
    "repeat one part of the work with other means, and explain why the results differ;",
)
ASSESSED = (
    "Two assessors, one of whom did not teach you, read the work and question you for **45 minutes**.",
    "The pass mark is **{} of 100**, and no part may fall below 50. Work that cannot be repeated is handed back once.",
    "One fault that you found yourself is allowed; two that you did not know of are not.",
)
PARTS = ("Written test, open book", "Portfolio of work", "Presentation with questions", "Oral examination", "Diary")
NARRATIVES = (
    (
        "Repeated the whole work after the partner corrected two months of source material, and showed which "
        "conclusions survived."
    ),
    (
        "Led a group of four through the second half of the course, and handed over what they made so that it is still "
        "**in use**."
    ),
    "Came back after a first attempt with another method, and explained why the first one could not have worked.",
)
WORKS = (
    "A survey of waiting times",
    "A plan for the night shift",
    "What the old records show",
    "Twelve weeks of notes",
)
ABOUT_WORKS = (
    "Before and after, with the reasons for three things that were not done.",
    "A notebook, the material and the raw tally sheets in one archive.",
    "Compares two sites over a year, with measured values.",
)
GENRES = ("report", "project", "presentation", "portfolio")
SYLLABLES = (
    "ba",
    "dor",
    "el",
    "fi",
    "gar",
    "hel",
    "is",
    "jo",
    "kal",
    "lim",
    "mo",
    "nar",
    "ol",
    "pir",
    "ra",
    "sen",
    "tu",
)
NOTES = (
    "Entered for a participant of the same course who had not taken the examination.",
    "A marking sheet was added up wrongly; the corrected score is below the pass mark.",
    "Withdrawn at the wish of whom it was awarded to; the assessment itself is not in doubt.",
)
REASONS = ("awarded-in-error", "requirements-not-met", "holder-request")
