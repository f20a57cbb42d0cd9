#include "datasets/images/cifar10.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/files.h"
#include "core/base/mapped_file.h"
#include "core/base/status_macros.h"

namespace flow::datasets {
namespace {

constexpr int64_t kPixels = kCifar10Side * kCifar10Side;

class Cifar10Files : public ImageFiles {
 public:
  void Append(std::shared_ptr<const MappedFile> file) {
    for (size_t at = 0; at < file->bytes().size(); at += kCifar10RecordBytes) {
      records_.push_back(file->bytes().substr(at, kCifar10RecordBytes));
    }
    files_.push_back(std::move(file));
  }

  int64_t rows() const override { return std::ssize(records_); }
  int64_t num_classes() const override { return kCifar10Classes; }
  int64_t Label(int64_t row) const override {
    return static_cast<uint8_t>(records_[row][0]);
  }

  absl::StatusOr<core::Image> Read(int64_t row) const override {
    const absl::string_view red = records_[row].substr(1);
    core::Image image = {kCifar10Side, kCifar10Side, 3, {}};
    image.value.reserve(3 * kPixels);
    for (int64_t k = 0; k < kPixels; ++k) {
      for (int64_t c = 0; c < 3; ++c) {
        image.value.push_back(static_cast<uint8_t>(red[c * kPixels + k]));
      }
    }
    return image;
  }

 private:
  std::vector<std::shared_ptr<const MappedFile>> files_;
  std::vector<absl::string_view> records_;  // of the files
};

absl::Status CheckRecords(absl::string_view records, const std::string& path) {
  const int64_t size = std::ssize(records);
  if (size == 0 || size % kCifar10RecordBytes != 0) {
    return absl::DataLossError(absl::StrCat(
        path, ": ", size, " bytes are no whole number of records of ",
        kCifar10RecordBytes, ", a label and 3 x 32 x 32 pixels each"));
  }
  for (int64_t row = 0; row * kCifar10RecordBytes < size; ++row) {
    const int label = static_cast<uint8_t>(records[row * kCifar10RecordBytes]);
    if (label < kCifar10Classes) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": the label of record ", row,
                     " (from 0) must be 0 to 9; got ", label));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> Cifar10Names(ImagesOptions::Split split) {
  if (split == ImagesOptions::Split::kTest) return {"test_batch.bin"};
  std::vector<std::string> names;
  for (int batch = 1; batch <= 5; ++batch) {
    names.push_back(absl::StrCat("data_batch_", batch, ".bin"));
  }
  return names;
}

absl::StatusOr<std::unique_ptr<ImageFiles>> OpenCifar10(
    const std::string& folder, ImagesOptions::Split split) {
  auto files = std::make_unique<Cifar10Files>();
  for (const std::string& name : Cifar10Names(split)) {
    const std::string path = JoinPath(folder, name);
    FLOW_ASSIGN_OR_RETURN(auto file, MappedFile::Open(path));
    FLOW_RETURN_IF_ERROR(CheckRecords(file->bytes(), path));
    files->Append(std::move(file));
  }
  return files;
}

}  // namespace flow::datasets
