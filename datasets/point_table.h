#ifndef DATASETS_POINT_TABLE_H_
#define DATASETS_POINT_TABLE_H_

#include <cstdint>
#include <vector>

namespace flow::datasets {

/// Points of a data set as they were read, before they become tensors.
struct PointTable {
  int64_t rows = 0;
  int64_t dim = 0;
  int64_t num_classes = 0;      // 0 without labels
  std::vector<float> x;         // [rows, dim], row-major
  std::vector<int64_t> label;   // [rows] in [0, num_classes); empty without
  int64_t num_clients = 0;      // 0 where nobody asked for them
  std::vector<int64_t> client;  // [rows] in [0, num_clients); empty without
};

}  // namespace flow::datasets

#endif  // DATASETS_POINT_TABLE_H_
