#ifndef FLOWLANG_SOURCE_UTF8_H_
#define FLOWLANG_SOURCE_UTF8_H_

#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The bytes of the UTF-8 character that `text` starts with, 1 to 4; 0 if it
/// starts with none (a stray or missing byte, an overlong form, a surrogate, a
/// value past U+10FFFF, an empty text). RFC 3629, section 4.
int Utf8Length(absl::string_view text);

/// Whether a byte is the second, third or fourth of a character.
inline bool IsUtf8Continuation(char byte) { return (byte & 0xC0) == 0x80; }

/// The characters of a text; a byte that is no part of one counts as one.
int CodePointCount(absl::string_view text);

/// A piece of text as a message quotes it: on one line and not too long.
std::string Shortened(absl::string_view text);

}  // namespace flow::lang

#endif  // FLOWLANG_SOURCE_UTF8_H_
