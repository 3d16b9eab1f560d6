/**
 * The page "paper | ours | ratio": one HTML file that holds all it shows, without scripts.
 */
import { exactly, type Quoted } from '../../core/paper.js';
import {
  type ComparisonRow,
  type ComparisonTable,
  ROLE_NAMES,
} from '../../run/results/comparison.js';
import { quotedSpans } from '../quoted.js';
import { FONT } from '../figures/style.js';
import { escapeXml } from '../figures/svg.js';
import type { PageFigure } from './figures.js';

export interface Page {
  /** From what the numbers were made, in one line. */
  readonly provenance: string;
  readonly sealed: boolean;
  readonly tables: readonly ComparisonTable[];
  readonly figures: readonly PageFigure[];
  /** Names of what was not measured. */
  readonly missing: readonly string[];
}

const STYLE = `
body { font: 16px/1.5 ${FONT}; color: #1a1a1a; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.2rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
p.made, figcaption, td.remark { color: #5c5c5c; font-size: 0.85rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid #e4e4e4; text-align: left; vertical-align: baseline; }
th.number { text-align: right; } td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.out td:first-child, tr.out td.role { font-weight: bold; }
figure { margin: 1.5rem 0; } img { width: 100%; height: auto; }
@media print { figure, table { break-inside: avoid; } }
`;

export function resultsPage({ provenance, sealed, tables, figures, missing }: Page): string {
  const box = sealed
    ? 'The signal box is sealed: limits are expected ones.'
    : 'The signal box was opened: observed limits are those of what was emulated.';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>NA64, emulated: paper and ours</title>
<style>${STYLE}</style>
</head>
<body>
<h1>NA64, emulated: paper, ours, ratio</h1>
<p class="made">${escapeXml(provenance)}</p>
<p>Emulated, not measured. The paper: D. Banerjee et al. (NA64), Phys. Rev. Lett. 123, 121801 (2019),
arXiv:1906.00176. ${box}</p>
<p>Roles: an <b>input</b> is typed in, a <b>fit</b> is fitted to the number of the paper, a <b>prediction</b> comes out of
the chain: only <b>predictions</b> validate. Errors are one standard deviation, limits those of 90&nbsp;%. "Scaled" is for
the exposure of the paper, 2.84&thinsp;×&thinsp;10<sup>11</sup> electrons on target: backgrounds in proportion to the
electrons.</p>
${tables.map(comparison).join('\n')}
<h2>Figures</h2>
${figures.map(figure).join('\n')}
${missing.length === 0 ? '' : `<p>Not shown, since not measured here: ${escapeXml(missing.join(', '))}.</p>`}
<h2>Files</h2>
<p>Beside this page: each figure as SVG, PNG and CSV in <code>figures/</code>, all tables as a submission to HEPData in
<code>hepdata/</code>, the likelihood as a workspace of pyhf in <code>workspace.json</code>, the numbers of this page in
<code>paper.json</code>.</p>
</body>
</html>
`;
}

function comparison({ title, rows }: ComparisonTable): string {
  const isScaled = rows.some(({ scaled }) => scaled !== null);
  const head = ['paper', 'ours', ...(isScaled ? ['ours, scaled'] : []), 'ours / paper'];
  return `<h2>${escapeXml(title)}</h2>
<table>
<thead><tr><th>quantity</th><th>role</th>${head.map((words) => `<th class="number">${words}</th>`).join('')}<th></th></tr></thead>
<tbody>
${rows.map((row) => line(row, isScaled)).join('\n')}
</tbody>
</table>`;
}

function line(
  { name, role, paper, ours, scaled, ratio, remark }: ComparisonRow,
  isScaled: boolean,
): string {
  const cells = [
    shown(paper),
    shown(ours),
    ...(isScaled ? [shown(scaled)] : []),
    ratio === null ? '' : shown(exactly(Number(ratio.toPrecision(3)))),
  ];
  const numbers = cells.map((cell) => `<td class="number">${cell}</td>`).join('');
  const is = role === 'out' ? 'out' : 'given';
  return `<tr class="${is}"><td>${escapeXml(name)}</td><td class="role">${ROLE_NAMES[role]}</td>${numbers}<td class="remark">${escapeXml(remark)}</td></tr>`;
}

function shown(value: Quoted | string | null): string {
  if (value === null || typeof value === 'string') return value ?? '';
  return quotedSpans(value)
    .map((span) => {
      if (typeof span === 'string') return escapeXml(span);
      return 'sup' in span ? `<sup>${escapeXml(span.sup)}</sup>` : escapeXml(span.sub);
    })
    .join('');
}

/** As an image, since the names within one figure are those within another. */
function figure({ title, svg, table }: PageFigure): string {
  const data = Buffer.from(svg, 'utf8').toString('base64');
  const from = table.location === '' ? '' : `Paper: ${table.location}. `;
  return `<figure>
<img alt="${escapeXml(title)}" src="data:image/svg+xml;base64,${data}">
<figcaption>${escapeXml(`${from}${table.description}`)}</figcaption>
</figure>`;
}
