"""Credentials as strangers see them: outside verifiers accept what is sound, and ours turns down what was altered."""
