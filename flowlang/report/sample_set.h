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

/// A picture of the points beside the file of them.
struct SamplePicture {
  std::string name;  // "generated"
  std::string png;   // the bytes of the file; empty beyond the cap
};

struct SampleSet {
  std::string protocol;
  int64_t drawn = 0;  // N in the file, before the cap
  PointSet source, generated, target;
  TrajectorySet trajectories;  // no lines if the file has none
  // of images: generated, target and trajectory, those that there are
  std::vector<SamplePicture> pictures;
};

struct SampleCaps {
  int64_t points = 2000;
  int64_t lines = 200;
  int64_t picture_bytes = 1 << 20;  // of each picture
};

/// As many as a page of `files` such files can carry: 60 000 points, 6 000
/// lines and pictures of 30 MB in all, 2000, 200 and 1 MB a picture of one file
/// at most.
SampleCaps CapsFor(int64_t files);

/// Reads `samples/<protocol>.npz`: `source`, `generated` and `target` [N, D],
/// and `trajectory` [S, n, D] with `trajectory_time` [S] and
/// `trajectory_height` [S, n] if they exist, and the pictures
/// `samples/<protocol>.generated.png` and so on beside it. The first rows are
/// kept, which are as random as any. Errors: ReadNpz's; DataLoss naming path
/// and array when a shape is another.
absl::StatusOr<SampleSet> LoadSampleSet(const std::string& path,
                                        const std::string& protocol,
                                        const SampleCaps& caps = {});

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_SAMPLE_SET_H_
