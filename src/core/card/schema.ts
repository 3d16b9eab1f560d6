/**
 * The run card, resolved: what every number is called, its dimension and its range.
 *
 * Values leave validation in base units (GeV, ns, mm, T, rad, Hz, B, B/s). *Belief* (all sections but `beam`,
 * `nature` and `faults`) is what calibration, selection and limits may know; those three are known to
 * the emulator alone.
 */
import * as v from 'valibot';
import { Faults } from './faults.js';
import {
  angle,
  bandwidth,
  choice,
  count,
  energy,
  factor,
  fraction,
  frequency,
  length,
  number,
  seed,
  size,
  text,
  time,
} from './quantity.js';
import { Trigger } from './trigger.js';

const intensity = count({ min: 0, max: 1e9 });

const Run = v.strictObject({
  /** Enters every random key, so that two runs of a campaign never share an event. */
  number: count({ min: 1, max: 65535 }),
  name: text(),
  /** Electrons on target of the whole run: what `--spills all` emulates. */
  electrons: count({ min: 1, max: 1e15 }),
  spills: count({ min: 0, max: 1e7 }),
  seed: seed(),
});

/** Bounds of a spot, rms, mm. */
export const SPOT = { min: 0, max: 100 };

/** D and D' of a line. */
const dispersed = () => length({ min: -1e4, max: 1e4 });
const dispersedAngle = () => angle({ min: -0.1, max: 0.1 });

const Beam = v.strictObject({
  momentum: energy({ min: 1, max: 1000 }),
  /** Relative, rms; flat-topped (momentum slit folded with the line's resolution). */
  momentumSpread: fraction({ max: 0.1 }),
  /** Expected beam electrons per spill: a number, a range, or blocks weighted by their electrons. */
  intensity: v.union([
    intensity,
    v.strictObject({ min: intensity, max: intensity }),
    v.pipe(
      v.array(
        v.strictObject({
          electrons: count({ min: 1, max: 1e15 }),
          min: intensity,
          max: intensity,
        }),
      ),
      v.minLength(1),
    ),
  ]),
  /** A whole number of 1 ms slices, whose index has 16 bits on the wire. */
  spill: time({ min: 1e6, max: 6.5e10 }),
  ripple: v.array(
    v.strictObject({ frequency: frequency({ min: 0, max: 500 }), amplitude: fraction() }),
  ),
  startSpike: v.strictObject({
    probability: fraction(),
    duration: time({ min: 0, max: 1e10 }),
    factor: factor({ max: 100 }),
  }),
  /** Share of spills without beam, and of spills whose beam ends early, anywhere in the flat top. */
  empty: fraction(),
  cutShort: fraction(),
  /** At the ECAL, rms of all momenta together. */
  spot: v.strictObject({ x: length(SPOT), y: length(SPOT) }),
  /** Of one momentum. */
  divergence: angle({ min: 0, max: 0.01 }),
  /** Position and angle at the ECAL per unit of dp/p, beside what the magnets of the detector add. */
  dispersion: v.strictObject({
    position: v.strictObject({ x: dispersed(), y: dispersed() }),
    angle: v.strictObject({ x: dispersedAngle(), y: dispersedAngle() }),
  }),
  /** Correlation of position and angle at the ECAL, of one momentum: above 0 behind a focus, below 0 before one. */
  correlation: v.strictObject({
    x: number({ min: -1, max: 1 }),
    y: number({ min: -1, max: 1 }),
  }),
});

/** A share for each front end with sampling ADCs. */
const byFrontEnd = v.strictObject({
  ecal: fraction(),
  hcal: fraction(),
  veto: fraction(),
  srd: fraction(),
  counters: fraction(),
});

/**
 * Photomultipliers and sampling ADCs as they are, channel by channel, in fidelity `waveform`. Spreads are
 * rms over channels (about the nominal values of `detector.sampling`), drifts rms over spills.
 */
