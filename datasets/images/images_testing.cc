#include "datasets/images/images_testing.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/png.h"

namespace flow::datasets {

std::string EmptyFolder(const std::string& name) {
  const std::string path = JoinPath(testing::TempDir(), name);
  std::filesystem::remove_all(path);
  EXPECT_OK(MakeDirectories(path));
  return path;
}

void WriteFile(const std::string& path, absl::string_view content) {
  EXPECT_OK(MakeDirectories(DirectoryOf(path)));
  EXPECT_OK(WriteFileAtomically(path, content));
}

std::string Cifar10Record(int label, uint8_t red, uint8_t green, uint8_t blue) {
  std::string record(1, static_cast<char>(label));
  for (const uint8_t level : {red, green, blue}) {
    record += std::string(32 * 32, static_cast<char>(level));
  }
  return record;
}

ImagesOptions SmallCifar10(const std::string& name) {
  const std::string folder = EmptyFolder(name);
  const auto record = [](int label, int row) {
    return Cifar10Record(label, row, 100 + row, 200 + row);
  };
  for (int row = 0; row < 10; row += 2) {
    WriteFile(
        JoinPath(folder, absl::StrCat("data_batch_", row / 2 + 1, ".bin")),
        record(row, row) + record(row + 1, row + 1));
  }
  WriteFile(JoinPath(folder, "test_batch.bin"),
            record(9, 0) + record(8, 1) + record(7, 2));
  return {
      .folder = folder, .format = ImagesOptions::Format::kCifar10, .size = 32};
}

std::string IdxFile(const std::vector<uint32_t>& shape,
                    absl::string_view value) {
  std::string file("\0\0\x08", 3);
  file += static_cast<char>(shape.size());
  for (const uint32_t size : shape) {
    for (const int shift : {24, 16, 8, 0}) {
      file += static_cast<char>(size >> shift & 0xff);
    }
  }
  return absl::StrCat(file, value);
}

ImagesOptions SmallIdx(const std::string& name) {
  const std::string folder = EmptyFolder(name);
  const auto pixels = [](int rows, int first) {
    std::string value;
    for (int row = 0; row < rows; ++row) {
      for (int k = 0; k < 6; ++k) {
        value += static_cast<char>(first + 10 * row + k);
      }
    }
    return value;
  };
  const auto write = [&](const std::string& file, const std::string& content) {
    WriteFile(JoinPath(folder, file), content);
  };
  write("train-images-idx3-ubyte", IdxFile({4, 2, 3}, pixels(4, 0)));
  write("train-labels-idx1-ubyte", IdxFile({4}, {"\0\1\2\0", 4}));
  write("t10k-images-idx3-ubyte", IdxFile({2, 2, 3}, pixels(2, 100)));
  write("t10k-labels-idx1-ubyte", IdxFile({2}, {"\1\2", 2}));
  return {.folder = folder,
          .format = ImagesOptions::Format::kIdx,
          .channels = 1,
          .size = 2};
}

core::Image PlainGrey(int64_t height, int64_t width, uint8_t level) {
  return {height, width, 1, std::vector<uint8_t>(height * width, level)};
}

ImagesOptions SmallFolder(const std::string& name) {
  const std::string folder = EmptyFolder(name);
  const auto write = [&](const std::string& file, uint8_t level) {
    WriteFile(JoinPath(folder, file),
              core::SerializePng(PlainGrey(2, 2, level)));
  };
  write("cats/a.png", 10);
  write("cats/b.png", 20);
  write("dogs/a.png", 30);
  return {.folder = folder, .channels = 1, .size = 2};
}

}  // namespace flow::datasets
