#ifndef FEDERATED_PROCESSES_STAR_TEST_KINDS_H_
#define FEDERATED_PROCESSES_STAR_TEST_KINDS_H_

#include <cstdint>

namespace flow::federated {

/// What star_test_process does as a worker with a message of this kind.
inline constexpr int64_t kEcho = 1;  // sends it back
inline constexpr int64_t kStall =
    2;  // sends it back, then does nothing for ever
inline constexpr int64_t kStop = 3;  // ends, exit code 0

/// Its exit code after an error: this and the code of the status.
inline constexpr int kErrorExit = 100;

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_STAR_TEST_KINDS_H_
