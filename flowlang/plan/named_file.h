#ifndef FLOWLANG_PLAN_NAMED_FILE_H_
#define FLOWLANG_PLAN_NAMED_FILE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/schema/distribution.pb.h"

namespace flow::lang {

/// The file that a distribution is read from, or the folder of several.
struct NamedFile {
  std::string* path = nullptr;  // in the distribution; null without a file
  absl::string_view field;      // where: "array_file.path"
  bool is_folder = false;       // not a file itself
  // what is read from the folder; empty where only the folder tells
  std::vector<absl::string_view> parts;
  std::string help;  // for who lacks one of them
};

NamedFile FileOf(Distribution* distribution);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_NAMED_FILE_H_
