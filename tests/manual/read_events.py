"""TensorBoard's own reader sees in a run what metrics.jsonl says, once each."""
import json
import sys

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

run = sys.argv[1]
events = EventAccumulator(run, size_guidance={"scalars": 0})
events.Reload()

wanted = {}
for line in open(f"{run}/metrics.jsonl"):
    record = json.loads(line)
    for name in ("loss", "gradient_norm"):
        curve = wanted.setdefault(f"{record['stage']}/{name}", [])
        curve.append((record["step"], np.float32(record[name])))

assert sorted(events.Tags()["scalars"]) == sorted(wanted), events.Tags()
for tag, curve in wanted.items():
    points = events.Scalars(tag)
    assert [(p.step, np.float32(p.value)) for p in points] == curve, tag
    times = [p.wall_time for p in points]
    assert times == sorted(times), f"{tag}: time runs backwards"
    assert events.FirstEventTimestamp() <= times[0], tag
    print(f"{tag}: {len(points)} points, steps {points[0].step} to {points[-1].step}")
