"""What a page may load and run: the content policy that every answer carries."""

import dash

POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)


def of(app: dash.Dash) -> str:
    """The policy, with the checksums of Dash's own scripts.

    What Dash adds at its first request, a script among it, is added now: a request that is turned away never reaches
    Dash, and of two at once the second would not wait for the first.
    """
    after_the_gate = app.server.before_request_funcs[None][1:]
    with app.server.app_context():
        for set_up in after_the_gate:
            set_up()
    return POLICY.format(hashes=" ".join(app.csp_hashes()))