const Electronics = v.strictObject({
  gain: v.strictObject({
    /** Of the logarithm of the gain. */
    spread: fraction(),
    /** From spill to spill, of each channel and of all channels of a front end together. */
    drift: v.strictObject({ channel: fraction(), frontEnd: fraction() }),
    /** Gain lost under beam: follows the rate, averaged with exp(-t/time). */
    sag: v.strictObject({
      /** Electrons per spill at which `loss` is lost. */
      intensity: count({ min: 1, max: 1e9 }),
      time: time({ min: 1e6, max: 1e11 }),
      loss: byFrontEnd,
      /** Relative, of the loss over the channels of a front end. */
      spread: fraction(),
    }),
  }),
  /** Counts. */
  pedestalSpread: factor({ max: 100 }),
  timeOffset: time({ min: 0, max: 50 }),
  /** Relative, of the time from the start of a pulse to its top. */
  peakingSpread: fraction({ max: 0.2 }),
  /** Spread of a pulse's time before any electronics: scintillator and photomultiplier. */
  pulseTime: v.strictObject({
    ecal: time({ min: 0, max: 50 }),
    hcal: time({ min: 0, max: 50 }),
    veto: time({ min: 0, max: 50 }),
    srd: time({ min: 0, max: 50 }),
  }),
  /** What exceeds the range of the ADC pulls the channel down by so much of it (`detector.sampling.recovery`). */
  saturation: fraction(),
  led: v.strictObject({
    /** Mean over the full scale of a channel; its spread from channel to channel. */
    height: fraction(),
    spread: fraction(),
    /** From flash to flash, of all channels together and of each one. */
    flash: fraction(),
    channel: fraction(),
    /** Share of the spills in which a channel sees no light. */
    holes: fraction(),
  }),
});

const Nature = v.strictObject({
  /** Per beam electron; kaons per pion. */
  admixture: v.strictObject({
    pion: fraction(),
    kaonPerPion: fraction(),
    muon: fraction(),
    haloMuon: fraction(),
  }),
  /** Radiation lengths before and in the magnets, and the share of them before. */
  upstreamMaterial: fraction({ max: 0.15 }),
  beforeMagnets: fraction(),
  dimuon: v.strictObject({
    rate: fraction({ max: 0.1 }),
    /** Share of pairs above each energy, falling from 1 to 0; logarithmic between the points. */
    spectrum: v.pipe(
      v.array(v.strictObject({ energy: energy({ min: 0, max: 1000 }), above: fraction() })),
      v.minLength(2),
    ),
  }),
  electroNuclear: v.strictObject({
    rate: fraction({ max: 0.1 }),
    /** Energy carried out of the ECAL by hadrons: exponential above `minimum`. */
    minimum: energy({ min: 0, max: 1000 }),
    slope: energy({ min: 0.1, max: 1000 }),
    neutralFraction: fraction(),
  }),
  upstreamElectroNuclear: v.strictObject({
    ratePerRadiationLength: fraction(),
    /** Share of those not made before the magnets whose hadrons miss every calorimeter; lost energy exponential. */
    largeAngleFraction: fraction(),
    slope: energy({ min: 0.1, max: 1000 }),
    /** Mean number of charged hadrons that cross the chambers, beside the first. */
    secondaries: factor({ max: 100 }),
  }),
  hadron: v.strictObject({
    /** Share of hadrons that look like an electron to the SRD. */
    srdFake: fraction(),
    /** Share of interacting hadrons that leave the ECAL with neutrals only. */
    neutralExit: fraction(),
    /** Soft hadrons of an interaction are contained in the ECAL as 1 - exp(-depth / this), in its interaction lengths. */
    softLength: factor({ min: 0.01, max: 1000 }),
    /** Response of the ECAL to them over that to the neutral pions. */
    softResponse: factor({ max: 10 }),
    /** Mean number of charged particles that the first interaction sends through the preshower. */
    secondaries: factor({ max: 100 }),
    /** Behind the dump: in each direction, and about the shower's axis where they cross the VETO, rms. */
    transverseMomentum: energy({ min: 0, max: 10 }),
    spreadAtVeto: length({ min: 0, max: 1000 }),
  }),
  /** An A' that exists: without it there is none. */
  darkPhoton: v.optional(
    v.strictObject({
      mass: energy({ min: 0.001, max: 1 }),
      /** Mixing strength. */
      epsilon: fraction({ max: 0.1 }),
    }),
  ),
  electronics: Electronics,
});

