/** The volumes of the set-up: no two intersect, and what flies straight on meets HCAL0 alone. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CardError } from '../../src/core/errors.js';
import {
  apart,
  centralCells,
  hcalModules,
  intersect,
  outline,
  type Volume,
  volumesOf,
} from '../../src/core/geometry.js';
import { cardOf, resolved } from '../support/card.js';

const RUNS = ['run1-2016', 'run2-2017', 'run3-2018'];
const detectorOf = (name: string, ...overrides: string[]) =>
  resolved(overrides, name).card.detector;

type Detector = ReturnType<typeof detectorOf>;

/** A point of the laboratory in the frame of a volume's axis, by rotation about the magnets' middle. */
function inside(
  { position, magnets }: Detector,
  v: Volume,
  [x, y, z]: readonly [number, number, number],
) {
  const angle = v.axis === 'bent' ? magnets.bend : 0;
  const dz = z - position.magnets;
  const u = Math.cos(angle) * x - Math.sin(angle) * dz;
  const w = position.magnets + Math.sin(angle) * x + Math.cos(angle) * dz;
  const within = ([low, high]: readonly [number, number], at: number) => at > low && at < high;
  return within(v.x, u) && within(v.y, y) && within(v.z, w);
}

/** Volumes that a line through the laboratory crosses, in steps of a millimetre. */
function crossed(
  detector: Detector,
  at: (z: number) => readonly [number, number, number],
): string[] {
  const found = new Set<string>();
  const volumes = volumesOf(detector);
  for (let z = -100; z < 36_000; z++) {
    for (const v of volumes)
      if (!found.has(v.name) && inside(detector, v, at(z))) found.add(v.name);
  }
  return [...found];
}

for (const name of RUNS) {
  test(`${name}: no two of its volumes intersect`, () => {
    const detector = detectorOf(name);
    const volumes = volumesOf(detector);
    assert.is(new Set(volumes.map((v) => v.name)).size, volumes.length);
    let pairs = 0;
    for (const [i, a] of volumes.entries()) {
      for (const b of volumes.slice(i + 1)) {
        assert.not.ok(intersect(detector, a, b), `${a.name} and ${b.name}`);
        pairs++;
      }
    }
    console.log(`  ${name}: ${volumes.length} volumes, ${pairs} pairs`);
    assert.ok(pairs > 250);
  });

  test(`${name}: points strewn into the volumes lie in one of them only`, () => {
    // The same by brute force: a grid of points in each box, turned into the laboratory.
    const detector = detectorOf(name);
    const volumes = volumesOf(detector);
    for (const v of volumes) {
      const corners = outline(detector, v);
      for (let i = 0.02; i < 1; i += 0.12) {
        for (let k = 0.02; k < 1; k += 0.12) {
          const at = (c: 0 | 1) => {
            const front = corners[0][c] + i * (corners[1][c] - corners[0][c]);
            const back = corners[3][c] + i * (corners[2][c] - corners[3][c]);
            return front + k * (back - front);
          };
          const point = [at(0), (v.y[0] + v.y[1]) / 2, at(1)] as const;
          const holders = volumes.filter((w) => inside(detector, w, point)).map((w) => w.name);
          assert.equal(holders, [v.name]);
        }
      }
    }
  });

  test(`${name}: the zero-degree line meets HCAL0 where there is one, and not the ECAL`, () => {
    const detector = detectorOf(name);
    const straight = crossed(detector, (z) => [0, 0, z]);
    const calorimeters = straight.filter((n) => /CAL|SRD|VETO/.test(n));
    assert.equal(calorimeters, name === 'run3-2018' ? ['HCAL0'] : []);
    assert.ok(straight.includes('vacuum vessel'));
  });

  test(`${name}: the beam meets every counter, chamber and calorimeter but SRD and HCAL0`, () => {
    const detector = detectorOf(name);
    const { position, magnets } = detector;
    const bent = crossed(detector, (z) => [
      Math.max(0, z - position.magnets) * Math.tan(magnets.bend),
      0,
      z,
    ]);
    const all = volumesOf(detector).map((v) => v.name);
    assert.equal(
      all.filter((n) => !bent.includes(n)),
      name === 'run3-2018' ? ['SRD', 'HCAL0'] : ['SRD'],
    );
  });
}

