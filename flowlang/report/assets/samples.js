// Small plots side by side, one a label, for one seed and protocol.
// `draw(node, set, index)` fills a tile; `wanted(set)` says which sets it can.
function sampleBrowser(panel, data, wanted, draw) {
  const everything = 'all';
  const sets = data.runs.flatMap(
      (run) => run.samples.filter(wanted).map((set) => ({run, set})));
  const controls = element('div', {class: 'controls'});
  const tiles = element('div', {class: 'tiles'});
  const update = () => {
    clearPlots(tiles);
    data.labels.forEach((label, index) => {
      const shown = labels.value === everything || labels.value === label.name;
      const found = sets.find(
          ({run, set}) => shown && run.label === label.name &&
              String(run.seed) === seeds.value &&
              set.protocol === protocols.value);
      if (found) draw(addTile(tiles, label.name), found.set, index);
    });
    if (tiles.childElementCount === 0) {
      tiles.append(element('p', {class: 'muted'}, 'no run with this choice'));
    }
  };
  const names = unique(sets.map(({run}) => run.label));
  const labels = addSelect(controls, 'label',
                           names.length > 1 ? [everything, ...names] : names,
                           update);
  if (names.length > 6) labels.value = names[0];
  const seeds = addSelect(controls, 'seed',
                          unique(sets.map(({run}) => String(run.seed))),
                          update);
  const protocols = addSelect(controls, 'protocol',
                              unique(sets.map(({set}) => set.protocol)),
                              update);
  panel.append(controls, tiles);
  update();
}

// Axes around the target, so that a few strays do not shrink the picture.
function targetRange(set, coordinate) {
  const base = set.target[coordinate] && set.target[coordinate].length ?
      set.target : set.generated;
  const values = base[coordinate].filter(isNumber).sort((a, b) => a - b);
  if (values.length === 0) return [-1, 1];
  const low = values[0], high = values[values.length - 1];
  const pad = .12 * (high - low || 1);
  return [low - pad, high + pad];
}

function scatterPlot(set, index) {
  const points = (name, part, colour) => ({
    type: 'scatter', mode: 'markers', name, x: part.x, y: part.y,
    marker: {color: colour, size: 3.2}, hoverinfo: 'skip',
  });
  return {
    data: [
      points('target', set.target, withAlpha(styleValue('--muted'), .45)),
      points('generated', set.generated, withAlpha(colourOf(index), .6)),
    ],
    layout: layout(350, {
      margin: {l: 32, r: 8, t: 28, b: 28},
      xaxis: axis('', {range: targetRange(set, 'x')}),
      yaxis: axis('', {range: targetRange(set, 'y'), scaleanchor: 'x'}),
    }),
  };
}

function histogramPlot(set, index) {
  const bars = (name, part, colour) => ({
    type: 'histogram', histnorm: 'probability density', name, x: part.x,
    marker: {color: colour}, nbinsx: 60,
  });
  return {
    data: [
      bars('target', set.target, withAlpha(styleValue('--muted'), .45)),
      bars('generated', set.generated, withAlpha(colourOf(index), .6)),
    ],
    layout: layout(300, {
      barmode: 'overlay', margin: {l: 40, r: 8, t: 28, b: 28},
      xaxis: axis(''), yaxis: axis('density'),
    }),
  };
}

const pictureNames = {
  generated: 'generated',
  target: 'target',
  trajectory: 'from the source to what is generated, a line each',
};

function drawPictures(node, set) {
  for (const [name, address] of Object.entries(set.pictures)) {
    node.append(element('p', {class: 'muted'}, pictureNames[name]));
    if (address) {
      node.append(element('img', {
        class: 'picture', src: address, alt: `images: ${pictureNames[name]}`,
      }));
    } else {
      node.append(element(
          'p', {},
          `too large for this page: samples/${set.protocol}.${name}.png`));
    }
  }
}

function drawSamples(node, set, index) {
  if (set.pictures) {
    drawPictures(node, set);
  } else if (set.generated.y) {
    drawPlot(node, () => scatterPlot(set, index));
  } else {
    drawPlot(node, () => histogramPlot(set, index));
  }
}

function showSamples(data) {
  const wanted = (set) => set.generated.x.length > 0;
  const sets = data.runs.flatMap((run) => run.samples).filter(wanted);
  if (sets.length === 0) return;
  const flat = sets.some((set) => set.dim > 2 && !set.pictures);
  sampleBrowser(
      addPanel('samples', 'Samples',
               'Generated points and the target’s, as the metrics saw them' +
                   (flat ? '; the first two coordinates' : '') + '.'),
      data, wanted, drawSamples);
}
