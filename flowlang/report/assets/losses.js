// The mean over the curves' common steps; null when they have none in common.
function meanCurve(curves) {
  if (curves.length < 2) return null;
  const others = curves.slice(1).map(
      (curve) => new Map(curve.step.map((step, i) => [step, curve.loss[i]])));
  const step = [], loss = [];
  curves[0].step.forEach((at, i) => {
    const values = [curves[0].loss[i], ...others.map((map) => map.get(at))];
    if (!values.every(isNumber)) return;
    step.push(at);
    loss.push(values.reduce((sum, value) => sum + value, 0) / values.length);
  });
  return step.length ? {step, loss} : null;
}

function lossTraces(data, stage) {
  const traces = [];
  data.labels.forEach((label, index) => {
    const runs = data.runs.filter((run) => run.label === label.name);
    const curves = runs.flatMap(
        (run) => run.losses.filter((curve) => curve.stage === stage)
            .map((curve) => ({...curve, seed: run.seed})));
    const mean = meanCurve(curves);
    const colour = colourOf(index);
    const name = escapeMarkup(label.name);
    curves.forEach((curve, i) => traces.push({
      type: 'scatter', mode: 'lines', name, legendgroup: name,
      showlegend: !mean && i === 0,
      x: curve.step, y: curve.loss,
      line: {color: mean ? withAlpha(colour, .3) : colour,
             width: mean ? 1 : 1.5},
      hovertemplate: `seed ${curve.seed}, step %{x}: %{y}<extra></extra>`,
    }));
    if (!mean) return;
    traces.push({
      type: 'scatter', mode: 'lines', name, legendgroup: name,
      x: mean.step, y: mean.loss, line: {color: colour, width: 2.2},
      hovertemplate: `mean, step %{x}: %{y:.5g}<extra></extra>`,
    });
  });
  return traces;
}

function showLosses(data) {
  const curves = data.runs.flatMap((run) => run.losses);
  if (curves.length === 0) return;
  const panel = addPanel('losses', 'Loss',
                         'Thin lines are seeds, the bold line is their mean. ' +
                             'A click on a name hides it.');
  const controls = element('div', {class: 'controls'});
  const plot = element('div', {class: 'plot'});
  const positive = curves.every(
      (curve) => curve.loss.every((value) => value === null || value > 0));
  const select = addSelect(controls, 'stage',
                           unique(curves.map((curve) => curve.stage)),
                           redrawPlots);
  const log = addCheckbox(controls, 'logarithmic', positive, redrawPlots);
  panel.append(controls, plot);
  drawPlot(plot, () => ({
    data: lossTraces(data, select.value),
    layout: layout(380, {
      xaxis: axis('step'),
      yaxis: axis('loss', {type: log.checked ? 'log' : 'linear'}),
    }),
  }));
}
