#include "flowlang/report/sample_set.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/npz.h"

namespace flow::lang {
namespace {

const core::Array* FindArray(const core::NpzArrays& arrays,
                             absl::string_view name) {
  for (const auto& [entry, array] : arrays) {
    if (entry == name) return &array;
  }
  return nullptr;
}

absl::Status CheckRank(const core::Array& array, size_t rank,
                       absl::string_view name, const std::string& path) {
  if (array.shape.size() == rank) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      path, ": '", name, "' must have ", rank, " dimensions; got the shape [",
      absl::StrJoin(array.shape, ", "), "]"));
}

absl::StatusOr<PointSet> ReadPoints(const core::NpzArrays& arrays,
                                    absl::string_view name,
                                    const std::string& path, int64_t cap) {
  PointSet points;
  const core::Array* array = FindArray(arrays, name);
  if (array == nullptr) return points;
  FLOW_RETURN_IF_ERROR(CheckRank(*array, 2, name, path));
  const std::vector<double> values = core::ToDoubles(*array);
  points.rows = std::min(array->shape[0], cap);
  points.dim = array->shape[1];
  points.values.assign(values.begin(),
                       values.begin() + points.rows * points.dim);
  return points;
}

std::vector<double> Times(const core::NpzArrays& arrays, int64_t steps) {
  const core::Array* array = FindArray(arrays, "trajectory_time");
  if (array != nullptr && core::NumElements(*array) == steps) {
    return core::ToDoubles(*array);
  }
  std::vector<double> indices(steps);
  std::iota(indices.begin(), indices.end(), 0);
  return indices;
}

absl::StatusOr<TrajectorySet> ReadTrajectories(const core::NpzArrays& arrays,
                                               const std::string& path,
                                               int64_t cap) {
  TrajectorySet set;
  const core::Array* array = FindArray(arrays, "trajectory");
  if (array == nullptr) return set;
  FLOW_RETURN_IF_ERROR(CheckRank(*array, 3, "trajectory", path));
  const int64_t steps = array->shape[0], all = array->shape[1];
  set.lines = std::min(all, cap);
  set.dim = array->shape[2];
  set.time = Times(arrays, steps);
  // of each time the first lines
  const auto keep = [&](const core::Array& from, int64_t dim,
                        std::vector<float>* to) {
    const std::vector<double> values = core::ToDoubles(from);
    for (int64_t s = 0; s < steps; ++s) {
      const auto begin = values.begin() + s * all * dim;
      to->insert(to->end(), begin, begin + set.lines * dim);
    }
  };
  keep(*array, set.dim, &set.values);
  if (const auto* height = FindArray(arrays, "trajectory_height")) {
    if (height->shape != std::vector<int64_t>{steps, all}) {
      return absl::DataLossError(
          absl::StrCat(path, ": 'trajectory_height' is not of 'trajectory'"));
    }
    keep(*height, 1, &set.height);
  }
  return set;
}

// Those that there are beside `path`, which ends in .npz.
absl::StatusOr<std::vector<SamplePicture>> ReadPictures(absl::string_view path,
                                                        int64_t most_bytes) {
  absl::ConsumeSuffix(&path, ".npz");
  std::vector<SamplePicture> pictures;
  for (const char* name : {"generated", "target", "trajectory"}) {
    const std::string file = absl::StrCat(path, ".", name, ".png");
    if (!FileExists(file)) continue;
    FLOW_ASSIGN_OR_RETURN(std::string png, ReadFile(file));
    if (std::ssize(png) > most_bytes) png.clear();
    pictures.push_back({name, std::move(png)});
  }
  return pictures;
}

}  // namespace

SampleCaps CapsFor(int64_t files) {
  const SampleCaps most;
  files = std::max<int64_t>(files, 1);
  return {std::min(most.points, 60000 / files),
          std::min(most.lines, 6000 / files),
          std::min(most.picture_bytes, 10'000'000 / files)};
}

absl::StatusOr<SampleSet> LoadSampleSet(const std::string& path,
                                        const std::string& protocol,
                                        const SampleCaps& caps) {
  FLOW_ASSIGN_OR_RETURN(const core::NpzArrays arrays, core::ReadNpz(path));
  SampleSet set;
  set.protocol = protocol;
  FLOW_ASSIGN_OR_RETURN(set.source,
                        ReadPoints(arrays, "source", path, caps.points));
  FLOW_ASSIGN_OR_RETURN(set.generated,
                        ReadPoints(arrays, "generated", path, caps.points));
  FLOW_ASSIGN_OR_RETURN(set.target,
                        ReadPoints(arrays, "target", path, caps.points));
  FLOW_ASSIGN_OR_RETURN(set.trajectories,
                        ReadTrajectories(arrays, path, caps.lines));
  FLOW_ASSIGN_OR_RETURN(set.pictures, ReadPictures(path, caps.picture_bytes));
  const core::Array* generated = FindArray(arrays, "generated");
  set.drawn = generated == nullptr ? 0 : generated->shape[0];
  return set;
}

}  // namespace flow::lang
