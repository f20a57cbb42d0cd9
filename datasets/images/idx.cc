#include "datasets/images/idx.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "datasets/images/idx_array.h"

namespace flow::datasets {
namespace {

constexpr absl::string_view kImages = "-images-idx3-ubyte";
constexpr absl::string_view kLabels = "-labels-idx1-ubyte";

// "emnist-letters-train-images-idx3-ubyte" of the name with .idx3 or .gz.
std::string Plain(absl::string_view name) {
  return absl::StrReplaceAll(absl::StripSuffix(name, ".gz"),
                             {{".idx", "-idx"}});
}

bool IsNamed(absl::string_view plain, absl::string_view wanted) {
  return plain == wanted || absl::EndsWith(plain, absl::StrCat("-", wanted));
}

// The file called `first` or `second`, with whatever stands before.
absl::StatusOr<std::string> Find(const std::string& folder,
                                 const std::vector<std::string>& names,
                                 absl::string_view first,
                                 absl::string_view second) {
  std::string found;
  for (const std::string& name : names) {
    const std::string plain = Plain(name);
    if (!IsNamed(plain, first) && !IsNamed(plain, second)) continue;
    if (!found.empty() && Plain(found) != plain) {
      return absl::InvalidArgumentError(
          absl::StrCat(folder, ": '", found, "' and '", name,
                       "' are of two sets; a folder holds one"));
    }
    if (found.empty()) found = name;  // .gz comes after what it holds
  }
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat(folder, ": no file '", first, "' or '", first, ".gz'"));
  }
  return found;
}

class IdxFiles : public ImageFiles {
 public:
  IdxFiles(IdxArray images, IdxArray labels, int64_t num_classes)
      : images_(std::move(images)),
        labels_(std::move(labels)),
        num_classes_(num_classes) {}

  int64_t rows() const override { return images_.shape[0]; }
  int64_t num_classes() const override { return num_classes_; }
  int64_t Label(int64_t row) const override { return labels_.value.bytes[row]; }

  absl::StatusOr<core::Image> Read(int64_t row) const override {
    const int64_t height = images_.shape[1], width = images_.shape[2];
    const absl::Span<const uint8_t> from =
        images_.value.bytes.subspan(row * height * width, height * width);
    return core::Image{height, width, 1,
                       std::vector<uint8_t>(from.begin(), from.end())};
  }

  std::optional<PlacedBytes> InPlace(int64_t channels,
                                     int64_t size) const override {
    const bool same =
        channels == 1 && images_.shape[1] == size && images_.shape[2] == size;
    if (!same) return std::nullopt;
    return images_.value;
  }

 private:
  IdxArray images_, labels_;
  int64_t num_classes_;
};

int64_t ClassesOf(const IdxArray& labels) {
  return 1 + *std::max_element(labels.value.bytes.begin(),
                               labels.value.bytes.end());
}

absl::Status CheckImages(const IdxArray& images, const std::string& path) {
  if (images.shape[1] * images.shape[2] <= core::kMaxImagePixels) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", images.shape[1], " x ", images.shape[2],
                   " pixels are more than ", core::kMaxImagePixels));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> IdxNames(const std::string& folder) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                        ListDirectory(folder));
  std::vector<std::string> four;
  for (const auto& [first, second] :
       {std::pair("train", "train"), std::pair("t10k", "test")}) {
    for (const absl::string_view kind : {kImages, kLabels}) {
      FLOW_ASSIGN_OR_RETURN(four.emplace_back(),
                            Find(folder, names, absl::StrCat(first, kind),
                                 absl::StrCat(second, kind)));
    }
  }
  return four;
}

absl::StatusOr<std::unique_ptr<ImageFiles>> OpenIdx(
    const std::string& folder, ImagesOptions::Split split) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<std::string> names, IdxNames(folder));
  const int own = split == ImagesOptions::Split::kTest ? 2 : 0;
  const std::string images_path = JoinPath(folder, names[own]);
  const std::string labels_path = JoinPath(folder, names[own + 1]);
  FLOW_ASSIGN_OR_RETURN(IdxArray images, ReadIdxArray(images_path, 3));
  FLOW_ASSIGN_OR_RETURN(IdxArray labels, ReadIdxArray(labels_path, 1));
  FLOW_ASSIGN_OR_RETURN(const IdxArray others,
                        ReadIdxArray(JoinPath(folder, names[3 - own]), 1));
  FLOW_RETURN_IF_ERROR(CheckImages(images, images_path));
  if (images.shape[0] != labels.shape[0]) {
    return absl::InvalidArgumentError(
        absl::StrCat(labels_path, ": ", labels.shape[0], " labels for the ",
                     images.shape[0], " images of ", images_path));
  }
  const int64_t classes = std::max(ClassesOf(labels), ClassesOf(others));
  return std::make_unique<IdxFiles>(std::move(images), std::move(labels),
                                    classes);
}

}  // namespace flow::datasets
