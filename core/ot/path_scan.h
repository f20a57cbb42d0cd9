#ifndef CORE_OT_PATH_SCAN_H_
#define CORE_OT_PATH_SCAN_H_

#include <cstdint>

namespace flow::core {

/// The columns that a search for a shortest path knows of, `count` of them.
struct PathColumns {
  const double* toll;      // what a path pays for entering column j
  const double* occupied;  // +infinity where no path may end, else 0
  double* distance;        // the shortest path to j so far
  int64_t* row_before;     // its last row
};

struct NearestDistances {
  double any = 0, free = 0;
};

/// Takes the paths through `row` where they are shorter,
///
///     distance_j = min(distance_j, cost_j + toll_j + offset),
///
/// and returns min_j distance_j and min_j (distance_j + occupied_j). The same
/// bits with every instruction set.
NearestDistances Relax(int64_t row, const double* cost, double offset,
                       int32_t count, const PathColumns& columns);

}  // namespace flow::core

#endif  // CORE_OT_PATH_SCAN_H_
