/** The set-up from above, to one scale along the beam and to a larger one beside it: all of it, and its end again larger. */
import type {
  Display,
  Module,
  StationHit,
  TrackShown,
  VolumeKind,
} from '../../../src/run/display/shape.js';
import { asTable, frame } from '../dashboard/panel.js';
import { linear, path, picture, px, text } from '../dashboard/picture.js';
import { html, setText, svg } from '../dom.js';
import { energyBar, energyWords, shadeOf, three } from './energy.js';
import type { Part } from './part.js';

/** What is drawn: mm along the straight axis and beside it. */
interface Section {
  readonly title: string;
  readonly z: readonly [number, number];
  readonly x: readonly [number, number];
  readonly height: number;
}

type Point = readonly [x: number, z: number];
type To = (point: Point) => [number, number];

const MARGIN = { left: 46, right: 12, top: 30, bottom: 34 };

export function setUp(into: HTMLElement, display: Display): Part {
  const { body, words } = frame(into, 'setup', 'Set-up from above');
  setText(words, inWords(display));
  const pictures = sectionsOf(display).map((section) => {
    const place = html('div', { class: 'from-above' });
    body.append(place);
    const drawn = picture(
      place,
      section.title,
      (width) => section.height * (width < 600 ? 0.8 : 1),
      (width, height) => drawing(display, section, width, height),
    );
    drawn.draw(display.id, () => inWords(display));
    return drawn;
  });
  body.append(legend(display));
  const { tracker } = display;
  if (tracker) {
    asTable(
      body,
      'Hits of the tracker',
      ['station', 'view', 'mm from the axis', 'ns', 'size'],
      () => [
        ...tracker.clusters.map((c) => [c.station, c.view, three(c.at), three(c.time), c.size]),
        ...tracker.tubes.map((t) => [
          ...[t.station, t.view, three(t.at), t.inTime ? 'in time' : 'out of time', 1],
        ]),
      ],
    ).show();
  }
  return {
    close() {
      for (const drawn of pictures) drawn.close();
    },
  };
}

function inWords({ tracker, sealed }: Display): string {
  if (sealed || !tracker) return 'The tracker is not shown: the event is sealed.';
  const { clusters, tubes, tracks } = tracker;
  const hits = `${clusters.length} clusters of strips and ${tubes.length} tubes`;
  const [track] = tracks;
  if (!track) return `${hits}; no track in time.`;
  const found = `${tracks.length === 1 ? 'one track' : `${tracks.length} tracks`} of ${three(track.momentum)} GeV`;
  return `${hits}; ${found}, ${three(1000 * track.angle)} mrad to the axis, chi2 ${three(track.chi2)}.`;
}

function sectionsOf({ setUp: { volumes } }: Display): Section[] {
  const points = volumes.flatMap(({ outline }) => outline);
  const end = Math.max(...points.map(([, z]) => z));
  const srd = volumes.find(({ kind }) => kind === 'srd');
  const from = Math.min(...(srd?.outline ?? points).map(([, z]) => z));
  const behind = points.filter(([, z]) => z >= from - 1);
  const across = (of: readonly Point[], margin: number): [number, number] => [
    Math.min(...of.map(([x]) => x)) - margin,
    Math.max(...of.map(([x]) => x)) + margin,
  ];
  return [
    {
      ...{ title: 'The whole set-up from above', z: [-400, end + 300], x: across(points, 60) },
      height: 250,
    },
    {
      ...{ title: 'Its end from above, larger', z: [from - 250, end + 250], x: across(behind, 60) },
      height: 330,
    },
  ];
}

