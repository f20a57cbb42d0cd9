#include "datasets/images/image_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/jpeg.h"
#include "core/io/png.h"

namespace flow::datasets {
namespace {

constexpr absl::string_view kTrain = "train", kTest = "test";

bool IsFolder(const std::string& path) {
  std::error_code unknown;  // what cannot be looked at is no folder
  return std::filesystem::is_directory(path, unknown);
}

bool IsImageName(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  return absl::EndsWith(lower, ".png") || absl::EndsWith(lower, ".jpg") ||
         absl::EndsWith(lower, ".jpeg");
}

// What is in one folder, in the order of names.
struct Entries {
  std::vector<std::string> folders, images;
};

absl::StatusOr<Entries> ListEntries(const std::string& folder) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                        ListDirectory(folder));
  Entries entries;
  for (const std::string& name : names) {
    if (name[0] == '.') continue;
    if (IsFolder(JoinPath(folder, name))) {
      entries.folders.push_back(name);
    } else if (IsImageName(name)) {
      entries.images.push_back(name);
    }
  }
  return entries;
}

absl::Status NoImages(const std::string& folder) {
  return absl::InvalidArgumentError(
      absl::StrCat(folder, ": no PNG or JPEG files in this folder"));
}

absl::Status AddClass(const std::string& folder, const std::string& name,
                      ImageFolder& listed) {
  const std::string path = JoinPath(folder, name);
  FLOW_ASSIGN_OR_RETURN(const Entries entries, ListEntries(path));
  if (!entries.folders.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(JoinPath(path, entries.folders[0]),
                     ": a folder in a class; a class holds images alone"));
  }
  if (entries.images.empty()) return NoImages(path);
  for (const std::string& image : entries.images) {
    listed.names.push_back(JoinPath(name, image));
    listed.label.push_back(std::ssize(listed.classes));
  }
  listed.classes.push_back(name);
  return absl::OkStatus();
}

absl::StatusOr<ImageFolder> List(const std::string& folder, Entries entries) {
  if (entries.folders.empty() && entries.images.empty()) {
    return NoImages(folder);
  }
  ImageFolder listed;
  if (entries.folders.empty()) {
    listed.names = std::move(entries.images);
    return listed;
  }
  if (!entries.images.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        folder, ": '", entries.images[0], "' lies beside the folder '",
        entries.folders[0],
        "': either all images are in folders, their classes, or none"));
  }
  for (const std::string& name : entries.folders) {
    FLOW_RETURN_IF_ERROR(AddClass(folder, name, listed));
  }
  return listed;
}

absl::StatusOr<ImageFolder> ListPart(const std::string& folder,
                                     absl::string_view part) {
  const std::string path = JoinPath(folder, part);
  FLOW_ASSIGN_OR_RETURN(Entries entries, ListEntries(path));
  FLOW_ASSIGN_OR_RETURN(ImageFolder listed, List(path, std::move(entries)));
  for (std::string& name : listed.names) name = JoinPath(part, name);
  return listed;
}

// Labels for the test as training has them.
absl::Status TakeClasses(const std::vector<std::string>& classes,
                         const std::string& folder, ImageFolder& test) {
  if (classes.empty() != test.classes.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(folder,
                     ": of 'train' and 'test' one has class folders "
                     "and the other has none"));
  }
  std::vector<int64_t> label_of;
  for (const std::string& name : test.classes) {
    const auto found = std::find(classes.begin(), classes.end(), name);
    if (found == classes.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat(JoinPath(JoinPath(folder, kTest), name),
                       ": 'train' has no class of this name"));
    }
    label_of.push_back(found - classes.begin());
  }
  for (int64_t& label : test.label) label = label_of[label];
  test.classes = classes;
  return absl::OkStatus();
}

bool Contains(const std::vector<std::string>& names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class FolderFiles : public ImageFiles {
 public:
  FolderFiles(std::string folder, ImageFolder listed)
      : folder_(std::move(folder)), listed_(std::move(listed)) {}

  int64_t rows() const override { return std::ssize(listed_.names); }
  int64_t num_classes() const override { return std::ssize(listed_.classes); }
  int64_t Label(int64_t row) const override {
    return listed_.label.empty() ? 0 : listed_.label[row];
  }

  absl::StatusOr<core::Image> Read(int64_t row) const override {
    const std::string path = JoinPath(folder_, listed_.names[row]);
    FLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
    if (core::IsPng(bytes)) return core::ParsePng(bytes, path);
    if (core::IsJpeg(bytes)) return core::ParseJpeg(bytes, path);
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": neither a PNG nor a JPEG file"));
  }

 private:
  std::string folder_;
  ImageFolder listed_;
};

}  // namespace

absl::StatusOr<ImageFolder> ListImageFolder(const std::string& folder,
                                            ImagesOptions::Split split) {
  FLOW_ASSIGN_OR_RETURN(Entries entries, ListEntries(folder));
  if (!Contains(entries.folders, kTrain) || !Contains(entries.folders, kTest)) {
    return List(folder, std::move(entries));
  }
  FLOW_ASSIGN_OR_RETURN(ImageFolder train, ListPart(folder, kTrain));
  if (split == ImagesOptions::Split::kTrain) return train;
  FLOW_ASSIGN_OR_RETURN(ImageFolder test, ListPart(folder, kTest));
  FLOW_RETURN_IF_ERROR(TakeClasses(train.classes, folder, test));
  return test;
}

absl::StatusOr<std::unique_ptr<ImageFiles>> OpenImageFolder(
    const std::string& folder, ImagesOptions::Split split) {
  FLOW_ASSIGN_OR_RETURN(ImageFolder listed, ListImageFolder(folder, split));
  return std::make_unique<FolderFiles>(folder, std::move(listed));
}

}  // namespace flow::datasets
