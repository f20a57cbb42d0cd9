#ifndef CORE_EVAL_MEDIAN_DISTANCE_H_
#define CORE_EVAL_MEDIAN_DISTANCE_H_

#include "core/base/thread_pool.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

/// The lower median of the P = N (N - 1) / 2 distances |x_i - x_j|, i < j: the
/// value of rank floor((P - 1) / 2) from 0 in ascending order. Exact for the
/// float32 distances of all pairs, hence independent of the order of the rows
/// and of the threads. Two passes over the pairs, no memory for them.
double MedianDistance(const PointCloud& cloud, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_MEDIAN_DISTANCE_H_