const lateral = v.pipe(
  v.array(v.strictObject({ weight: number(), scale: length({ min: 0.001, max: 500 }) })),
  v.minLength(1),
);

const stations = v.array(v.strictObject({ name: text(), z: length({ min: 0, max: 1e5 }) }));
/** Channels without signal, of the view x or y of a station. */
const deadChannels = v.array(
  v.strictObject({
    station: text(),
    view: choice(['x', 'y']),
    channel: count({ min: 0, max: 255 }),
  }),
);

/** A chamber of strips in two views, read out by APV chips. */
const stripChamber = {
  stations,
  pitch: length({ min: 0.01, max: 10 }),
  strips: count({ min: 8, max: 1280 }),
  /** Strips that share a channel. */
  multiplexing: count({ min: 1, max: 5 }),
  /** Of the gas gap that both views share. */
  efficiency: fraction(),
  /** Of the charge's centre in each view, and of its time. */
  resolution: length({ min: 0, max: 10 }),
  timeResolution: time({ min: 0, max: 100 }),
  /** Half width of the charge on the strips. */
  cloud: length({ min: 0.01, max: 10 }),
  /** Mean charge of a view and smallest one read out of a channel, ADC counts. */
  charge: factor({ min: 1, max: 1e5 }),
  threshold: factor({ max: 1e4 }),
  /** Of a channel, ADC counts. */
  channelNoise: factor({ max: 1000 }),
  /** Peaking time of the shaped pulse, three samples of which are taken. */
  shaping: time({ min: 1, max: 1000 }),
  /** Mean number of noise hits of a plane in a gate. */
  noise: factor({ max: 10 }),
  /** Radiation lengths of a station with its gas, foils and air. */
  material: fraction({ max: 0.1 }),
  dead: deadChannels,
};

/** Pulses that no beam particle made: their rate, and the mean of the exponential of their energies. */
const activity = v.strictObject({
  rate: frequency({ min: 0, max: 1e6 }),
  energy: energy({ min: 0, max: 10 }),
});

/** The sampling ADCs, the same for every channel but for the full scale. */
const Sampling = v.strictObject({
  /** Of a channel in an event, and the one at the time of the trigger. */
  samples: count({ min: 8, max: 256 }),
  trigger: count({ min: 4, max: 255 }),
  period: time({ min: 1, max: 100 }),
  /** Nominal, counts. */
  pedestal: factor({ max: 1000 }),
  /** White noise of a channel and noise that the channels of a module share, rms, counts. */
  noise: factor({ max: 100 }),
  commonNoise: factor({ max: 100 }),
  /** Channels of a module. */
  moduleChannels: count({ min: 1, max: 256 }),
  /** Of the sampling clock about the phase that is measured, rms. */
  jitter: time({ min: 0, max: 10 }),
  /** What pulls a saturated channel down falls with exp(-t/recovery). */
  recovery: time({ min: 1, max: 1e4 }),
  /** Nominal shape of a pulse: poles of the shaper, from its start to its top. */
  pulse: v.strictObject({
    poles: factor({ min: 1, max: 20 }),
    peaking: time({ min: 1, max: 500 }),
  }),
  /** Nominal energy of a pulse whose top reaches the last count. */
  fullScale: v.strictObject({
    preshower: energy({ min: 1e-6, max: 1e4 }),
    ecal: energy({ min: 1e-6, max: 1e4 }),
    hcal: energy({ min: 1e-6, max: 1e4 }),
    veto: energy({ min: 1e-6, max: 1e4 }),
    srd: energy({ min: 1e-6, max: 1e4 }),
    counters: energy({ min: 1e-6, max: 1e4 }),
  }),
});

