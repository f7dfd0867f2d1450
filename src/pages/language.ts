/** The interface of a page in the language of whoever reads it. */

export {};
