/**
 * The constants of the electronics from a calibration run: its raw segments, its plan and belief, nothing
 * else. Step by step:
 *
 * | step | gives |
 * |---|---|
 * | pedestal | pedestal, noise; what a gate holds without a particle |
 * | led | shape of the pulses; reference of the LED |
 * | electrons, beam | gains of the ECAL and the SRD, their time offsets |
 * | counters | gains and time offsets of S1..S4, V1, V2 |
 * | muons, hcal0 | gains and time offsets of VETO and HCAL |
 */
import { type CalibrationStep, calibrationPlan } from '../../../core/calibrationPlan.js';
import type { Belief } from '../../../core/card/schema.js';
import {
  type ChannelCounts,
  channelCounts,
  ecalGrid,
  FRONT_ENDS,
  type FrontEnd,
  hcalGrid,
  ofFrontEnds,
  vetoChannel,
  vetoSlabs,
} from '../../../core/channels.js';
import { hcalModules } from '../../../core/geometry.js';
import type { Crc32 } from '../../../core/wire/framing.js';
import { decodeMessage } from '../../../core/wire/decode.js';
import { spillway } from '../../../core/wire/messages.js';
import { type BuiltEvent, buildSpill } from '../../building/index.js';
import { PulseReader } from '../../pulses/reader.js';
import { Template } from '../../pulses/template.js';
import type { Conditions, FrontEndConditions } from '../conditions.js';
import { type Constants, nominalConstants } from '../constants.js';
import { noDrift } from '../drift.js';
import { flashHeights } from '../flashes.js';
import { masterTiming } from '../master.js';
import { ecalGains } from './ecal.js';
import { SeenEvent } from './heights.js';
import {
  counterMean,
  hcalMean,
  isAlone,
  largest,
  MuonHeights,
  srdMean,
  vetoMean,
  WHOLE,
} from './minimum-ionising.js';
import { PedestalSums } from './pedestals.js';
import { fitShape, type Trace } from './shape.js';
import { median } from '../../../core/median.js';
import { ChannelSums, meanNear } from './sums.js';

/** Flashes that the shape is taken from, and pulses that times are taken from, counts. */
const SHAPE_FLASHES = 250;
const CLEAR_PULSE = 30;
/**
 * Fewer clear pulses tell no offset: in a cell away from the beam they may be those of other particles, and an offset
 * that is wrong by more than the window of a pulse would never be mended.
 */
const CLEAR_PULSES = 20;
/** A flash this far from the median came with something else. */
const FLASH_BAND = 0.05;
/** Of the nominal response: a muon's cell shows more than this, */
const MUON_SEEN = 0.3;
/** the other cells of the module less than this, if it did not scatter into one of them; */
const MUON_SHARED = 0.1;
/** an electron's event lies this near to the median of its step. */
const ELECTRON_BAND = 0.15;

/** HCAL0. */
const ZERO_DEGREE = 3;

/** Constants under way: columns that the steps fill. */
type Columns = { -readonly [Column in keyof Constants]: number[] };

/** Takes the steps of a calibration run, one after the other. */
export class ConstantsMeasurement {
  private readonly columns: Record<FrontEnd, Columns>;
  private readonly conditions: Conditions;
  private readonly counts: ChannelCounts;
  private readonly seen: SeenEvent;
  private readonly times: Record<FrontEnd, ChannelSums>;
  private readonly cells: readonly ChannelSums[];
  private readonly srd: ChannelSums;
  private readonly muons: Record<FrontEnd, MuonHeights>;
  /** Mean heights in gates without a particle. */
  private readonly idle: Record<FrontEnd, ChannelSums>;
  private pedestalEvents: readonly BuiltEvent[] = [];
  private taken = 0;