const place = length({ min: 0, max: 1e5 });
/** Of a volume in one direction. */
const extent = length({ min: 1, max: 5e4 });
/** Away from an axis, either way; positive where the beam is bent to. */
const beside = length({ min: -5000, max: 5000 });
/** Of the cells of a calorimeter. */
const columnsAndRows = v.tuple([count({ min: 1, max: 16 }), count({ min: 1, max: 16 })]);
const hcalModule = v.strictObject({ z: place, x: beside, y: beside });
/** `none` says that there is none, also where an included file has one. */
const hcalModuleOrNone = v.union([hcalModule, choice(['none'])]);

const Detector = v.strictObject({
  sampling: Sampling,
  /** Along the beam, from S1: the middle of the magnets and of the counters, the front of all others. */
  position: v.strictObject({
    s1: place,
    v1: place,
    s2: place,
    s3: place,
    v2: place,
    magnets: place,
    vessel: place,
    srd: place,
    s4: place,
    ecal: place,
    veto: place,
  }),
  /** Two dipoles, each of this length, their middles `spacing` apart. */
  magnets: v.strictObject({
    bend: angle({ min: 0, max: 0.1 }),
    length: extent,
    spacing: extent,
    width: extent,
    height: extent,
  }),
  /** Vacuum vessel behind the magnets; `x` = its middle beside the beam. */
  vessel: v.strictObject({ x: beside, width: extent, height: extent, length: extent }),
  counters: v.strictObject({
    efficiency: fraction({ min: 0.01 }),
    selfVeto: fraction({ max: 0.99 }),
    /** Share of the halo muons beside S1..S4 that V1 or V2 sees. */
    haloVeto: fraction(),
    /** Most probable loss of a minimum-ionising particle, width of the Landau-like distribution over it, noise. */
    mip: energy({ min: 1e-6, max: 0.1 }),
    width: fraction(),
    noise: energy({ min: 0, max: 0.1 }),
    timeResolution: time({ min: 0, max: 50 }),
    /** Of the discriminators. */
    threshold: energy({ min: 0, max: 0.1 }),
    s4Radius: length({ min: 1, max: 200 }),
    /** Of all six; side of V1 and V2. */
    thickness: length({ min: 0.1, max: 100 }),
    vetoWidth: length({ min: 1, max: 2000 }),
  }),
  srd: v.strictObject({
    /** Its middle beside the beam, where the photons go, and its size. */
    x: beside,
    width: extent,
    height: extent,
    length: extent,
    photons: factor({ max: 1000 }),
    criticalEnergy: energy({ min: 1e-6, max: 1 }),
    acceptance: fraction(),
    resolution: fraction(),
    timeResolution: time({ min: 0, max: 50 }),
    /** That share the photons; 3 unless given. */
    modules: v.optional(count({ min: 1, max: 16 })),
  }),
  tracker: v.strictObject({
    /** Of a station along the beam, about its z. */
    thickness: length({ min: 1, max: 1000 }),
    micromegas: v.strictObject(stripChamber),
    gem: v.strictObject(stripChamber),
    straw: v.strictObject({
      stations,
      /** Diameter; the tubes of a plane stand in two layers, half a tube apart. */
      diameter: length({ min: 1, max: 50 }),
      tubes: count({ min: 2, max: 256 }),
      /** Of a tube whose wire is passed within its radius. */
      efficiency: fraction(),
      /** Longest drift time. */
      drift: time({ min: 1, max: 1000 }),
      timeResolution: time({ min: 0, max: 50 }),
      /** A tube that fired is blind so long. */
      deadTime: time({ min: 0, max: 5000 }),
      /** One count of the TDC, and the count of a particle that passes a wire as the trigger does. */
      tdc: v.strictObject({
        count: time({ min: 0.01, max: 100 }),
        zero: count({ min: 0, max: 65535 }),
      }),
      /** TDC counts of a hit in time. */
      window: v.strictObject({
        from: count({ min: 0, max: 65535 }),
        to: count({ min: 0, max: 65535 }),
      }),
      noise: factor({ max: 10 }),
      material: fraction({ max: 0.1 }),
      dead: deadChannels,
    }),
    /** Electrons that secondary processes add, each per radiation length of a chamber. */
    secondaries: v.strictObject({
      /** Knock-on electrons above `energy` of a charged particle: falling as 1/T^2. */
      knockOn: v.strictObject({
        perRadiationLength: factor({ max: 100 }),
        energy: energy({ min: 1e-4, max: 1 }),
      }),
      /** Electrons made per synchrotron photon, and the spread of their slopes. */
      photon: v.strictObject({
        perRadiationLength: factor({ max: 100 }),
        slope: angle({ min: 0, max: 1 }),
      }),
    }),
    /** What the shape of the shower takes the error of the track's impact point to be. */
    positionResolution: length({ min: 0, max: 50 }),
  }),
  ecal: v.strictObject({
    pitch: length({ min: 1, max: 500 }),
    length: extent,
    /** Columns and rows; 6 x 6 unless given. */
    cells: v.optional(columnsAndRows),
    beamCell: v.tuple([count({ min: 0, max: 15 }), count({ min: 0, max: 15 })]),
    stochastic: fraction(),
    constant: fraction(),
    /** Of the shower alone: sampling, leakage; what is left of the two above is photostatistics and gains. */
    intrinsic: v.strictObject({ stochastic: fraction(), constant: fraction() }),
    /** What the shape chi2 takes the relative spread of a cell with 1 GeV to be. */
    cellSpread: fraction(),
    /** Of the energy in time of a cell, as reconstruction has it. */
    cellNoise: v.strictObject({
      preshower: energy({ min: 0, max: 1 }),
      main: energy({ min: 0, max: 1 }),
    }),
    /** Lateral profile of both sections together: sum of Lednev's functions, weights adding up to 1. */
    lateral,
    preshower: v.strictObject({
      /** Mean share of the energy of an electron of the beam. */
      share: fraction({ min: 1e-3 }),
      /** Lateral profile of the beginning of a shower. */
      early: lateral,
      /** Share of a shower's energy thrown back into the preshower, and its lateral profile. */
      albedo: v.strictObject({ fraction: fraction({ max: 0.1 }), lateral }),
    }),
    /** Hadron showers are wider by this factor. */
    hadronWidth: factor({ max: 20 }),
    /** Of a minimum-ionising particle through both sections, always the same. */
    mip: energy({ min: 0, max: 10 }),
    interactionLengths: factor({ max: 20 }),
    radiationLengths: factor({ min: 1, max: 100 }),
    /** Share of the depth that is preshower. */
    preshowerDepth: fraction(),
    timeResolution: time({ min: 0, max: 50 }),
  }),
  veto: v.strictObject({
    /** Median loss of a minimum-ionising particle; width of the Landau-like distribution over it. */
    mip: energy({ min: 1e-6, max: 1 }),
    width: fraction({ min: 0.001 }),
    /** Of the light, along a slab to the tubes at its two ends. */
    attenuation: length({ min: 10, max: 1e5 }),
    /** Of `mip` in the middle of a slab, in each tube. */
    photoelectrons: factor({ min: 1, max: 1e5 }),
    /** Of a slab. */
    noise: activity,
    /** Side by side; 3 unless given. */
    slabs: v.optional(count({ min: 1, max: 16 })),
    slabWidth: length({ min: 10, max: 1000 }),
    slabLength: extent,
    thickness: length({ min: 1, max: 1000 }),
    radiationLengths: factor({ max: 10 }),
    timeResolution: time({ min: 0, max: 50 }),
  }),
  hcal: v.strictObject({
    pitch: length({ min: 10, max: 1000 }),
    /** Columns and rows of a module; 3 x 3 unless given. */
    cells: v.optional(columnsAndRows),
    /** Between two cells, through the whole depth: neither iron nor scintillator. */
    gap: length({ min: 0, max: 10 }),
    /** Of a module with its frame. */
    width: extent,
    length: extent,
    /**
     * HCAL1..3 on the beam, as many of them as there are; HCAL0, where there is one, on the axis of zero degrees, the
     * beam's before the magnets. Front of each along its axis, and its middle beside it.
     */
    modules: v.strictObject({
      first: hcalModule,
      second: hcalModuleOrNone,
      third: hcalModuleOrNone,
      zeroDegree: v.optional(hcalModuleOrNone),
    }),
    /** Of hadrons; constant term without the fluctuations of a shower's electromagnetic share. */
    stochastic: factor({ max: 5 }),
    constant: fraction(),
    /** Of electromagnetic showers. */
    emStochastic: factor({ max: 5 }),
    /** Response to the electromagnetic over that to the hadronic share of a shower. */
    eOverH: factor({ min: 0.5, max: 5 }),
    /** Rms of the electromagnetic share of a hadron's shower. */
    shareSpread: fraction(),
    /** Rms across of a hadron shower's electromagnetic and hadronic part, and of a photon's shower. */
    showerWidth: v.strictObject({
      core: length({ min: 0, max: 1000 }),
      halo: length({ min: 0, max: 1000 }),
      photon: length({ min: 0, max: 1000 }),
    }),
    /** Mean of a muon in a module; width of the Landau-like distribution over it. */
    muon: energy({ min: 0, max: 20 }),
    muonWidth: fraction({ max: 0.5 }),
    /** Relative spread of what all muons together leave in the first and in each other module. */
    muonSmear: v.strictObject({ first: fraction(), others: fraction() }),
    /** Of a module. */
    interactionLengths: factor({ max: 20 }),
    radiationLengths: factor({ max: 500 }),
    /** Of a cell: what comes without a particle, and noise of what is read, rms. */
    noise: activity,
    cellNoise: energy({ min: 0, max: 10 }),
    timeResolution: time({ min: 0, max: 50 }),
  }),
});

