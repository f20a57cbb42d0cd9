#include "datasets/images/load_images.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "datasets/images/cifar10.h"
#include "datasets/images/fit_image.h"
#include "datasets/images/idx.h"
#include "datasets/images/image_files.h"
#include "datasets/images/image_folder.h"
#include "datasets/images/npy_images.h"

namespace flow::datasets {
namespace {

using Format = ImagesOptions::Format;
using Split = ImagesOptions::Split;
using FilesOr = absl::StatusOr<std::unique_ptr<ImageFiles>>;
using NamesOr = absl::StatusOr<std::vector<std::string>>;

FilesOr Open(const ImagesOptions& options) {
  switch (options.format) {
    case Format::kFolder:
      return OpenImageFolder(options.folder, options.split);
    case Format::kCifar10:
      return OpenCifar10(options.folder, options.split);
    case Format::kIdx:
      return OpenIdx(options.folder, options.split);
    case Format::kNpy:
      return OpenNpyImages(options.folder, options.split);
  }
  FLOW_CHECK(false) << "no such format";
  return absl::InternalError("");
}

absl::Status CheckBytes(const ImagesOptions& options, int64_t rows) {
  if (rows <= kMaxImageBytes / options.dim()) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(options.folder, ": ", rows, " images of ", options.channels,
                   " x ", options.size, " x ", options.size,
                   " bytes do not fit into ", kMaxImageBytes));
}

FilesOr OpenWithinBytes(const ImagesOptions& options) {
  FilesOr files = Open(options);
  FLOW_RETURN_IF_ERROR(files.status());
  if (!(*files)->InPlace(options.channels, options.size)) {
    FLOW_RETURN_IF_ERROR(CheckBytes(options, (*files)->rows()));
  }
  return files;
}

// Of both splits, which may be the same files.
NamesOr ListFolder(const std::string& folder) {
  FLOW_ASSIGN_OR_RETURN(const ImageFolder train,
                        ListImageFolder(folder, Split::kTrain));
  FLOW_ASSIGN_OR_RETURN(const ImageFolder test,
                        ListImageFolder(folder, Split::kTest));
  std::vector<std::string> names = train.names;
  if (test.names != train.names) {
    names.insert(names.end(), test.names.begin(), test.names.end());
  }
  return names;
}

}  // namespace

absl::string_view LayoutOf(Format format) {
  switch (format) {
    case Format::kFolder:
      return "the folder must hold PNG or JPEG files, or folders of them";
    case Format::kCifar10:
      return "the folder must hold data_batch_1.bin to data_batch_5.bin and "
             "test_batch.bin";
    case Format::kIdx:
      return "the folder must hold train-images-idx3-ubyte, "
             "train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
             "t10k-labels-idx1-ubyte, or these with .gz";
    case Format::kNpy:
      return "the folder must hold train_images.npy or train.npz, as a rule "
             "also train_labels.npy, and the same for the test";
  }
  FLOW_CHECK(false) << "no such format";
  return "";
}

NamesOr ListImageFiles(const ImagesOptions& options) {
  switch (options.format) {
    case Format::kFolder:
      return ListFolder(options.folder);
    case Format::kCifar10: {
      std::vector<std::string> names = Cifar10Names(Split::kTrain);
      names.push_back(Cifar10Names(Split::kTest)[0]);
      return names;
    }
    case Format::kIdx:
      return IdxNames(options.folder);
    case Format::kNpy:
      return NpyNames(options.folder);
  }
  FLOW_CHECK(false) << "no such format";
  return absl::InternalError("");
}

absl::StatusOr<ImageFacts> InspectImages(const ImagesOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const auto files, OpenWithinBytes(options));
  return ImageFacts{files->rows(), files->num_classes()};
}

absl::StatusOr<ImageTable> LoadImages(const ImagesOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const auto files, OpenWithinBytes(options));
  ImageTable table = {files->rows(), options.channels, options.size,
                      files->num_classes()};
  if (table.num_classes > 0) {
    for (int64_t row = 0; row < table.rows; ++row) {
      table.label.push_back(files->Label(row));
    }
  }
  table.placed = files->InPlace(table.channels, table.size);
  if (table.placed) return table;
  table.x.resize(table.rows * table.dim());
  for (int64_t row = 0; row < table.rows; ++row) {
    FLOW_ASSIGN_OR_RETURN(const core::Image image, files->Read(row));
    FitImage(image, table.channels, table.size, &table.x[row * table.dim()]);
  }
  return table;
}

}  // namespace flow::datasets
