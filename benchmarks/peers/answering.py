"""A program that answers each line of JSON with one."""

import json
import subprocess
import sys


class Answering:
    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=environment)

    def ask(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the peer ended while it did {request}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
