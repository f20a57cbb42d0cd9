// Numbers as text, with the digits that their spread deserves.

function isNumber(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

function decimalsFor(value, spread) {
  const bySpread = isNumber(spread) && spread > 0;
  const leading = bySpread ? spread : Math.abs(value);
  const digits = bySpread ? 2 : 4;
  if (!(leading > 0)) return digits - 1;
  const exponent = Math.floor(Math.log10(leading));
  return Math.min(Math.max(digits - 1 - exponent, 0), 9);
}

function formatNumber(value, spread) {
  if (!isNumber(value)) return 'not a number';
  const shown = isNumber(spread) && spread > 0 ? spread : Math.abs(value);
  if (Math.abs(value) >= 1e7 || (shown > 0 && shown < 1e-6)) {
    return value.toExponential(2);
  }
  return value.toFixed(decimalsFor(value, spread)).replace('-', '−');
}

function formatInterval(interval, spread) {
  return '[' + interval.map((end) => formatNumber(end, spread)).join(', ') +
      ']';
}

// The mean of several and, where they differ, their sample standard deviation.
function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values) {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(square / (values.length - 1));
}

function formatMean(values) {
  const mean = meanOf(values), spread = deviationOf(values);
  if (spread > 0) {
    return formatNumber(mean, spread) + ' ± ' + formatNumber(spread, spread);
  }
  return Number.isInteger(mean) ? String(mean) : formatNumber(mean);
}

function metricName(row) {
  return row.metric + (row.lower_is_better ? ' ↓' : ' ↑');
}

function formatSeconds(seconds) {
  if (seconds < 1) return (1000 * seconds).toFixed(0) + ' ms';
  if (seconds < 120) return seconds.toPrecision(3) + ' s';
  return (seconds / 60).toFixed(1) + ' min';
}

// The end of a long label tells more than its middle: "OT-CFM…rate=1e-3".
function shortened(text, most) {
  if (text.length <= most) return escapeMarkup(text);
  const tail = Math.floor(.6 * most);
  return escapeMarkup(text.slice(0, most - tail - 1) + '…' +
                      text.slice(-tail));
}

// Plotly reads a little markup in its texts.
function escapeMarkup(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