/** What every model of the readout has. */
const gate = {
  /** Pulses that arrived this long before and after the trigger are in the event. */
  before: time({ min: 0, max: 5000 }),
  after: time({ min: 0, max: 5000 }),
  /** Pulses of one channel closer than this are read as one. */
  twoPulse: time({ min: 0, max: 500 }),
  /** What calibration and LED leave of the gains of a spill, rms of each channel; the ECAL's is in its constant term. */
  residualGain: v.strictObject({
    srd: fraction({ max: 0.1 }),
    veto: fraction({ max: 0.1 }),
    hcal: fraction({ max: 0.1 }),
  }),
  /**
   * Smaller energies, of either sign, are not read out: noise alone then adds up to nothing. 0 reads out all.
   */
  zeroSuppression: v.strictObject({
    srd: energy({ min: 0, max: 10 }),
    ecal: energy({ min: 0, max: 10 }),
    veto: energy({ min: 0, max: 10 }),
    hcal: energy({ min: 0, max: 10 }),
    /** Channels none of whose samples is so many counts above the pedestal; 0 reads all of them out. */
    samples: factor({ max: 4095 }),
  }),
  /** The event builder: fragments of one event agree in time to `tolerance`. */
  building: v.strictObject({
    tolerance: time({ min: 0, max: 1e6 }),
    /** An event that lacks a fragment is given up so long after it began, */
    timeout: time({ min: 0, max: 1e9 }),
    /** or when so many are open. */
    pending: count({ min: 1, max: 1e5 }),
  }),
  /** From the particle to the front ends: decision and cables. */
  latency: time({ min: 0, max: 1e6 }),
  /** How long the front ends keep their samples. */
  pipeline: time({ min: 0, max: 1e6 }),
  /** Behind the model: takes encoded payloads while it holds less than its capacity. */
  buffer: v.optional(
    v.strictObject({
      capacity: size({ min: 1, max: 1e12 }),
      bandwidth: bandwidth({ min: 1, max: 1e12 }),
    }),
  ),
};
const deadTime = time({ min: 0, max: 1e9 });

