'use strict';

// What the page carries is compressed, so that it stays small enough to send.

// The text of the element `id`, which zlib and Base64 have packed.
async function inflated(id) {
  const packed = atob(document.getElementById(id).textContent);
  const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(
      new DecompressionStream('deflate'));
  return new Response(stream).text();
}

// Defines `Plotly`.
async function loadPlotly() {
  const script = document.createElement('script');
  script.textContent = await inflated('plotly');
  document.head.append(script);
}