  constructor(
    private readonly belief: Belief,
    private readonly crc32: Crc32,
    private readonly plan: readonly CalibrationStep[] = calibrationPlan(belief.detector),
  ) {
    const { sampling, tracker, ecal } = belief.detector;
    const counts = channelCounts(belief.detector);
    const sums = (name: FrontEnd) => new ChannelSums(counts[name]);
    this.counts = counts;
    this.seen = new SeenEvent(belief.detector);
    this.times = ofFrontEnds(sums);
    this.cells = Array.from({ length: ecalGrid(ecal).cells }, () => sums('ecal'));
    this.srd = sums('srd');
    this.muons = ofFrontEnds((name) => new MuonHeights(counts[name]));
    this.idle = ofFrontEnds(sums);
    this.columns = ofFrontEnds((name) => {
      const nominal = nominalConstants(belief, name);
      return Object.fromEntries(
        Object.entries(nominal).map(([column, values]) => [column, [...values]]),
      ) as unknown as Columns;
    });
    const drift = noDrift(belief.detector);
    this.conditions = {
      ...masterTiming(belief),
      ...{ sampling, tracker },
      frontEnds: ofFrontEnds((name) => this.conditionsNow(name, drift[name])),
    };
  }

  private conditionsNow(name: FrontEnd, drift: FrontEndConditions['drift']): FrontEndConditions {
    const { pedestal, noise, offset, poles, peaking } = this.columns[name];
    return {
      pedestal: Float64Array.from(pedestal),
      noise: Float64Array.from(noise),
      offset: Float64Array.from(offset),
      template: poles.map((n, c) => new Template({ poles: n, peaking: peaking[c] })),
      gain: new Float64Array(pedestal.length).fill(1),
      drift,
      suppression: null,
    };
  }

  /** What was found so far is used from here on. */
  private renew(): void {
    const { frontEnds } = this.conditions as { frontEnds: Record<FrontEnd, FrontEndConditions> };
    for (const name of FRONT_ENDS)
      frontEnds[name] = this.conditionsNow(name, frontEnds[name].drift);
  }

  /**
   * @param raw segment of the next step of the plan
   * @throws SegmentError or RangeError when it is damaged, or another one
   */
  take(raw: Uint8Array): void {
    const { belief, plan } = this;
    const step = plan[this.taken++];
    if (!step) throw new RangeError(`calibration run: more than ${plan.length} steps`);
    const { events, header } = buildSpill(raw, this.crc32, belief.readout.building);
    if (header.spill !== this.taken) {
      throw new RangeError(`calibration run: step ${header.spill}, expected ${this.taken}`);
    }
    if (step.kind === 'pedestal') this.pedestals(events);
    else if (step.kind === 'led') this.flashes(events);
    else if (step.kind === 'electrons') this.electrons(step.cell, events);
    else if (step.kind === 'beam') this.electrons(belief.detector.ecal.beamCell, events);
    else if (step.kind === 'counters') this.counters(events);
    else this.throughgoing(step.kind === 'hcal0', events);
  }

  private pedestals(events: readonly BuiltEvent[]): void {
    this.pedestalEvents = events;
    for (const name of FRONT_ENDS) {
      const sums = new PedestalSums(this.counts[name]);
      const { samples } = this.conditions.sampling;
      for (const event of events) {
        const { channel, data } = this.reader(name, event);
        channel.forEach((c, i) => {
          sums.add(c, data, i * samples, samples);
        });
      }
      const own = this.columns[name];
      Object.assign(own, sums.result(own.pedestal, own.noise));
    }
    this.renew();
  }

  private reader(name: FrontEnd, { bodies }: BuiltEvent): PulseReader {
    const { waveforms } = decodeMessage(spillway.Body, bodies[name] ?? new Uint8Array());
    if (!waveforms) throw new RangeError(`${name}: no samples in an event of a calibration run`);
    const { frontEnds, sampling } = this.conditions;
    return new PulseReader(name, waveforms, frontEnds[name], sampling);
  }

