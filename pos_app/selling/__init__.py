"""The parts of the till desk: what the screen may read, finding what was scanned, undo, questions, payment.

`pos_app.till` puts them together; nothing else imports them but the screens, which read `view`.
"""
