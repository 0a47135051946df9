"""A real HTTP server on this machine that answers as Twilio's API does, and can misbehave."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

HANG = "hang"
DROP = "drop"


class TwilioServer:
    """Takes texts for one account until told otherwise.

    `answers` says per number what happens: (status, code), HANG, or DROP, which has taken the text.
    """

    def __init__(self, account: str, token: str) -> None:
        self.path = f"/2010-04-01/Accounts/{account}/Messages.json"
        self.login = "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()
        self.texts: list[dict[str, str]] = []
        self.answers: dict[str, tuple[int, int] | str] = {}
        self.requests = 0

    def __enter__(self) -> "TwilioServer":
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                desk.requests += 1
                length = int(self.headers["Content-Length"])
                form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
                desk.answer(self, form)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        """Take one text, or do what is to happen to this number."""
        found = self.answers.get(form["To"])
        if request.path != self.path or request.headers["Authorization"] != self.login:
            found = (401, 20003)
        if found == HANG:
            time.sleep(3)
        elif found == DROP:
            self.texts.append(form)
        elif isinstance(found, tuple):
            self._say(request, found[0], {"code": found[1], "message": f"no: {form['To']}"})
        else:
            self.texts.append(form)
            self._say(request, 201, {"sid": "SM1", "status": "queued", "to": form["To"]})

    @staticmethod
    def _say(request: BaseHTTPRequestHandler, status: int, content: dict[str, object]) -> None:
        body = json.dumps(content).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
