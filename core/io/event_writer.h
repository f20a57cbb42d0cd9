#ifndef CORE_IO_EVENT_WRITER_H_
#define CORE_IO_EVENT_WRITER_H_

/// Curves for TensorBoard: scalars by tag and step in an event file, whose name
/// must contain "tfevents".
///
///     FLOW_ASSIGN_OR_RETURN(EventWriter events,
///                           EventWriter::Create("run/events.out.tfevents.0"));
///     FLOW_RETURN_IF_ERROR(events.AddScalar("train/loss", step, loss, now));
///     FLOW_RETURN_IF_ERROR(events.Flush());

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::core {

/// Appends to one file. What is added lies in memory until 64 KiB have come
/// together or Flush is called: call it at every log interval and at the end,
/// the destructor writes nothing. Not thread-safe; one writer a file.
class EventWriter {
 public:
  /// Opens the file, creating it when absent. An existing one is continued; a
  /// record that a kill cut short at its end is removed first, because
  /// TensorBoard stops reading at it. DataLoss when it is no event file at all;
  /// the codes of files.h when it cannot be read or written.
  static absl::StatusOr<EventWriter> Create(const std::string& path);

  /// Adds one point to the curve `tag`; TensorBoard keeps values as float32.
  /// `wall_time_seconds` counts from 1970: the caller's clock, none is read
  /// here.
  absl::Status AddScalar(absl::string_view tag, int64_t step, double value,
                         double wall_time_seconds);

  /// Takes the points beyond `step` of all curves whose tag starts with
  /// `prefix` out of the file: those that a run going on from `step` will add
  /// again. To be called before the first AddScalar.
  absl::Status DropPoints(absl::string_view prefix, int64_t step);

  /// Hands what was added to the operating system. After an error the file may
  /// end in half a record: go on with a new writer, whose Create repairs it.
  absl::Status Flush();

 private:
  EventWriter(std::string path, bool has_version)
      : path_(std::move(path)), has_version_(has_version) {}

  std::string path_;
  std::string pending_;  // whole records
  bool has_version_;
};

}  // namespace flow::core

#endif  // CORE_IO_EVENT_WRITER_H_
