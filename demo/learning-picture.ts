/** One way to choose texts, and what it came to. */
export interface ChosenTexts {
  readonly name: string;
  /** Part of the texts about each topic. */
  readonly shares: ReadonlyMap<string, number>;
  /** Divergence from what was planted, in bits. */
  readonly divergence: number;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * A web page without scripts: the divergence after each round, and the topics of what was planted beside those of the
 * datasets.
 *
 * @param planted part of all drafts about each topic, the largest first
 */
export function learningPicture(planted: ReadonlyMap<string, number>, chosen: readonly ChosenTexts[]): string {
  const last = chosen.filter(({ shares }) => shares.size > 0);
  const others = new Set(last.flatMap(({ shares }) => [...shares.keys()]).filter((topic) => !planted.has(topic)));
  const bar = (share: number, scale: number, colour: string) =>
    `<div class="bar" style="width:${Math.round(scale * share)}px;background:${colour}"></div><span>${(100 * share).toFixed(0)}</span>`;
  const rows = [...planted.keys()].map(
    (topic) =>
      `<tr><th>${escaped(topic)}</th><td>${bar(planted.get(topic) ?? 0, 500, '#444')}</td>${last
        .map(({ shares }, i) => `<td>${bar(shares.get(topic) ?? 0, 500, colours[i % colours.length] ?? '#888')}</td>`)
        .join('')}</tr>`,
  );
  const rest = `<tr><th>${others.size} topics nobody wrote about</th><td>${bar(0, 500, '#444')}</td>${last
    .map(({ shares }, i) => {
      const sum = [...others].reduce((total, topic) => total + (shares.get(topic) ?? 0), 0);
      return `<td>${bar(sum, 200, colours[i % colours.length] ?? '#888')}</td>`;
    })
    .join('')}</tr>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rounds that learn</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 32px; color: #222; }
table { border-collapse: collapse; margin: 8px 0 28px; }
th, td { text-align: left; padding: 2px 16px 2px 0; font-weight: normal; vertical-align: middle; white-space: nowrap; }
thead th { font-weight: 600; }
.bar { display: inline-block; height: 12px; margin-right: 6px; vertical-align: middle; }
</style>
<h1>Rounds that learn</h1>
<p>Divergence of topics from what was planted (Jensen–Shannon, in bits; 0 would be the same topics in the same parts).</p>
<table>${chosen
    .map(
      ({ name, divergence }) =>
        `<tr><th>${escaped(name)}</th><td>${bar(divergence, 500, '#2563a8').replace(/<span>.*$/, '')} ${divergence.toFixed(3)}</td></tr>`,
    )
    .join('')}</table>
<p>Topics in per cent: what was planted, and what the texts of each dataset are about.</p>
<table><thead><tr><th></th><th>planted</th>${last.map(({ name }) => `<th>${escaped(name)}</th>`).join('')}</tr></thead>
${rows.join('\n')}
${rest}
</table></html>`;
}

const colours = ['#2563a8', '#9a6b00', '#888'];
