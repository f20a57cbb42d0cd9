#include "core/io/event_writer.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/tensorboard_event.pb.h"
#include "core/io/tfrecord.h"

namespace flow::core {
namespace {

constexpr char kVersion[] = "brain.Event:2";
constexpr size_t kFlushSize = 1 << 16;

std::string VersionRecord(double wall_time_seconds) {
  tensorboard::Event version;
  version.set_wall_time(wall_time_seconds);
  version.set_file_version(kVersion);
  std::string record;
  AppendRecord(version.SerializeAsString(), record);
  return record;
}

// Whether a kill may have left this of the first record: the length and its
// checksum do not depend on the time.
bool IsTornVersion(absl::string_view bytes) {
  constexpr size_t kPrefix = 12;
  const std::string record = VersionRecord(0);
  return bytes.size() < record.size() &&
         absl::StartsWith(record, bytes.substr(0, kPrefix));
}

bool StartsWithVersion(absl::string_view bytes) {
  const std::optional<absl::string_view> record = TakeRecord(bytes);
  tensorboard::Event event;
  return record.has_value() &&
         event.ParseFromArray(record->data(),
                              static_cast<int>(record->size())) &&
         event.file_version() == kVersion;
}

size_t SizeOfWholeRecords(absl::string_view bytes) {
  absl::string_view rest = bytes;
  while (TakeRecord(rest).has_value()) {
  }
  return bytes.size() - rest.size();
}

bool IsBeyond(absl::string_view record, absl::string_view prefix,
              int64_t step) {
  tensorboard::Event event;
  return event.ParseFromArray(record.data(), static_cast<int>(record.size())) &&
         event.step() > step && event.summary().value_size() > 0 &&
         absl::StartsWith(event.summary().value(0).tag(), prefix);
}

}  // namespace

absl::StatusOr<EventWriter> EventWriter::Create(const std::string& path) {
  // creates the file, and finds out now whether it can be written
  FLOW_RETURN_IF_ERROR(AppendToFile(path, ""));
  FLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  if (!StartsWithVersion(content) && !IsTornVersion(content)) {
    return absl::DataLossError(
        absl::StrCat(path, ": not a TensorBoard event file"));
  }
  const size_t whole = SizeOfWholeRecords(content);
  if (whole < content.size()) {
    FLOW_RETURN_IF_ERROR(WriteFileAtomically(path, content.substr(0, whole)));
  }
  return EventWriter(path, /*has_version=*/whole > 0);
}

absl::Status EventWriter::AddScalar(absl::string_view tag, int64_t step,
                                    double value, double wall_time_seconds) {
  if (!has_version_) {
    // not in Create: TensorBoard takes the first event's time for the start
    pending_ += VersionRecord(wall_time_seconds);
    has_version_ = true;
  }
  tensorboard::Event event;
  event.set_wall_time(wall_time_seconds);
  event.set_step(step);
  tensorboard::Summary::Value& point = *event.mutable_summary()->add_value();
  point.set_tag(std::string(tag));
  point.set_simple_value(static_cast<float>(value));
  AppendRecord(event.SerializeAsString(), pending_);
  return pending_.size() < kFlushSize ? absl::OkStatus() : Flush();
}

absl::Status EventWriter::DropPoints(absl::string_view prefix, int64_t step) {
  FLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(path_));
  std::string kept;
  absl::string_view rest = content;
  while (const auto record = TakeRecord(rest)) {
    if (!IsBeyond(*record, prefix, step)) AppendRecord(*record, kept);
  }
  // a file that need not change keeps its place, for who is reading it
  if (kept.size() == content.size()) return absl::OkStatus();
  return WriteFileAtomically(path_, kept);
}

absl::Status EventWriter::Flush() {
  FLOW_RETURN_IF_ERROR(AppendToFile(path_, pending_));
  pending_.clear();
  return absl::OkStatus();
}

}  // namespace flow::core
