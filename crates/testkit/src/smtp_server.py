"""A mail server for tests: tells on standard output what it received, a JSON object a line.

Addresses decide what becomes of a mail: `refused…@` is turned away for good, `later…@` once.
It ends when its standard input does.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

options = json.loads(sys.argv[1])
put_off = set()


def tell(**what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("refused"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("later") and address not in put_off:
            put_off.add(address)
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        tell(
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            text=envelope.content.decode("utf-8", "replace"),
            encrypted=session.ssl is not None or options["tls"] == "implicit",
            user=(session.auth_data.login.decode() if session.auth_data else None),
        )
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    user, password = options["login"]
    known = (user.encode(), password.encode())
    right = isinstance(data, LoginPassword) and (data.login, data.password) == known
    return AuthResult(success=right, handled=False, auth_data=data if right else None)


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(options["certificate"], options["key"])
    return made


def connection():
    starttls = options["tls"] == "starttls"
    return SMTP(
        Handler(),
        hostname="localhost",
        tls_context=context() if starttls else None,
        require_starttls=starttls,
        authenticator=authenticate if options["login"] else None,
        auth_required=bool(options["login"]),
        auth_require_tls=starttls,
    )


async def main():
    loop = asyncio.get_running_loop()
    implicit = context() if options["tls"] == "implicit" else None
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=implicit)
    tell(port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
