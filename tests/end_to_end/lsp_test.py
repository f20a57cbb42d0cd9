#!/usr/bin/env python3
"""Speaks the Language Server Protocol to the built `flow lsp` through pipes."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

GOOD = (
    "name: 'good' source { gaussian { dim: 2 } } target { two_moons {} }\n"
    "model { mlp { hidden: 8 } }\n"
)


class Client:
    """A client that knows just enough of the protocol."""

    def __init__(self, flow, *flags):
        self.server = subprocess.Popen(
            [flow, "lsp", *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.last_id = 0

    def send_bytes(self, content):
        self.server.stdin.write(content)
        self.server.stdin.flush()

    def send(self, method, params, **more):
        message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
        content = json.dumps(message, ensure_ascii=False).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(content) + content)

    def receive(self):
        length = None
        while line := self.server.stdout.readline().strip():
            name, value = line.split(b":")
            if name == b"Content-Length":
                length = int(value)
        return json.loads(self.server.stdout.read(length))

    def ask(self, method, params):
        """The result of a request, or its error's code."""
        self.last_id += 1
        self.send(method, params, id=self.last_id)
        answer = self.receive()
        assert answer.get("id") == self.last_id, answer
        return answer["error"]["code"] if "error" in answer else answer["result"]

    def diagnostics(self):
        """Waits for what the server has to say about the last change."""
        message = self.receive()
        assert message["method"] == "textDocument/publishDiagnostics", message
        return message["params"]["diagnostics"]

    def end(self):
        self.server.stdin.close()
        assert self.server.stdout.read() == b""
        return self.server.wait(timeout=10)


def at(uri, line, character):
    return {
        "textDocument": {"uri": uri},
        "position": {"line": line, "character": character},
    }


def check_a_session(flow, folder):
    (folder / "base.textproto").write_text(GOOD)
    uri = (folder / "top é.textproto").as_uri()
    client = Client(flow, "--stdio")
    assert client.ask("textDocument/hover", at(uri, 0, 0)) == -32002
    capabilities = client.ask("initialize", {"capabilities": {}})["capabilities"]
    assert capabilities["positionEncoding"] == "utf-16", capabilities
    client.send("initialized", {})

    text = "extends: 'base.textproto'  # €😀\ntrain { batch: 0 }\n"
    client.send(
        "textDocument/didOpen",
        {"textDocument": {"uri": uri, "languageId": "textproto", "version": 1,
                          "text": text}},
    )
    (wrong,) = client.diagnostics()
    assert wrong["code"] == "out-of-range" and wrong["severity"] == 1, wrong
    assert wrong["range"]["start"] == {"line": 1, "character": 15}, wrong

    change = {
        "range": {"start": {"line": 1, "character": 15},
                  "end": {"line": 1, "character": 16}},
        "text": "64 ",
    }
    client.send(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]},
    )
    assert client.diagnostics() == []

    hover = client.ask("textDocument/hover", at(uri, 1, 9))
    assert hover["contents"]["value"].startswith("**batch**"), hover
    items = client.ask("textDocument/completion", at(uri, 1, 18))["items"]
    labels = [item["label"] for item in items]
    assert "steps" in labels and "batch" not in labels, labels
    place = client.ask("textDocument/definition", at(uri, 0, 12))
    assert place["uri"] == (folder / "base.textproto").as_uri(), place
    (edit,) = client.ask(
        "textDocument/formatting",
        {"textDocument": {"uri": uri}, "options": {"tabSize": 2}},
    )
    assert edit["newText"] == "train { batch: 64 }\n", edit
    assert client.ask("textDocument/rename", {}) == -32601

    client.send("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.diagnostics() == []
    assert client.ask("shutdown", None) is None
    client.send("exit", None)
    assert client.end() == 0


def check_bad_clients(flow):
    client = Client(flow)
    client.send_bytes(b"Content-Length: x\r\n\r\n{}")
    assert client.receive()["error"]["code"] == -32700
    client.send_bytes(b"Content-Length: 1\r\n\r\n{")
    assert client.receive()["error"]["code"] == -32700
    assert "capabilities" in client.ask("initialize", {})
    client.send("exit", None)
    assert client.end() == 1, "an exit without a shutdown"

    client = Client(flow)
    client.send_bytes(b"Content-Length: 100\r\n\r\n{")
    assert client.end() == 1, "the client died in the middle of a message"

    for words in (["file.textproto"], ["--port=1"]):
        usage = subprocess.run([flow, "lsp", *words], capture_output=True)
        assert usage.returncode == 2, usage


def main():
    flow = os.path.realpath(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=os.environ.get("TEST_TMPDIR")) as folder:
        check_a_session(flow, pathlib.Path(folder))
    check_bad_clients(flow)
    print("the server speaks the protocol")


if __name__ == "__main__":
    main()