function drawing(display: Display, section: Section, width: number, height: number): Node[] {
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const along = linear([...section.z], [MARGIN.left, right], width < 600 ? 5 : 12);
  const beside = linear([...section.x], [bottom, MARGIN.top], 5);
  const to: To = ([x, z]) => [along(z), beside(x)];
  const { setUp: of, modules, tracker } = display;
  const scale = (pixels: number, mm: number) => Math.abs(pixels) / mm;
  const stretch = scale(beside(0) - beside(1000), 1000) / scale(along(1000) - along(0), 1000);
  const inside = (z: number) => z >= section.z[0] && z <= section.z[1];
  const shown = of.volumes.filter(({ outline }) => outline.every(([, z]) => inside(z)));
  const clip = `clip-${Math.round(section.z[0])}`;
  const area = {
    x: MARGIN.left,
    y: MARGIN.top,
    width: right - MARGIN.left,
    height: bottom - MARGIN.top,
  };
  return [
    svg('clipPath', { id: clip }, svg('rect', area)),
    svg(
      'g',
      { 'clip-path': `url(#${clip})` },
      ...shown.map(({ name, kind, outline }) =>
        svg(
          'path',
          { class: `volume ${kind}`, d: closed(outline.map(to)) },
          svg('title', {}, name),
        ),
      ),
      ...modules.flatMap((module) => columns(module, of, to)),
      ...bars(modules, of, to),
      path('way', line(of.beam.map(to))),
      path('way straight', line(of.straight.map(to))),
      ...(tracker?.tracks ?? []).flatMap((track) => trackLine(track, to)),
      ...(tracker?.tubes ?? []).filter(isX).map((hit) => mark(hit, 'tube', to)),
      ...(tracker?.clusters ?? []).filter(isX).map((hit) => mark(hit, 'cluster', to)),
    ),
    ...names(shown, to, right),
    ...axes(along, beside, { right, bottom }, stretch),
  ];
}

const isX = ({ view }: StationHit) => view === 'x';

const line = (points: readonly (readonly [number, number])[]) =>
  `M${points.map(([x, y]) => `${px(x)},${px(y)}`).join('L')}`;
const closed = (points: readonly (readonly [number, number])[]) => `${line(points)}Z`;

function trackLine({ points, momentum }: TrackShown, to: To): SVGElement[] {
  const d = line(points.map(([x, , z]) => to([x, z])));
  const title = svg('title', {}, `track of ${three(momentum)} GeV`);
  return [path('halo', d), svg('path', { class: 'track', d }, title)];
}

function mark(hit: StationHit, name: string, to: To): SVGElement {
  const [cx, cy] = to(hit.place);
  return svg(
    'circle',
    { class: name, cx: px(cx), cy: px(cy), r: 3 },
    svg('title', {}, `${hit.station}: x ${three(hit.at)} mm`),
  );
}

/** Columns of cells, each in the shade of its hottest one. */
function columns({ box, side, cells }: Module, of: Display['setUp'], to: To): SVGElement[] {
  if (!box || !side) return [];
  const place = placing(of, box.axis);
  const [across, up] = side;
  const width = (box.x[1] - box.x[0]) / across;
  return Array.from({ length: across }, (_, ix) => {
    const hottest = Math.max(...cells.slice(up * ix, up * (ix + 1)).map((c) => c.energy));
    const shade = shadeOf(hottest);
    const [x0, x1] = [box.x[0] + ix * width, box.x[0] + (ix + 1) * width];
    const [z0, z1] = box.z;
    const corners: Point[] = [
      [x0, z0],
      [x1, z0],
      [x1, z1],
      [x0, z1],
    ];
    return svg('path', {
      class: `column ${shade === null ? 'quiet' : `shade-${shade}`}`,
      d: closed(corners.map((corner) => to(place(corner)))),
    });
  });
}

/** SRD and VETO, which have no cells side by side, in the shade of their hottest channel. */
function bars(modules: readonly Module[], of: Display['setUp'], to: To): SVGElement[] {
  return modules.flatMap(({ name, cells }) => {
    const volume = of.volumes.find(
      (v) => v.name === name && (v.kind === 'srd' || v.kind === 'veto'),
    );
    const shade = shadeOf(Math.max(...cells.map(({ energy }) => energy)));
    if (!volume || shade === null) return [];
    return [svg('path', { class: `column shade-${shade}`, d: closed(volume.outline.map(to)) })];
  });
}

/** From beside an axis to the frame of the set-up. */
export const placing = ({ bend, pivot }: Display['setUp'], axis: 'straight' | 'bent') => {
  const [c, s] = axis === 'straight' ? [1, 0] : [Math.cos(bend), Math.sin(bend)];
  return ([x, z]: Point): Point => [x * c + (z - pivot) * s, pivot + (z - pivot) * c - x * s];
};

/** What is small stands in a row of names of its own. */
const SMALL: readonly VolumeKind[] = ['counter', 'chamber'];
/** Pixels of a letter, at most on average. */
const LETTER = 7;

/** Above what they name. */
const names = (volumes: Display['setUp']['volumes'], to: To, right: number): SVGElement[] => {
  const placed = volumes.map(({ name, kind, outline }) => {
    const at = outline.map(to).map(([x]) => x);
    const middle = (Math.min(...at) + Math.max(...at)) / 2;
    return { names: [shortName(name)], at: [middle], isSmall: SMALL.includes(kind) };
  });
  return [true, false].flatMap((isSmall) =>
    apart(
      placed.filter((label) => label.isSmall === isSmall),
      right,
    ).map((label) => {
      const x = placeOf(label, right);
      return text('tick', x, isSmall ? 11 : 24, wordsOf(label), { 'text-anchor': 'middle' });
    }),
  );
};

