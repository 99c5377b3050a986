"""The messages services and other bureaus rely on: versioned, one package per publisher.

The standard library only, so that anyone may import them. A published message never changes its
meaning; a field may be added with a default, anything else is a new version beside the old one.
Words such as kinds and causes are plain text: lists of words grow, and a reader passes over a word
it does not know.
"""
