#include "core/io/npz.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/npy.h"
#include "core/io/zip.h"

namespace flow::core {
namespace {

constexpr absl::string_view kExtension = ".npy";

}  // namespace

absl::StatusOr<std::string> SerializeNpz(const NpzArrays& arrays) {
  std::vector<ZipEntry> entries;
  for (const auto& [name, array] : arrays) {
    entries.push_back({absl::StrCat(name, kExtension), SerializeNpy(array)});
  }
  return SerializeZip(entries);
}

absl::StatusOr<NpzArrays> ParseNpz(absl::string_view bytes,
                                   const std::string& path) {
  absl::StatusOr<std::vector<ZipEntry>> entries = ParseZip(bytes);
  FLOW_RETURN_IF_ERROR(entries.status()) << path;
  NpzArrays arrays;
  for (const ZipEntry& entry : *entries) {
    const std::string place = absl::StrCat(path, ": ", entry.name);
    if (!absl::EndsWith(entry.name, kExtension)) {
      return absl::InvalidArgumentError(
          absl::StrCat(place, ": an npz file must hold npy files only"));
    }
    FLOW_ASSIGN_OR_RETURN(Array array, ParseNpy(entry.content, place));
    arrays.emplace_back(absl::StripSuffix(entry.name, kExtension),
                        std::move(array));
  }
  return arrays;
}

absl::Status WriteNpz(const std::string& path, const NpzArrays& arrays) {
  const absl::StatusOr<std::string> bytes = SerializeNpz(arrays);
  FLOW_RETURN_IF_ERROR(bytes.status()) << path;
  return WriteFileAtomically(path, *bytes);
}

absl::StatusOr<NpzArrays> ReadNpz(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return ParseNpz(bytes, path);
}

}  // namespace flow::core