const shortName = (name: string) =>
  name
    .replace('vacuum ', '')
    .replace('first magnet', 'magnet 1')
    .replace('second magnet', 'magnet 2');

/** Names that stand together, and where what they name stands. */
interface Label {
  readonly names: readonly string[];
  readonly at: readonly number[];
}

const middleOf = ({ at }: Label) => (Math.min(...at) + Math.max(...at)) / 2;
const wordsOf = ({ names }: Label) =>
  names.length < 3 ? names.join(' ') : `${names[0]} … ${names.at(-1)}`;
const halfOf = (label: Label) => (LETTER * wordsOf(label).length) / 2;
/** Its middle; within the picture. */
const placeOf = (label: Label, right: number) => Math.min(middleOf(label), right - halfOf(label));

/** Along x; those that would overlap stand together. */
function apart(labels: readonly Label[], right: number): Label[] {
  const done: Label[] = [];
  for (let label of labels.toSorted((a, b) => a.at[0] - b.at[0])) {
    for (let last = done.at(-1); last && isOver(last, label, right); last = done.at(-1)) {
      label = { names: [...last.names, ...label.names], at: [...last.at, ...label.at] };
      done.pop();
    }
    done.push(label);
  }
  return done;
}

const isOver = (before: Label, label: Label, right: number) =>
  placeOf(before, right) + halfOf(before) + LETTER > placeOf(label, right) - halfOf(label);

function axes(
  along: ReturnType<typeof linear>,
  beside: ReturnType<typeof linear>,
  { right, bottom }: { readonly right: number; readonly bottom: number },
  stretch: number,
): SVGElement[] {
  return [
    ...along.major.flatMap(({ value }) => [
      path('axis', `M${px(along(value))},${bottom}v4`),
      text('tick', along(value), bottom + 15, three(value / 1000), { 'text-anchor': 'middle' }),
    ]),
    ...beside.major.flatMap(({ value }) => [
      path('axis', `M${MARGIN.left},${px(beside(value))}h-4`),
      text('tick', MARGIN.left - 7, beside(value) + 4, `${value}`.replace('-', '−'), {
        'text-anchor': 'end',
      }),
    ]),
    text(
      'axis-name',
      right,
      bottom + 29,
      right < 440 ? 'z (m)' : 'z (m), along the straight axis',
      {
        'text-anchor': 'end',
      },
    ),
    text('axis-name', MARGIN.left, bottom + 29, `x (mm), stretched ${three(stretch)} times`),
    svg('rect', {
      ...{ class: 'border', x: MARGIN.left, y: MARGIN.top },
      ...{ width: px(right - MARGIN.left), height: bottom - MARGIN.top },
    }),
  ];
}

const KIND_WORDS: Readonly<Partial<Record<VolumeKind, string>>> = {
  magnet: 'magnets',
  chamber: 'chambers',
};

function legend({ tracker, modules, sealed }: Display): HTMLElement {
  const hottest = modules
    .flatMap(({ cells }) => cells)
    .reduce((a, b) => (b.energy > a.energy ? b : a));
  const bar = svg(
    'svg',
    {
      class: 'picture bar-of-energies',
      width: 260,
      height: 26,
      viewBox: '0 0 260 26',
      'aria-hidden': true,
    },
    ...energyBar({ x: 22, y: 2, width: 216, height: 9 }),
  );
  const keys = tracker
    ? [
        ['track', 'track, fitted'],
        ['cluster', 'cluster in x'],
        ['tube', 'straw in x'],
      ]
    : [];
  return html(
    'div',
    { class: 'legend' },
    ...[
      ...keys,
      ['way', 'way of the beam'],
      ['magnet', KIND_WORDS.magnet ?? ''],
      ['chamber', KIND_WORDS.chamber ?? ''],
    ].map(([name, words]) => html('span', { class: `key ${name}` }, words)),
    html('span', { class: 'key-bar' }, 'hottest cell of each column', bar),
    ...(sealed
      ? []
      : [
          html(
            'span',
            { class: 'note' },
            `hottest of all: ${hottest.name}, ${energyWords(hottest.energy)}`,
          ),
        ]),
  );
}
