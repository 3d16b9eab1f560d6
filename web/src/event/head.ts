/** What event it is, in a line, and what is reconstructed of it, in a few numbers. */
import type { Display } from '../../../src/run/display/shape.js';
import { count } from '../dashboard/words.js';
import { html, subscripted } from '../dom.js';
import type { Asked } from './controls.js';
import { energyWords, three } from './energy.js';

export function head(into: HTMLElement, { run, spill, event }: Asked, display: Display): void {
  const { selection, run: of } = display;
  const link = `/api/event/phoenix?run=${run}&spill=${spill}&event=${event}`;
  into.prepend(
    html(
      'div',
      { class: 'event-identity' },
      html('h1', {}, `Spill ${count(spill)}, event ${count(event)}`),
      html(
        'ul',
        { class: 'badges', 'aria-label': 'What it is' },
        ...(display.sealed ? [badge('sealed', 'sealed')] : []),
        ...display.types.map((type) => badge(type, 'type')),
        ...(selection?.regions ?? []).map((region) => badge(regionWords(region), 'region')),
        ...(display.lostInBuilding ? [badge('not built: a fragment is missing', 'fault')] : []),
        ...(display.equalsRaw === false ? [badge('not the bytes of the raw event', 'fault')] : []),
      ),
      html('p', { class: 'note' }, identityWords(display)),
      html(
        'a',
        { href: link, download: `run-${of.number}-spill-${spill}-event-${event}.phoenix.json` },
        'Export Phoenix JSON',
      ),
    ),
    ...display.alarms.map(({ monitor, severity, what }) =>
      html('p', { class: 'named' }, html('b', {}, `Alarm of ${monitor} (${severity}): `), what),
    ),
    display.sealed ? sealedWords() : values(display),
  );
}

const badge = (words: string, kind: string) => html('li', { 'data-kind': kind }, words);

const regionWords = (region: string) =>
  /^(I|II|A|C)\b/.test(region) ? `region ${region}` : region;

const identityWords = ({ id, run, events, spill }: Display) =>
  [
    `id ${id}`,
    `${count(events)} events in spill ${spill} of ${run.spills}`,
    `${run.name}, card ${run.card}, seed ${run.seed}`,
    `fidelity ${run.fidelity}`,
  ].join(' · ');

const sealedWords = () =>
  html(
    'p',
    { class: 'sealed-words' },
    html('b', {}, 'Sealed. '),
    'Its channels, each for itself, are all there is to see while the box is closed: no sum over them, no track, no cut and no region is shown.',
  );

function values({ reconstructed: r }: Display): HTMLElement {
  const shown: [string, string, string?][] = r
    ? [
        ['E_ECAL', energyWords(r.ecal), `preshower ${energyWords(r.preshower)}`],
        ['E_HCAL', energyWords(r.hcalTotal), r.hcal.map((e) => three(e)).join(' + ')],
        ['HCAL0', energyWords(r.hcal0)],
        [
          'momentum',
          r.tracks > 0 ? `${three(r.momentum)}\u202fGeV` : 'no track',
          tracksOf(r.tracks),
        ],
        ['angle', r.tracks > 0 ? `${three(1000 * r.angle)}\u202fmrad` : '–'],
        ['shower shape', three(r.chi2), 'chi2 per degree of freedom'],
        ['SRD', r.srd.map((e) => three(1000 * e)).join(' · '), 'MeV'],
        ['VETO', r.veto.map((e) => three(1000 * e)).join(' · '), 'MeV'],
        ['straws', r.straws.join(' · '), 'tubes in x and y'],
      ]
    : [];
  return html(
    'dl',
    { class: 'event-values' },
    ...shown.map(([name, value, more]) =>
      html(
        'div',
        {},
        html('dt', {}, ...subscripted(name)),
        html('dd', {}, value, ...(more ? [html('small', {}, ` ${more}`)] : [])),
      ),
    ),
  );
}

const tracksOf = (n: number) => (n === 1 ? 'one track' : `${n} tracks`);
