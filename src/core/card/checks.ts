/**
 * What must hold between the values of a card, beyond each one's own range.
 *
 * A violation is told from each side: the value that is at fault is the one set last, which only
 * the caller knows.
 */
import { formatQuantity } from '../units.js';
import { channelCounts, ecalGrid, FRONT_ENDS, MOST_CHANNELS } from '../channels.js';
import { dispersion } from '../dispersion.js';
import { hasZeroDegree, intersect, volumesOf } from '../geometry.js';
import { faultChecks } from './faultChecks.js';
import { menuChecks } from './menu.js';
import { type Check, increasing, ordered, type Sides, type Value } from './violation.js';
import { SLICE_NS } from '../ticks.js';

export type { Violation } from './violation.js';

const checks: readonly Check[] = [
  function* spillIsWholeSlices({ beam }) {
    if (beam.spill % SLICE_NS === 0) return;
    const got = formatQuantity(beam.spill, 'time');
    yield [{ what: 'beam.spill', got, expected: 'a whole number of slices of 1 ms' }];
  },

  function* intensityRanges({ beam: { intensity } }) {
    if (typeof intensity === 'number') return;
    const ranges = Array.isArray(intensity)
      ? intensity.map((range, i) => ({ range, path: `beam.intensity.${i}` }))
      : [{ range: intensity, path: 'beam.intensity' }];
    for (const { range, path } of ranges) {
      yield* ordered([`${path}.min`, range.min], [`${path}.max`, range.max]);
    }
  },

  function* rateIsNeverNegative({ beam: { ripple } }) {
    const sum = ripple.reduce((total, { amplitude }) => total + amplitude, 0);
    if (sum > 1 + 1e-12) {
      yield* sumOf(
        ripple.map((_, i) => `beam.ripple.${i}.amplitude`),
        sum,
        'at most 1, or the rate is negative',
      );
    }
  },

  function* spikeFitsTheSpill({ beam: { startSpike, spill } }) {
    yield* ordered(
      ['beam.startSpike.duration', startSpike.duration],
      ['beam.spill', spill],
      'time',
    );
  },

  function* dispersionWithinTheSpot(card) {
    const { position } = dispersion(card);
    const { spot, momentumSpread } = card.beam;
    for (const axis of ['x', 'y'] as const) {
      const least = Math.abs(position[axis]) * momentumSpread;
      if (least <= spot[axis]) continue;
      const show = (mm: number) => formatQuantity(mm, 'length');
      yield [
        {
          what: `beam.spot.${axis}`,
          got: show(spot[axis]),
          expected: `at least ${show(least)}, what the dispersion makes of beam.momentumSpread`,
        },
        {
          what: 'beam.momentumSpread',
          got: `${momentumSpread}`,
          expected: `at most ${spot[axis] / Math.abs(position[axis])}, or the dispersion makes more than beam.spot.${axis} of it`,
        },
      ];
    }
  },

  function* classesLeaveElectrons({ nature: { dimuon, electroNuclear } }) {
    const sum = dimuon.rate + electroNuclear.rate;
    if (sum > 1)
      yield* sumOf(['nature.dimuon.rate', 'nature.electroNuclear.rate'], sum, 'at most 1');
  },

  function* dimuonSpectrum({ nature: { dimuon } }) {
    const points = dimuon.spectrum;
    const path = (i: number, key: string) => `nature.dimuon.spectrum.${i}.${key}`;
    for (let i = 1; i < points.length; i++) {
      yield* increasing(
        [path(i - 1, 'energy'), points[i - 1].energy],
        [path(i, 'energy'), points[i].energy],
        'energy',
      );
      yield* increasing(
        [path(i, 'above'), points[i].above],
        [path(i - 1, 'above'), points[i - 1].above],
      );
    }
    for (const [i, value] of [
      [0, 1],
      [points.length - 1, 0],
    ]) {
      const { above } = points[i];
      if (above === value) continue;
      yield [{ what: path(i, 'above'), got: `${above}`, expected: `${value} at this end` }];
    }
  },

  function* triggerIsSampled({ detector: { sampling } }) {
    const path = 'detector.sampling';
    yield* increasing([`${path}.trigger`, sampling.trigger], [`${path}.samples`, sampling.samples]);
  },

  function* detectorsAlongTheBeam({ detector: { position } }) {
    const { magnets, s4, ecal } = position;
    const path = 'detector.position';
    yield* ordered([`${path}.magnets`, magnets], [`${path}.s4`, s4], 'length');
    yield* ordered([`${path}.s4`, s4], [`${path}.ecal`, ecal], 'length');
  },

  function* beamCellIsThere({ detector: { ecal } }) {
    const { nx, ny } = ecalGrid(ecal);
    const [ix, iy] = ecal.beamCell;
    if (ix < nx && iy < ny) return;
    const cells = 'detector.ecal.cells';
    yield [
      {
        what: 'detector.ecal.beamCell',
        got: `[${ix}, ${iy}]`,
        expected: `one of ${nx} x ${ny}, counted from 0 (${cells})`,
      },
      { what: cells, got: `${nx} x ${ny}`, expected: `at least ${ix + 1} x ${iy + 1}` },
    ];
  },

  function* modulesBehindEachOther({ detector: { hcal } }) {
    const { second, third } = hcal.modules;
    if (typeof second === 'object' || typeof third !== 'object') return;
    const path = 'detector.hcal.modules';
    yield [{ what: `${path}.third`, got: 'a module', expected: `none without ${path}.second` }];
  },

  function* channelsAreFew({ detector }) {
    const counts = channelCounts(detector);
    const all = FRONT_ENDS.reduce((sum, name) => sum + counts[name], 0);
    if (all <= MOST_CHANNELS) return;
    const expected = `at most ${MOST_CHANNELS} channels of all sub-detectors together`;
    const side = (name: 'ecal' | 'hcal') => ({
      what: `detector.${name}.cells`,
      got: `${all} channels, ${counts[name]} of them of the ${name.toUpperCase()}`,
      expected,
    });
    yield [side('ecal'), side('hcal')];
  },

  function* chambersAlongTheBeam({ detector: { position, tracker } }) {
    const path = 'detector.tracker';
    for (const kind of ['micromegas', 'gem', 'straw'] as const) {
      for (const [i, { z }] of tracker[kind].stations.entries()) {
        const key = `${path}.${kind}.stations.${i}.z`;
        yield* ordered([key, z], ['detector.position.ecal', position.ecal], 'length');
      }
    }
    const strips = [...tracker.micromegas.stations, ...tracker.gem.stations];
    const before = strips.filter(({ z }) => z < position.magnets).length;
    const enough: [number, number, string][] = [
      [before, 2, 'in front of the magnets'],
      [strips.length - before, 3, 'behind the magnets'],
    ];
    for (const [got, least, where] of enough) {
      if (got >= least) continue;
      const expected = `at least ${least}, or there is no track`;
      yield [
        {
          what: `${path}.micromegas.stations`,
          got: `${got} chambers of strips ${where}`,
          expected,
        },
      ];
    }
  },

  function* volumesStandApart({ detector }) {
    const volumes = volumesOf(detector);
    for (const [i, b] of volumes.entries()) {
      for (const a of volumes.slice(0, i)) {
        if (!intersect(detector, a, b)) continue;
        const side = (own: typeof a, other: typeof a) => ({
          what: own.key,
          got: `${own.name} in the space of ${other.name}`,
          expected: `it clear of ${formatQuantity(other.z[0], 'length')} to ${formatQuantity(other.z[1], 'length')} (${other.key})`,
        });
        yield [side(b, a), side(a, b)];
      }
    }
  },

  function* namesOfChambers({ detector: { tracker } }) {
    const kinds = ['micromegas', 'gem', 'straw'] as const;
    const chambers = kinds.flatMap((kind) =>
      tracker[kind].stations.map(({ name }, i) => ({
        name,
        what: `detector.tracker.${kind}.stations.${i}.name`,
      })),
    );
    for (const [i, { name }] of chambers.entries()) {
      if (chambers.findIndex((other) => other.name === name) < i) continue;
      const [first, ...others] = chambers
        .filter((other) => other.name === name)
        .map(({ what }) => ({ what, got: `"${name}" twice`, expected: 'a name of its own' }));
      if (others.length > 0) yield [first, ...others];
    }
    for (const kind of kinds) {
      const path = `detector.tracker.${kind}`;
      for (const [i, { station }] of tracker[kind].dead.entries()) {
        if (tracker[kind].stations.some(({ name }) => name === station)) continue;
        const what = `${path}.dead.${i}.station`;
        yield [{ what, got: `"${station}"`, expected: `a name in ${path}.stations` }];
      }
    }
  },

  /** Strips on a channel lie in blocks, each a permutation of the channels: see core/tracker. */
  function* stripsShareChannels({ detector: { tracker } }) {
    for (const kind of ['micromegas', 'gem'] as const) {
      const { strips, multiplexing } = tracker[kind];
      const channels = strips / multiplexing;
      const permutes = (block: number) => gcd(6 * block + 1, channels) === 1;
      const blocks = Array.from({ length: multiplexing }, (_, b) => b);
      if (Number.isInteger(channels) && channels <= 256 && blocks.every(permutes)) continue;
      const path = `detector.tracker.${kind}`;
      const expected = `at most 256 whole channels that share no factor with ${blocks.map((b) => 6 * b + 1).join(', ')}`;
      yield [
        {
          what: `${path}.strips`,
          got: `${strips}`,
          expected: `${expected}, times ${multiplexing}`,
        },
        {
          what: `${path}.multiplexing`,
          got: `${multiplexing}`,
          expected: `of ${strips} strips ${expected}`,
        },
      ];
    }
  },

  function* strawWindow({ detector: { tracker } }) {
    const { from, to } = tracker.straw.window;
    const path = 'detector.tracker.straw.window';
    yield* ordered([`${path}.from`, from], [`${path}.to`, to]);
  },

  function* lateralWeights({ detector: { ecal } }) {
    const profiles = {
      lateral: ecal.lateral,
      'preshower.early': ecal.preshower.early,
      'preshower.albedo.lateral': ecal.preshower.albedo.lateral,
    };
    for (const [name, terms] of Object.entries(profiles)) {
      const sum = terms.reduce((total, { weight }) => total + weight, 0);
      if (Math.abs(sum - 1) > 1e-9) {
        yield* sumOf(
          terms.map((_, i) => `detector.ecal.${name}.${i}.weight`),
          sum,
          '1 in all',
        );
      }
    }
  },

  function* windowsAreReadOut({ readout, analysis: { cuts } }) {
    for (const name of ['track', 'srd', 'ecal', 'veto', 'hcal', 'zeroDegree'] as const) {
      const { from, to } = cuts[name]?.window ?? { from: 0, to: 0 };
      const path = `analysis.cuts.${name}.window`;
      yield* ordered([`${path}.from`, from], [`${path}.to`, to], 'time');
      if (-from > readout.before) yield cover([`${path}.from`, from], 'before', readout.before);
      if (to > readout.after) yield cover([`${path}.to`, to], 'after', readout.after);
    }
  },

  function* latencyFitsThePipeline({ readout: { latency, before, pipeline } }) {
    if (latency + before <= pipeline) return;
    const show = (time: number) => formatQuantity(time, 'time');
    const needed = `${show(latency + before)} (readout.latency and readout.before together)`;
    yield [
      { what: 'readout.pipeline', got: show(pipeline), expected: `at least ${needed}` },
      {
        what: 'readout.latency',
        got: show(latency),
        expected: `at most ${show(Math.max(0, pipeline - before))} (readout.pipeline less readout.before)`,
      },
    ];
  },

  function* zeroDegreeIsThere({ detector, analysis: { cuts } }) {
    if (cuts.zeroDegree === undefined || hasZeroDegree(detector.hcal)) return;
    const expected = 'detector.hcal.modules.zeroDegree, on which it cuts';
    yield [{ what: 'analysis.cuts.zeroDegree', got: 'a cut on HCAL0', expected }];
  },

  function* cutRanges({ analysis: { cuts, regionI } }) {
    const { track, srd, straws } = cuts;
    const path = 'analysis.cuts';
    yield* ordered(
      [`${path}.track.tight`, track.tight],
      [`${path}.track.loose`, track.loose],
      'energy',
    );
    yield* ordered(
      [`${path}.srd.threshold`, srd.threshold],
      [`${path}.srd.ceiling`, srd.ceiling],
      'energy',
    );
    yield* ordered([`${path}.straws.min`, straws.min], [`${path}.straws.max`, straws.max]);
    yield* ordered(
      ['analysis.regionI.min', regionI.min],
      ['analysis.regionI.max', regionI.max],
      'energy',
    );
  },

  function* boxInsideSeal({ analysis: { box, seal } }) {
    for (const name of ['ecal', 'hcal'] as const) {
      yield* ordered(
        [`analysis.box.${name}`, box[name]],
        [`analysis.seal.${name}`, seal[name]],
        'energy',
      );
    }
  },

  ...menuChecks,
  ...faultChecks,
];

/** Every rule that this card breaks. */
export function checksOf(card: Parameters<Check>[0]): Sides[] {
  return checks.flatMap((check) => [...check(card)]);
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** The edge of a window that reaches beyond what is read out. */
function cover(edge: Value, key: 'before' | 'after', value: number): Sides {
  const show = (time: number) => formatQuantity(time, 'time');
  const reach = Math.abs(edge[1]);
  return [
    {
      what: edge[0],
      got: show(edge[1]),
      expected: `at most ${show(value)} ${key} the trigger (readout.${key})`,
    },
    { what: `readout.${key}`, got: show(value), expected: `at least ${show(reach)} (${edge[0]})` },
  ];
}

function* sumOf(paths: readonly string[], sum: number, expected: string): Generator<Sides> {
  const [first, ...others] = paths.map((what) => ({
    what,
    got: `values that add up to ${sum} (${paths.join(', ')})`,
    expected,
  }));
  yield [first, ...others];
}
