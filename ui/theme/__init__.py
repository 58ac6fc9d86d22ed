"""Type, colour and icons: the tokens and everything that is made from them."""
