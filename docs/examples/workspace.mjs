// An upper limit on the signal strength of a workspace in pyhf's JSON.
//
//   node workspace.mjs [FILE]
import { readFileSync } from 'node:fs';
import { workspaceLimit } from 'spillway';

// Two channels of the introduction of pyhf: "Hello World".
const HELLO = {
  channels: [
    {
      name: 'singlechannel',
      samples: [
        {
          name: 'signal',
          data: [12, 11],
          modifiers: [{ name: 'mu', type: 'normfactor', data: null }],
        },
        {
          name: 'background',
          data: [50, 52],
          modifiers: [{ name: 'uncorr_bkguncrt', type: 'shapesys', data: [3, 7] }],
        },
      ],
    },
  ],
  observations: [{ name: 'singlechannel', data: [51, 48] }],
  measurements: [{ name: 'Measurement', config: { poi: 'mu', parameters: [] } }],
  version: '1.0.0',
};

const [file] = process.argv.slice(2);
const workspace = file ? JSON.parse(readFileSync(file, 'utf8')) : HELLO;
const limit = await workspaceLimit(workspace, { cl: 0.95, method: 'asymptotic' });
console.log(JSON.stringify(limit, null, 2));
