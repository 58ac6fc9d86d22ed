"""The reference central: accepts journals, posts them and serves feeds, on SQLite or PostgreSQL.

Its own command starts it (`./pos hub`). It keeps every entry whose hash and signature hold, byte for
byte, before it posts anything; one bad record delays no other.
"""
