#ifndef FLOWLANG_REPORT_SAMPLE_SET_H_
#define FLOWLANG_REPORT_SAMPLE_SET_H_

/// The points of one evaluation protocol, few enough to draw.
// Shapes: N points, D dimensions, S times.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace flow::lang {

struct PointSet {
  int64_t rows = 0;
  int64_t dim = 0;
  std::vector<float> values;  // [rows, dim]
};

struct TrajectorySet {
  int64_t lines = 0;
  int64_t dim = 0;
  std::vector<double> time;   // [S]; the indices if the file has none
  std::vector<float> values;  // [S, lines, dim]
  // [S, lines] of lines between two plates, which are at 0 and 1; else empty
  std::vector<float> height;
};

struct SampleSet {
  std::string protocol;
  int64_t drawn = 0;  // N in the file, before the cap
  PointSet source, generated, target;
  TrajectorySet trajectories;  // no lines if the file has none
};

struct SampleCaps {
  int64_t points = 2000;
  int64_t lines = 200;
};

/// As many as a page of `files` such files can carry: 60 000 points and 6 000
/// lines in all, 2000 and 200 of one file at most.
SampleCaps CapsFor(int64_t files);

/// Reads `samples/<protocol>.npz`: `source`, `generated` and `target` [N, D],
/// and `trajectory` [S, n, D] with `trajectory_time` [S] and
/// `trajectory_height` [S, n] if they exist. The first rows are kept, which are
/// as random as any. Errors: ReadNpz's; DataLoss naming path and array when a
/// shape is another.
absl::StatusOr<SampleSet> LoadSampleSet(const std::string& path,
                                        const std::string& protocol,
                                        const SampleCaps& caps = {});

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_SAMPLE_SET_H_
