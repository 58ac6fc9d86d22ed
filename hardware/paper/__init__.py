"""How a neutral receipt becomes text, a picture or ESC/POS bytes; the printers beside it only carry the result."""
