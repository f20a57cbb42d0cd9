// The seeds of a cell as dots on the row's common scale, with the floor.
function seedStrip(row, cell, range) {
  const width = 120, height = 14, pad = 5;
  const span = range[1] - range[0] || 1;
  const place = (value) =>
      pad + (width - 2 * pad) * (value - range[0]) / span;
  const strip = svgElement('svg', {
    class: 'strip', width, height, viewBox: `0 0 ${width} ${height}`,
    role: 'img', 'aria-label': 'values by seed',
  });
  strip.append(svgElement('line', {
    x1: pad, x2: width - pad, y1: 7, y2: 7, stroke: 'var(--line)',
  }));
  if (isNumber(row.floor)) {
    strip.append(svgElement('line', {
      x1: place(row.floor), x2: place(row.floor), y1: 1, y2: 13,
      stroke: 'var(--muted)', 'stroke-dasharray': '2 2',
    }));
  }
  for (const point of cell.points) {
    if (!isNumber(point.value)) continue;
    strip.append(svgElement('circle', {
      cx: place(point.value), cy: 7, r: 3, fill: 'var(--text)',
      'fill-opacity': .55,
    }, svgElement('title', {}, `seed ${point.seed}: ${point.value}`)));
  }
  return strip;
}

function rowRange(row) {
  const values = row.cells.flatMap(
      (cell) => cell ? cell.points.map((point) => point.value) : []);
  values.push(row.floor);
  values.push(...row.cells.flatMap(
      (cell) => cell ? cell.references.map(({value}) => value) : []));
  const finite = values.filter(isNumber);
  return finite.length ? [Math.min(...finite), Math.max(...finite)] : [0, 1];
}

function published(reference) {
  const spread = reference.deviation;
  const value = formatNumber(reference.value, spread) +
      (isNumber(spread) ? ' ± ' + formatNumber(spread, spread) : '');
  return element(
      'small', {class: 'published',
                title: `${reference.source} (${reference.tag})`},
      'published ' + value);
}

function summaryCell(row, index, first) {
  const cell = row.cells[index];
  if (!cell) return element('td', {}, '–');
  const spread = cell.deviation;
  const mean = formatNumber(cell.mean, spread) +
      (isNumber(spread) ? ' ± ' + formatNumber(spread, spread) : '');
  const node = element(
      'td', {class: 'number'},
      element('span', row.best === index ? {class: 'best'} : {}, mean));
  if (cell.interval) {
    node.append(element('small', {}, formatInterval(cell.interval, spread)));
  }
  const paired = cell.versus_first;
  if (paired && paired.interval) {
    const reach = (paired.interval[1] - paired.interval[0]) / 2;
    const sign = paired.mean > 0 ? '+' : '';
    node.append(element(
        'small', {title: 'paired difference to ' + first},
        `Δ ${sign}${formatNumber(paired.mean, reach)} ± ` +
            formatNumber(reach, reach)));
  }
  for (const reference of cell.references) node.append(published(reference));
  if (cell.points.length > 1) {
    node.append(seedStrip(row, cell, rowRange(row)));
  }
  return node;
}

function sourcesOf(data) {
  return unique(data.rows.flatMap((row) => row.cells)
                    .flatMap((cell) => cell ? cell.references : [])
                    .map(({source, tag}) => `${source} (${tag})`));
}

function summaryNote(data) {
  const percent = 100 * data.confidence + ' %';
  const paired = data.labels.length > 1 ?
      `, and Δ, the paired difference to ${data.labels[0].name} with its ` +
          `${percent} t interval` :
      '';
  return `Mean ± standard deviation over seeds; below it the ${percent} ` +
      `bootstrap interval of the mean${paired}. Dots are seeds, the dashed ` +
      'mark is the floor: what two independent draws of the target score. ' +
      'Best mean in bold; ↓ lower is better.' +
      data.features.map((of) => ` Features of ${of}.`).join('') +
      sourcesOf(data).map((source) => ` Published: ${source}.`).join('');
}

function summaryHead(data) {
  const head = element('tr', {}, element('th', {}, 'metric'));
  for (const label of data.labels) {
    const seeds = label.seeds.length === 1 ? ' seed' : ' seeds';
    head.append(element(
        'th', {}, label.name,
        element('small', {}, label.seeds.length + seeds)));
  }
  head.append(element('th', {}, 'floor'));
  return element('thead', {}, head);
}

function summaryRow(row, data) {
  const line =
      element('tr', {}, element('th', {scope: 'row'}, metricName(row)));
  row.cells.forEach((cell, index) => line.append(
      summaryCell(row, index, data.labels[0].name)));
  line.append(element('td', {class: 'number'},
                      isNumber(row.floor) ? formatNumber(row.floor) : '–'));
  return line;
}

function showSummary(data) {
  if (data.rows.length === 0) return;
  const body = element('tbody');
  let protocol = null;
  for (const row of data.rows) {
    if (row.protocol !== protocol) {
      protocol = row.protocol;
      body.append(element('tr', {class: 'group'}, element(
          'th', {colspan: data.labels.length + 2, scope: 'rowgroup'},
          protocol)));
    }
    body.append(summaryRow(row, data));
  }
  addPanel('summary', 'Summary', summaryNote(data))
      .append(element('div', {class: 'scroll'},
                      element('table', {}, summaryHead(data), body)));
}