  private flashes(events: readonly BuiltEvent[]): void {
    const { samples: n, period } = this.conditions.sampling;
    for (const name of FRONT_ENDS) {
      const { pedestal } = this.conditions.frontEnds[name];
      const traces: Trace[][] = Array.from({ length: this.counts[name] }, () => []);
      for (const event of events.slice(0, SHAPE_FLASHES)) {
        const reader = this.reader(name, event);
        const place = new Map(reader.channel.map((c, i) => [c, i]));
        const each: Parameters<PulseReader['each']>[0] = (c, _one, { height, time }) => {
          if (height[0] < CLEAR_PULSE) return;
          const from = (place.get(c) as number) * n;
          const samples = Float64Array.from(
            reader.data.subarray(from, from + n),
            (v) => v - pedestal[c],
          );
          traces[c].push({ samples, first: reader.first, height: height[0], time: time[0] });
        };
        // With a shape that is not yet the channel's own, more than one pulse would be seen.
        reader.each(each, undefined, 1);
      }
      const own = this.columns[name];
      traces.forEach((of, c) => {
        const shape = fitShape(undisturbed(of), period, {
          poles: own.poles[c],
          peaking: own.peaking[c],
        });
        own.poles[c] = shape.poles;
        own.peaking[c] = shape.peaking;
      });
    }
    this.renew();
    const heights = events.map((event) => flashHeights(event.bodies, this.conditions));
    for (const name of FRONT_ENDS) {
      const own = this.columns[name];
      own.led = own.led.map((_, c) => {
        const seen = heights.map((h) => h[name][c]).filter((h) => h > 0);
        return seen.length > 0 ? meanNear(seen, median(seen), FLASH_BAND) : 0;
      });
    }
    for (const event of this.pedestalEvents) {
      for (const name of FRONT_ENDS) {
        const { height } = this.seen.read(name, event.bodies, this.conditions);
        this.idle[name].addAll(height);
      }
    }
    this.pedestalEvents = [];
  }

  private electrons([ix, iy]: readonly [number, number], events: readonly BuiltEvent[]): void {
    const nominal = nominalConstants(this.belief, 'ecal').gain;
    const rows: { heights: Float64Array; energy: number }[] = [];
    for (const event of events) {
      const { height } = this.read('ecal', event);
      let energy = 0;
      for (let c = 0; c < height.length; c++) energy += height[c] * nominal[c];
      rows.push({ heights: Float64Array.from(height), energy });
      const srd = this.read('srd', event);
      // A beam with hadrons and muons, which radiate nothing: only what looks like an electron counts.
      if (energy > 0.5 * this.belief.analysis.beamEnergy) {
        this.srd.addAll(srd.height);
      }
      this.read('counters', event);
    }
    const middle = median(rows.map((r) => r.energy));
    const electrons = rows.filter((r) => Math.abs(r.energy - middle) < ELECTRON_BAND * middle);
    const { ny } = ecalGrid(this.belief.detector.ecal);
    for (const { heights } of electrons) this.cells[ny * ix + iy].addAll(heights);
    this.takeOffsets();
  }

  private counters(events: readonly BuiltEvent[]): void {
    for (const event of events) {
      const { height } = this.read('counters', event);
      for (let c = 0; c < height.length; c++) {
        if (height[c] > CLEAR_PULSE) this.muons.counters.add(c, height[c]);
      }
    }
    this.takeOffsets();
  }