/** One entry for each model in `src/emulate/readout/`. */
const Readout = v.variant('model', [
  v.strictObject({
    model: v.literal('fixed'),
    /** After each recorded event. */
    deadTime,
    ...gate,
  }),
  v.strictObject({
    model: v.literal('paralysable'),
    /** After each trigger, recorded or not. */
    deadTime,
    ...gate,
  }),
  v.strictObject({
    model: v.literal('throttle'),
    /** Shortest distance between two triggers. */
    deadTime,
    /** At most so many triggers in any time of this length. */
    windows: v.array(
      v.strictObject({
        triggers: count({ min: 1, max: 1000 }),
        time: time({ min: 0, max: 1e9 }),
      }),
    ),
    ...gate,
  }),
  v.strictObject({
    model: v.literal('buffered'),
    /** To digitise one event. */
    deadTime,
    /** Events that the derandomiser holds, the one being digitised included. */
    depth: count({ min: 1, max: 64 }),
    ...gate,
  }),
]);

const window = v.strictObject({
  from: time({ min: -5000, max: 5000 }),
  to: time({ min: -5000, max: 5000 }),
});

const rateWithError = v.strictObject({
  name: text(),
  events: factor({ max: 1e9 }),
  error: factor({ max: 1e9 }),
  /** Events fall as exp(-lost / slope) with the energy lost, the beam's less E_ECAL. */
  slope: energy({ min: 0.1, max: 1000 }),
});

