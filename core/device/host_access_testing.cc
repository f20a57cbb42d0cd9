#include "core/device/host_access_testing.h"

#include <memory>
#include <set>
#include <utility>

#include "ATen/core/ivalue.h"
#include "ATen/record_function.h"

namespace flow::core {
namespace {

// Of this thread; callbacks are plain functions.
thread_local std::vector<std::string>* noted = nullptr;
thread_local int inside_fused = 0;

bool IsFused(const std::string& name) {
  return name.rfind("aten::_fused_", 0) == 0;
}

bool AsksTheHost(const std::string& name) {
  static const auto& kAsking = *new std::set<std::string>{
      "aten::item",       "aten::_local_scalar_dense",
      "aten::is_nonzero", "aten::equal",
      "aten::nonzero",    "aten::masked_select",
      "aten::_unique2",   "aten::repeat_interleave",
      "aten::bincount",   "aten::index.Tensor_mask"};
  return kAsking.contains(name);
}

// A tensor of some dimensions on one device with another, or told one.
bool MovesBetweenDevices(const at::RecordFunction& f) {
  const std::string name = f.name();
  if (name != "aten::_to_copy" && name != "aten::copy_") return false;
  std::set<c10::DeviceType> devices;
  for (const c10::IValue& input : f.inputs()) {
    if (input.isTensor()) devices.insert(input.toTensor().device().type());
    if (input.isDevice()) devices.insert(input.toDevice().type());
  }
  return devices.size() > 1;
}

using Context = std::unique_ptr<at::ObserverContext>;

Context NoteConversion(const at::RecordFunction& f) {
  const std::string name = f.name();
  if (name != "aten::_to_copy") return nullptr;
  const at::Tensor x = f.inputs()[0].toTensor();
  if (x.dim() > 0 && x.is_floating_point()) noted->push_back(name);
  return nullptr;
}

Context NoteHostAccess(const at::RecordFunction& f) {
  const std::string name = f.name();
  if (IsFused(name)) ++inside_fused;
  if (inside_fused == 0 && (AsksTheHost(name) || MovesBetweenDevices(f))) {
    noted->push_back(name);
  }
  return nullptr;
}

void LeaveFused(const at::RecordFunction& f, at::ObserverContext*) {
  if (IsFused(f.name())) --inside_fused;
}

std::vector<std::string> NotesOf(const std::function<void()>& work,
                                 at::RecordFunctionCallback callback) {
  std::vector<std::string> seen;
  noted = &seen;
  const at::CallbackHandle handle =
      at::addThreadLocalCallback(std::move(callback).needsInputs(true).scopes(
          {at::RecordScope::FUNCTION}));
  work();
  at::removeCallback(handle);
  noted = nullptr;
  return seen;
}

}  // namespace

std::vector<std::string> HostAccesses(const std::function<void()>& work) {
  return NotesOf(work,
                 at::RecordFunctionCallback(&NoteHostAccess, &LeaveFused));
}

int Conversions(const std::function<void()>& work) {
  return NotesOf(work, at::RecordFunctionCallback(&NoteConversion)).size();
}

}  // namespace flow::core
