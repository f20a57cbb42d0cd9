#include "core/processes/local_address.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "core/processes/time_left.h"

namespace flow::core {
namespace {

// A host that is off answers nothing: no longer for one of its addresses.
constexpr absl::Duration kOneTry = absl::Seconds(5);
constexpr absl::Duration kBetweenTries = absl::Milliseconds(50);

// Whether the socket, which does not block, is connected in time.
bool Connects(int socket, const addrinfo& to, absl::Duration timeout) {
  if (::connect(socket, to.ai_addr, to.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS) return false;
  pollfd waiting = {.fd = socket, .events = POLLOUT};
  const int64_t most = absl::ToInt64Milliseconds(std::min(timeout, kOneTry));
  if (::poll(&waiting, 1, static_cast<int>(most)) != 1) return false;
  int error = 0;
  socklen_t size = sizeof(error);
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 &&
         error == 0;
}

std::optional<std::string> AddressTowards(const addrinfo& to,
                                          absl::Duration timeout) {
  const int socket =
      ::socket(to.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return std::nullopt;
  const absl::Cleanup close = [&] { ::close(socket); };
  if (!Connects(socket, to, timeout)) return std::nullopt;
  sockaddr_storage own = {};
  socklen_t size = sizeof(own);
  auto* const address = reinterpret_cast<sockaddr*>(&own);
  if (::getsockname(socket, address, &size) != 0) return std::nullopt;
  // where nobody listens, the system may give a socket the very port that it
  // connects to, and connect it to itself
  if (size == to.ai_addrlen && std::memcmp(address, to.ai_addr, size) == 0) {
    return std::nullopt;
  }
  char text[NI_MAXHOST];
  if (::getnameinfo(address, size, text, sizeof(text), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace

absl::StatusOr<std::string> LocalAddressTowards(const std::string& host,
                                                int64_t port,
                                                absl::Duration timeout) {
  const TimeLeft left(timeout);
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error =
      ::getaddrinfo(host.c_str(), absl::StrCat(port).c_str(), &hints, &found);
  if (error != 0) {
    return absl::UnavailableError(absl::StrCat(
        "the host '", host, "' has no address: ", ::gai_strerror(error)));
  }
  const absl::Cleanup free = [&] { ::freeaddrinfo(found); };
  while (left.Get() > absl::ZeroDuration()) {
    for (const addrinfo* to = found; to != nullptr; to = to->ai_next) {
      if (auto address = AddressTowards(*to, left.Get())) return *address;
    }
    absl::SleepFor(std::min(left.Get(), kBetweenTries));
  }
  return absl::DeadlineExceededError(
      absl::StrCat("nothing listens at ", host, ":", port));
}

}  // namespace flow::core
