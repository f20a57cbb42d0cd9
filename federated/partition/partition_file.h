#ifndef FEDERATED_PARTITION_PARTITION_FILE_H_
#define FEDERATED_PARTITION_PARTITION_FILE_H_

/// Partitions as text: one whole number a line, the client of row k in line k,
/// rows from the first line on, clients from 0 on. So a partition of another
/// program can be used here, and one of here elsewhere.

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "federated/partition/client_rows.h"

namespace flow::federated {

/// Blanks around a number are ignored, ends of lines may be those of Windows,
/// and the last line need not have one. There are no headings, comments or
/// empty lines.
///
/// Errors begin with the path, those of one line with "path:line: ".
/// InvalidArgument: clients < 1, a line that is no whole number in
/// [0, clients), more or fewer lines than rows, a client without a row. What
/// ReadFile says when the file cannot be read (core/base/files.h).
absl::StatusOr<Partition> ReadPartition(const std::string& path,
                                        int64_t clients, int64_t rows);

/// Writes what ReadPartition reads back as it was, but for the order of the
/// rows of a client, which is then ascending. InvalidArgument: not a partition
/// (ClientOfRow), a client without a row. Errors of WriteFileAtomically.
absl::Status WritePartition(const std::string& path,
                            const Partition& partition);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_PARTITION_FILE_H_
