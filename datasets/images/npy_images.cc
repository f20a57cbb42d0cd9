#include "datasets/images/npy_images.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/files.h"
#include "core/base/mapped_file.h"
#include "core/base/status_macros.h"
#include "core/io/npy.h"
#include "core/io/npz.h"

namespace flow::datasets {
namespace {

using Split = ImagesOptions::Split;

// A damaged label must not ask for memory.
constexpr int64_t kMostClasses = 1000000;

// The files of a split, one of the two ways.
struct SplitFiles {
  std::string images, labels;  // .npy; no labels are ""
  std::string together;        // .npz

  bool exist() const { return !images.empty() || !together.empty(); }
};

SplitFiles FilesOf(const std::string& folder, const std::string& split) {
  const auto there = [&folder](const std::string& name) {
    return FileExists(JoinPath(folder, name)) ? name : "";
  };
  SplitFiles files{there(split + "_images.npy"), there(split + "_labels.npy"),
                   ""};
  if (files.images.empty()) return {"", "", there(split + ".npz")};
  return files;
}

// The place of each index in an array of images.
struct Layout {
  int64_t channels = 1, height = 0, width = 0;
  bool channels_last = false;
};

bool IsColour(int64_t channels) { return channels == 1 || channels == 3; }

std::optional<Layout> LayoutOf(const std::vector<int64_t>& shape) {
  if (std::any_of(shape.begin(), shape.end(),
                  [](int64_t size) { return size < 1; })) {
    return std::nullopt;
  }
  if (shape.size() == 3) return Layout{1, shape[1], shape[2]};
  if (shape.size() != 4) return std::nullopt;
  if (IsColour(shape[1])) return Layout{shape[1], shape[2], shape[3]};
  if (IsColour(shape[3])) return Layout{shape[3], shape[1], shape[2], true};
  return std::nullopt;
}

// Images and labels of a split, wherever their bytes lie.
struct Arrays {
  core::ArrayView images;
  std::optional<std::vector<int64_t>> label;
  std::shared_ptr<const void> keeper;  // of the images' bytes
  std::string path;                    // of the images
};

absl::StatusOr<std::vector<int64_t>> LabelsOf(const core::Array& array,
                                              const std::string& path) {
  const bool whole = array.dtype == core::DType::kInt64 ||
                     array.dtype == core::DType::kInt32 ||
                     array.dtype == core::DType::kUint8;
  if (!whole || array.shape.size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": labels must be int64, int32 or uint8 [N]; got ",
                     core::DTypeName(array.dtype), " [",
                     absl::StrJoin(array.shape, ", "), "]"));
  }
  std::vector<int64_t> labels;
  for (const double value : core::ToDoubles(array)) {
    if (value < 0 || value >= kMostClasses) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": labels must be >= 0 and less than ",
                       kMostClasses, "; got ", value));
    }
    labels.push_back(static_cast<int64_t>(value));
  }
  return labels;
}

