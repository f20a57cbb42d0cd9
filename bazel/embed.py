"""Writes files as C++ functions that return their text.

  embed.py OUT.cc HEADER NAMESPACE Function=FILE[+FILE...] ...

Several files joined by '+' become one text, in that order. A function whose name
ends in "Deflated" returns that text as zlib compresses it, in Base64.
"""

import base64
import sys
import zlib

_LINE = 8192  # bytes of text in one piece of a literal


def _escape(piece):
  out = []
  for byte in piece:
    char = chr(byte)
    if char in '"\\?' or not 32 <= byte < 127:
      out.append('\\%03o' % byte)
    else:
      out.append(char)
  return ''.join(out)


def _literal(text):
  pieces = [text[i:i + _LINE] for i in range(0, len(text), _LINE)] or [b'']
  return '\n'.join('    "%s"' % _escape(piece) for piece in pieces)


def main(argv):
  out, header, namespace = argv[1:4]
  lines = ['#include "%s"' % header, '', 'namespace %s {' % namespace]
  for assignment in argv[4:]:
    function, files = assignment.split('=', 1)
    text = b''
    for name in files.split('+'):
      with open(name, 'rb') as file:
        text += file.read()
    if function.endswith('Deflated'):
      text = base64.b64encode(zlib.compress(text, 9))
    lines += [
        '', 'absl::string_view %s() {' % function,
        '  static constexpr char kText[] =', _literal(text) + ';',
        '  return absl::string_view(kText, sizeof(kText) - 1);', '}'
    ]
  lines += ['', '}  // namespace %s' % namespace, '']
  with open(out, 'w') as file:
    file.write('\n'.join(lines))


if __name__ == '__main__':
  main(sys.argv)
