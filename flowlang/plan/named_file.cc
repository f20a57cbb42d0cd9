#include "flowlang/plan/named_file.h"

#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "datasets/images/load_images.h"
#include "datasets/tabular_facts.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {

NamedFile FileOf(Distribution* distribution) {
  if (distribution->has_array_file()) {
    return {distribution->mutable_array_file()->mutable_path(),
            "array_file.path"};
  }
  if (distribution->image_density().has_file()) {
    return {distribution->mutable_image_density()->mutable_file(),
            "image_density.file"};
  }
  if (distribution->tabular().has_folder()) {
    const auto options =
        std::get<datasets::TabularOptions>(ToOptions(*distribution).law);
    const auto files = datasets::FactsOf(options.name).files;
    return {distribution->mutable_tabular()->mutable_folder(), "tabular.folder",
            /*is_folder=*/true, files,
            absl::StrCat("the folder must hold ", absl::StrJoin(files, " and "),
                         "; ", datasets::kWithoutFiles)};
  }
  if (distribution->has_images()) {
    const auto options =
        std::get<datasets::ImagesOptions>(ToOptions(*distribution).law);
    return {distribution->mutable_images()->mutable_folder(),
            "images.folder",
            /*is_folder=*/true,
            {},
            std::string(datasets::LayoutOf(options.format))};
  }
  return {};
}

}  // namespace flow::lang