  private throughgoing(zeroDegree: boolean, events: readonly BuiltEvent[]): void {
    const { gain } = nominalConstants(this.belief, 'hcal');
    const muon = hcalMean(this.belief) / gain[0];
    const [least, most] = [MUON_SEEN * muon, MUON_SHARED * muon];
    const vetoGain = nominalConstants(this.belief, 'veto').gain[0];
    const vetoLeast = (MUON_SEEN * vetoMean(this.belief)) / vetoGain;
    const { detector } = this.belief;
    const hcalCells = hcalGrid(detector.hcal).cells;
    const inTheBeam = hcalModules(detector)
      .map(({ number }) => number)
      .filter((number) => number !== ZERO_DEGREE);
    // HCAL0 stands in the place of HCAL1.
    const modules = zeroDegree ? [ZERO_DEGREE, ...inTheBeam.slice(1)] : inTheBeam;
    const firsts = modules.map((module) => hcalCells * module);
    const slabs = vetoSlabs(detector.veto);
    for (const event of events) {
      const { height } = this.read('hcal', event);
      const cells = firsts.map((first) => largest(height, first, first + hcalCells, least));
      // A muon beside a module leaves its noise alone.
      if (cells.every((c) => c >= 0)) {
        for (const [i, first] of firsts.entries()) {
          const c = cells[i];
          if (!isAlone(height, c, first, first + hcalCells, most)) continue;
          this.muons.hcal.add(c, height[c]);
        }
      }
      const tubes = this.read('veto', event).height;
      for (let slab = 0; slab < slabs; slab++) {
        const [a, b] = [vetoChannel(slab, 0), vetoChannel(slab, 1)];
        if (Math.min(tubes[a], tubes[b]) < vetoLeast) continue;
        this.muons.veto.add(a, tubes[a]);
        this.muons.veto.add(b, tubes[b]);
      }
    }
    this.takeOffsets();
  }

  /** Reads a front end of an event, and counts the times of what is clear. */
  private read(name: FrontEnd, { bodies }: BuiltEvent) {
    const seen = this.seen.read(name, bodies, this.conditions);
    const { offset } = this.conditions.frontEnds[name];
    for (let c = 0; c < offset.length; c++) {
      if (seen.height[c] > CLEAR_PULSE && !Number.isNaN(seen.time[c])) {
        this.times[name].add(c, seen.time[c] + offset[c]);
      }
    }
    return seen;
  }

  private takeOffsets(): void {
    for (const name of FRONT_ENDS) {
      const own = this.columns[name];
      own.offset = own.offset.map((t, c) => this.times[name].mean(c, t, CLEAR_PULSES));
      this.conditions.frontEnds[name].offset.set(own.offset);
    }
  }

  /** @throws RangeError when steps are missing */
  finish(): Record<FrontEnd, Constants> {
    const { taken, plan } = this;
    if (taken < plan.length) {
      throw new RangeError(`calibration run: ${taken} steps, expected ${plan.length}`);
    }
    const { ecal, hcal, veto, srd, counters } = this.columns;
    const { belief, muons, idle } = this;
    ecal.gain = ecalGains(
      belief,
      this.cells.map((sums) => sums.means()),
      ecal.gain,
    );
    const expected = srdMean(belief);
    srd.gain = srd.gain.map((g, c) => over(expected, this.srd.mean(c, 0), g));
    hcal.gain = hcal.gain.map((g, c) =>
      over(hcalMean(belief), muons.hcal.singleMean(c, WHOLE) - idle.hcal.mean(c, 0), g),
    );
    veto.gain = veto.gain.map((g, c) => over(vetoMean(belief), muons.veto.singleMean(c), g));
    const fired = counterMean(belief);
    counters.gain = counters.gain.map((g, c) => over(fired, muons.counters.mean(c), g));
    return this.columns;
  }
}

/** The flashes that came with nothing else: neither height nor area is far from the median. */
function undisturbed(traces: readonly Trace[]): readonly Trace[] {
  const heights = traces.map(({ height }) => height);
  const areas = traces.map(({ samples }) => samples.reduce((a, b) => a + b, 0));
  const near = (values: readonly number[]) => {
    const middle = median(values);
    return values.map((v) => Math.abs(v - middle) < FLASH_BAND * middle);
  };
  const [high, wide] = [near(heights), near(areas)];
  return traces.filter((_, i) => high[i] && wide[i]);
}

/** Energy over height; the nominal gain where nothing was seen. */
const over = (energy: number, height: number, nominal: number) =>
  height > 0 ? energy / height : nominal;