const Analysis = v.strictObject({
  /** What the analysis takes the beam to be; within what A' can be calculated for. */
  beamEnergy: energy({ min: 20, max: 300 }),
  cuts: v.strictObject({
    track: v.strictObject({
      loose: energy({ min: 0, max: 1000 }),
      tight: energy({ min: 0, max: 1000 }),
      angle: angle({ min: 0, max: 0.1 }),
      /** In which a track counts as in time. */
      window,
    }),
    srd: v.strictObject({
      threshold: energy({ min: 0, max: 1 }),
      ceiling: energy({ min: 0, max: 1 }),
      window,
    }),
    ecal: v.strictObject({ loose: energy({ min: 0, max: 1000 }), window }),
    shape: v.strictObject({
      chi2: factor({ max: 1000 }),
      preshower: energy({ min: 0, max: 100 }),
    }),
    straws: v.strictObject({ min: count({ min: 0, max: 99 }), max: count({ min: 0, max: 99 }) }),
    veto: v.strictObject({ slab: energy({ min: 0, max: 1 }), window }),
    hcal: v.strictObject({ window }),
    /** On HCAL0, where there is one. */
    zeroDegree: v.optional(v.strictObject({ energy: energy({ min: 0, max: 1000 }), window })),
  }),
  box: v.strictObject({
    ecal: energy({ min: 0, max: 1000 }),
    hcal: energy({ min: 0, max: 1000 }),
  }),
  seal: v.strictObject({
    ecal: energy({ min: 0, max: 1000 }),
    hcal: energy({ min: 0, max: 1000 }),
  }),
  regionI: v.strictObject({
    min: energy({ min: 0, max: 1000 }),
    max: energy({ min: 0, max: 1000 }),
    /** Muon signature: every module above this. */
    module: energy({ min: 0, max: 1000 }),
  }),
  regionII: v.strictObject({
    width: energy({ min: 0, max: 1000 }),
    min: energy({ min: 0, max: 1000 }),
  }),
  /** Known beforehand, for the efficiency and the experimenter's electrons on target. */
  purity: fraction(),
  efficiencies: v.strictObject({
    geometry: fraction({ min: 0.01 }),
    trigger: fraction(),
    track: fraction(),
    srd: fraction(),
    shape: fraction(),
    veto: fraction(),
    hcal: fraction(),
    /** Total at 500 MeV over total at 1 MeV, linear in the logarithm of the mass between. */
    heavyOverLight: fraction(),
  }),
  /** Muon pairs made in the dump, as calculated and simulated: what their number is compared with. */
  dimuons: v.strictObject({
    /** Pairs above 20 GeV per electron on target. */
    rate: fraction({ max: 0.1 }),
    /**
     * Share of them in region I below `box.ecal`, of electrons on target that came while the readout was free and no
     * neighbour closed the trigger.
     */
    efficiency: fraction(),
    /** Of it, relative, one sigma: that of the simulation. */
    efficiencyError: fraction(),
  }),
  /** Of the beam, with relative one-sigma errors: the share that the SRD takes for electrons, kaons per pion. */
  hadrons: v.strictObject({
    /**
     * Hadrons of the beam trigger that are found to pass through the ECAL without an interaction, over those that do, as
     * simulated; electrons of the beam trigger count as they are found.
     */
    efficiency: fraction({ min: 0.01 }),
    srd: fraction(),
    srdError: fraction(),
    kaonPerPion: fraction(),
    kaonPerPionError: fraction(),
  }),
  background: v.strictObject({
    electrons: count({ min: 1, max: 1e15 }),
    sources: v.pipe(v.array(rateWithError), v.minLength(1)),
  }),
  /** Relative one-sigma log-normal uncertainties; which are common to several runs says src/analyse/combination/nuisances.ts. */
  nuisances: v.strictObject({
    yield: fraction(),
    trigger: fraction(),
    vetoHcal: fraction(),
    track: fraction(),
    srd: fraction(),
    electrons: fraction(),
    /** Of the whole efficiency, as published; in use only where asked for. */
    efficiency: fraction(),
    /** Of the background that the paper's inputs have: of each run alone, and common. Runs have their own, of their sources. */
    background: fraction(),
    backgroundFunction: fraction(),
  }),
  cl: fraction({ min: 0.501, max: 0.998 }),
  masses: v.pipe(v.array(energy({ min: 0.001, max: 1 })), v.minLength(1)),
  /** The exposure that `scaled` results refer to. */
  fullElectrons: count({ min: 1, max: 1e15 }),
});

/** A run card with everything inlined. */
export const CardSchema = v.strictObject({
  run: Run,
  beam: Beam,
  nature: Nature,
  detector: Detector,
  trigger: Trigger,
  readout: Readout,
  analysis: Analysis,
  /** What goes wrong; without it nothing does. */
  faults: v.optional(Faults),
});

/** Several runs, each with its own card. */
export const CampaignSchema = v.strictObject({
  name: text(),
  seed: seed(),
  runs: v.pipe(
    v.array(v.strictObject({ card: text(), electrons: count({ min: 1, max: 1e15 }) })),
    v.minLength(1),
  ),
});

export type Card = v.InferOutput<typeof CardSchema>;
export type Campaign = v.InferOutput<typeof CampaignSchema>;
/** What calibration, selection and limits may know: no `beam`, no `nature`, no `faults`. */
export type Belief = Omit<Card, 'beam' | 'nature' | 'faults'>;

/** The belief of a card: `beam`, `nature` and `faults` are left behind, not merely hidden by the type. */
export function beliefOf(card: Card): Belief {
  const { beam: _beam, nature: _nature, faults: _faults, ...belief } = card;
  return belief;
}