absl::Status CheckArrays(const Arrays& arrays) {
  const core::ArrayView& images = arrays.images;
  const std::optional<Layout> layout = LayoutOf(images.shape);
  if (images.dtype != core::DType::kUint8 || !layout) {
    return absl::InvalidArgumentError(absl::StrCat(
        arrays.path,
        ": images must be uint8 [N, C, H, W], [N, H, W, C] or [N, H, "
        "W], with C of 1 or 3; got ",
        core::DTypeName(images.dtype), " [", absl::StrJoin(images.shape, ", "),
        "]"));
  }
  if (layout->height * layout->width > core::kMaxImagePixels) {
    return absl::InvalidArgumentError(
        absl::StrCat(arrays.path, ": ", layout->height, " x ", layout->width,
                     " pixels are more than ", core::kMaxImagePixels));
  }
  if (arrays.label && std::ssize(*arrays.label) != images.shape[0]) {
    return absl::InvalidArgumentError(
        absl::StrCat(arrays.path, ": ", arrays.label->size(),
                     " labels for the ", images.shape[0], " images"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Arrays> MapNpy(const std::string& folder,
                              const SplitFiles& files) {
  Arrays arrays;
  arrays.path = JoinPath(folder, files.images);
  FLOW_ASSIGN_OR_RETURN(auto mapped, MappedFile::Open(arrays.path));
  FLOW_ASSIGN_OR_RETURN(arrays.images,
                        core::ViewNpy(mapped->bytes(), arrays.path));
  arrays.keeper = std::move(mapped);
  if (files.labels.empty()) return arrays;
  const std::string path = JoinPath(folder, files.labels);
  FLOW_ASSIGN_OR_RETURN(const core::Array labels, core::ReadNpy(path));
  FLOW_ASSIGN_OR_RETURN(arrays.label, LabelsOf(labels, path));
  return arrays;
}

absl::StatusOr<Arrays> ReadTogether(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(core::NpzArrays found, core::ReadNpz(path));
  Arrays arrays;
  arrays.path = path;
  for (auto& [name, array] : found) {
    if (name == "labels") {
      FLOW_ASSIGN_OR_RETURN(arrays.label, LabelsOf(array, path));
    } else if (name == "images") {
      auto kept = std::make_shared<const core::Array>(std::move(array));
      arrays.images = {"", kept->dtype, kept->shape, kept->bytes};
      arrays.keeper = std::move(kept);
    }
  }
  if (arrays.keeper != nullptr) return arrays;
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": no array 'images' in it"));
}

absl::StatusOr<Arrays> Load(const std::string& folder,
                            const SplitFiles& files) {
  absl::StatusOr<Arrays> arrays =
      files.together.empty() ? MapNpy(folder, files)
                             : ReadTogether(JoinPath(folder, files.together));
  FLOW_RETURN_IF_ERROR(arrays.status());
  FLOW_RETURN_IF_ERROR(CheckArrays(*arrays));
  return arrays;
}

int64_t ClassesOf(const Arrays& arrays) {
  if (!arrays.label) return 0;
  return 1 + *std::max_element(arrays.label->begin(), arrays.label->end());
}

class NpyImages : public ImageFiles {
 public:
  NpyImages(Arrays arrays, int64_t num_classes)
      : arrays_(std::move(arrays)),
        layout_(*LayoutOf(arrays_.images.shape)),
        num_classes_(arrays_.label ? num_classes : 0) {}

  int64_t rows() const override { return arrays_.images.shape[0]; }
  int64_t num_classes() const override { return num_classes_; }
  int64_t Label(int64_t row) const override {
    return num_classes_ > 0 ? (*arrays_.label)[row] : 0;
  }

  absl::StatusOr<core::Image> Read(int64_t row) const override {
    const int64_t pixels = layout_.height * layout_.width;
    const int64_t numbers = pixels * layout_.channels;
    const absl::Span<const uint8_t> from =
        bytes().subspan(row * numbers, numbers);
    core::Image image{layout_.height, layout_.width, layout_.channels,
                      std::vector<uint8_t>(from.begin(), from.end())};
    if (layout_.channels_last) return image;
    for (int64_t c = 0; c < layout_.channels; ++c) {
      for (int64_t k = 0; k < pixels; ++k) {
        image.value[k * layout_.channels + c] = from[c * pixels + k];
      }
    }
    return image;
  }

  std::optional<PlacedBytes> InPlace(int64_t channels,
                                     int64_t size) const override {
    const bool same = layout_.channels == channels && layout_.height == size &&
                      layout_.width == size;
    // a grey image has one order alone
    if (!same || (layout_.channels_last && channels > 1)) return std::nullopt;
    return PlacedBytes{bytes(), arrays_.keeper};
  }

 private:
  absl::Span<const uint8_t> bytes() const {
    return {reinterpret_cast<const uint8_t*>(arrays_.images.bytes.data()),
            arrays_.images.bytes.size()};
  }

  Arrays arrays_;
  Layout layout_;
  int64_t num_classes_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> NpyNames(const std::string& folder) {
  const SplitFiles train = FilesOf(folder, "train");
  if (!train.exist()) {
    return absl::NotFoundError(
        absl::StrCat(folder, ": no file 'train_images.npy' or 'train.npz'"));
  }
  std::vector<std::string> names;
  for (const SplitFiles& files : {train, FilesOf(folder, "test")}) {
    for (const std::string& name :
         {files.images, files.labels, files.together}) {
      if (!name.empty()) names.push_back(name);
    }
  }
  return names;
}

absl::StatusOr<std::unique_ptr<ImageFiles>> OpenNpyImages(
    const std::string& folder, Split split) {
  FLOW_RETURN_IF_ERROR(NpyNames(folder).status());
  FLOW_ASSIGN_OR_RETURN(Arrays train, Load(folder, FilesOf(folder, "train")));
  const SplitFiles test_files = FilesOf(folder, "test");
  int64_t classes = ClassesOf(train);
  if (!test_files.exist()) {
    return std::make_unique<NpyImages>(std::move(train), classes);
  }
  FLOW_ASSIGN_OR_RETURN(Arrays test, Load(folder, test_files));
  classes = std::max(classes, ClassesOf(test));
  if (train.label.has_value() != test.label.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat(folder, ": one split has labels and the other has none"));
  }
  return std::make_unique<NpyImages>(
      std::move(split == Split::kTest ? test : train), classes);
}

}  // namespace flow::datasets
