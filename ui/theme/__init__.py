"""Type, colour and icons: the tokens of UI.md and everything that is made from them."""
