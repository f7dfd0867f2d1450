/** What the share block of a credential's page does.  Loaded when it is opened, and not before. */

export {};
