#include "flowlang/plan/named_file.h"

#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "datasets/tabular_facts.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {

NamedFile FileOf(Distribution* distribution) {
  if (distribution->has_array_file()) {
    return {distribution->mutable_array_file()->mutable_path(),
            "array_file.path",
            {},
            ""};
  }
  if (distribution->image_density().has_file()) {
    return {distribution->mutable_image_density()->mutable_file(),
            "image_density.file",
            {},
            ""};
  }
  if (distribution->tabular().has_folder()) {
    const auto options =
        std::get<datasets::TabularOptions>(ToOptions(*distribution).law);
    const auto files = datasets::FactsOf(options.name).files;
    return {distribution->mutable_tabular()->mutable_folder(), "tabular.folder",
            files,
            absl::StrCat("the folder must hold ", absl::StrJoin(files, " and "),
                         "; ", datasets::kWithoutFiles)};
  }
  return {};
}

}  // namespace flow::lang
