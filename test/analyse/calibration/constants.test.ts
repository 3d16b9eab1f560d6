/** Constants as plain data: what is written is read again, anything else is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Calibration,
  CALIBRATION_SCHEMA,
  decodeCalibration,
  encodeCalibration,
  nominalConstants,
} from '../../../src/analyse/calibration/constants.js';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { beliefWith } from '../../support/card.js';

const belief = beliefWith();
const calibration = {
  schema: CALIBRATION_SCHEMA,
  cardHash: 'a',
  seed: 'b',
  rawHash: 'c',
  frontEnds: Object.fromEntries(FRONT_ENDS.map((n) => [n, nominalConstants(belief, n)])),
} as unknown as Calibration;

test('nominal: gains are the full scale over the counts above the pedestal', () => {
  const { ecal, srd } = calibration.frontEnds;
  assert.is(ecal.gain[0], 40 / (4095 - 60));
  assert.is(ecal.gain[71], 150 / (4095 - 60));
  assert.is(srd.gain[2], 0.2 / (4095 - 60));
});

test('what is written is read again, with the same bytes', () => {
  const text = encodeCalibration(calibration);
  assert.equal(decodeCalibration(text, belief.detector), JSON.parse(JSON.stringify(calibration)));
  assert.is(encodeCalibration(decodeCalibration(text, belief.detector)), text);
});

test('anything else is refused', () => {
  const { hcal } = calibration.frontEnds;
  const changed = (frontEnds: object) =>
    JSON.stringify({ ...calibration, frontEnds: { ...calibration.frontEnds, ...frontEnds } });
  for (const [text, part] of [
    ['{', /calibration: /],
    [JSON.stringify({ ...calibration, schema: 'x' }), /schema x/],
    [changed({ hcal: { ...hcal, gain: hcal.gain.slice(1) } }), /hcal.gain is not 36 numbers/],
    [changed({ hcal: { ...hcal, offset: hcal.offset.map(() => null) } }), /hcal.offset/],
    [changed({ srd: undefined }), /srd.pedestal/],
  ] as const) {
    assert.throws(
      () => decodeCalibration(text, belief.detector),
      (e: Error) => e instanceof RangeError && part.test(e.message),
    );
  }
});

test.run();
