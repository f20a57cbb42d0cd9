"""What stands over a table of measurements: where, when and with what."""

import json
import os
import pathlib
import platform
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
                    "MKL_NUM_THREADS")


def environment(threads, capability=None):
    settings = dict(os.environ)
    settings.update({name: str(threads) for name in THREAD_VARIABLES})
    settings.pop("ATEN_CPU_CAPABILITY", None)
    if capability:
        settings["ATEN_CPU_CAPABILITY"] = capability
    return settings


def git(*arguments):
    folder = os.environ.get("BUILD_WORKSPACE_DIRECTORY", ".")
    answer = subprocess.run(["git", "-C", folder, *arguments], text=True,
                            capture_output=True)
    return answer.stdout.strip()


def commit():
    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short=12", "HEAD") + ("+" if changed else "")


def machine():
    facts = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        key, _, value = line.partition(":")
        facts.setdefault(key.strip(), value.strip())
    flags = facts.get("flags", facts.get("Features", "")).split()
    widest = [flag for flag in ("avx512f", "avx2", "sse4_1", "asimd")
              if flag in flags][:1]
    model = facts.get("model name", platform.machine())
    load = os.getloadavg()[0]
    return (f"{model} ({' '.join(widest)}), {os.cpu_count()} cores, load average"
            f" {load:.1f} at the start")


def versions(python):
    answer = subprocess.run([python, HERE / "peers.py", "--versions"],
                            check=True, capture_output=True, text=True)
    found = json.loads(answer.stdout)
    return ", ".join(f"{name} {version}" for name, version in found.items())
