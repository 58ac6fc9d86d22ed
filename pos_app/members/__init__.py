"""The members desk: who a customer is, what their points are, and how a person becomes a member or is forgotten.

Works from the cache, the journal and the keys alone, with or without a network. Nothing here keeps a name or a phone
in clear: what a screen gets is masked, and each reveal is in the journal before anybody reads it.
"""
