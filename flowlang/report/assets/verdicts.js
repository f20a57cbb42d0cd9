function showVerdicts(data) {
  if (data.verdicts.length === 0) return;
  const met = data.verdicts.filter((verdict) => verdict.met).length;
  const panel = addPanel(
      'verdicts', 'Expectations',
      met + ' of ' + data.verdicts.length +
          ' met. A one-sided Student’s t bound over the seeds decides.');
  const list = element('ul', {class: 'verdicts'});
  for (const verdict of data.verdicts) {
    const kind =
        verdict.met ? 'met' : verdict.decided ? 'unmet' : 'undecided';
    const outcome =
        {met: '✓ met', unmet: '✗ not met', undecided: '? undecided'}[kind];
    list.append(element(
        'li', {class: kind}, element('span', {class: 'outcome'}, outcome),
        element('span', {}, verdict.sentence)));
  }
  panel.append(list);
}
