"""The till's short sounds: formulas for the tones, a thread that plays them, a driver for the sound device.

A sound is never the only sign, so nothing here ever waits or fails for the caller: without a device the till is
silent and `Player.state` says so. Sounds are named by the words of `pos_app.selling.view.Sound`.
"""