test('the SRD covers the share of the photons that its acceptance says', () => {
  // The photons lie, evenly spread, between the beam and the way straight on.
  for (const name of RUNS) {
    const { srd, ...detector } = detectorOf(name);
    const fan = apart(detector, detector.position.srd);
    const [low, high] = [srd.x - srd.width / 2, srd.x + srd.width / 2];
    assert.ok(low > -fan && high < 0, name);
    assert.ok(Math.abs(srd.width / fan - srd.acceptance) < 0.01, `${srd.width / fan}`);
  }
});

test('the runs differ: HCAL0 and an off-centre HCAL2 in 2018, fewer chambers before', () => {
  const names = (run: string) => volumesOf(detectorOf(run)).map((v) => v.name);
  const [one, two, three] = RUNS.map(names);
  assert.equal(one, two);
  assert.equal(
    three.filter((n) => !two.includes(n)),
    ['MM5', 'MM6', 'HCAL0'],
  );
  const cells = (run: string) => {
    const detector = detectorOf(run);
    return hcalModules(detector).map((m) => centralCells(detector.hcal, m));
  };
  // Cell (ix, iy) at 3 ix + iy; (1,1) and (2,1) in NA64's analysis code of the runs up to 4309.
  assert.equal(cells('run2-2017'), [[4], [4], [4]]);
  assert.equal(cells('run3-2018'), [[4], [4, 7], [4], [4]]);
});

test('boxes that touch do not intersect, boxes that share a corner do', () => {
  const detector = detectorOf('run3-2018');
  const box = (x: number, z: number, axis: Volume['axis'] = 'straight'): Volume => ({
    ...{ name: 'box', key: 'k', axis },
    x: [x, x + 100],
    y: [0, 100],
    z: [z, z + 100],
  });
  const meets = (a: Volume, b: Volume) => intersect(detector, a, b) && intersect(detector, b, a);
  assert.not.ok(intersect(detector, box(0, 0), box(100, 0)));
  assert.not.ok(intersect(detector, box(0, 0), box(0, 100)));
  assert.ok(meets(box(0, 0), box(99, 99)));
  assert.not.ok(intersect(detector, box(0, 0), { ...box(0, 0), y: [100, 200] }));
  // 20 m behind the pivot the axes are 420 mm apart.
  assert.not.ok(intersect(detector, box(0, 24_500), box(0, 24_500, 'bent')));
  assert.ok(meets(box(420, 24_500), box(0, 24_500, 'bent')));
});

test('a card whose volumes intersect is refused, with both of them and the key that is at fault', () => {
  const refused = (...overrides: string[]) => {
    try {
      cardOf(...overrides);
    } catch (error) {
      assert.instance(error, CardError);
      return (error as CardError).message;
    }
    return '';
  };
  assert.match(
    refused('detector.hcal.modules.second.z=27 m'),
    /--set detector\.hcal\.modules\.second\.z=27 m.*got HCAL2 in the space of HCAL1, expected it clear of 26 m to 27\.66 m \(detector\.hcal\.modules\.first\.z\)/,
  );
  assert.match(
    refused('detector.position.srd=22.2 m'),
    /SRD in the space of MM3|MM3 in the space of SRD/,
  );
  assert.match(
    refused('detector.hcal.modules.zeroDegree.z=30 m', 'detector.hcal.modules.zeroDegree.x=300 mm'),
    /HCAL0/,
  );
  assert.match(refused('detector.position.v2=3 m'), /V2 in the space of first magnet|first magnet/);
});

test('a cut on an HCAL0 that is not there is refused', () => {
  const cut = 'analysis.cuts.zeroDegree={energy: 1 GeV, window: {from: -20 ns, to: 20 ns}}';
  assert.throws(() => resolved([cut], 'run2-2017'), /got a cut on HCAL0/);
});

test.run();
