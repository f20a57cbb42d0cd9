#ifndef CORE_PROCESSES_ROWS_OF_PROCESS_H_
#define CORE_PROCESSES_ROWS_OF_PROCESS_H_

/// Which of some rows a process has: those from floor(rank rows / ranks) on, so
/// that the processes together have every row once.

#include <cstdint>

namespace flow::core {

/// The first row of the process.
inline int64_t FirstRowOf(int64_t rank, int64_t ranks, int64_t rows) {
  return rank * rows / ranks;
}

/// How many of `rows` the process has.
inline int64_t RowsOf(int64_t rank, int64_t ranks, int64_t rows) {
  return FirstRowOf(rank + 1, ranks, rows) - FirstRowOf(rank, ranks, rows);
}

}  // namespace flow::core

#endif  // CORE_PROCESSES_ROWS_OF_PROCESS_H_
