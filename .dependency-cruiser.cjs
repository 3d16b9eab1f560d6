// The folder rule: core knows nobody; emulate and analyse know only core, never each other; run
// joins them; show looks at run. Within analyse: pulses, calibration, reconstruction, one way. test/project/folders.test.ts shows each rule bite.

/** The folders that run in a browser as they are and have no clock, no files, no luck. */
const PURE = '^src/(core|emulate|analyse)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-knows-nobody',
      comment: 'core imports nothing of the other folders; move what it needs into core.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/', pathNot: '^src/core/' },
    },
    {
      name: 'emulate-knows-only-core',
      comment: 'emulate imports core alone; what both sides need lives in core, run joins them.',
      severity: 'error',
      from: { path: '^src/emulate/' },
      to: { path: '^src/', pathNot: '^src/(core|emulate)/' },
    },
    {
      name: 'analyse-knows-only-core',
      comment: 'analyse imports core alone, so it cannot see what was true.',
      severity: 'error',
      from: { path: '^src/analyse/' },
      to: { path: '^src/', pathNot: '^src/(core|analyse)/' },
    },
    {
      name: 'pulses-know-only-core',
      comment: 'Pulses are in counts and ns; calibration makes GeV of them.',
      severity: 'error',
      from: { path: '^src/analyse/pulses/' },
      to: { path: '^src/', pathNot: '^src/(core|analyse/pulses)/' },
    },
    {
      name: 'calibration-knows-no-reconstruction',
      comment:
        'Reconstruction builds on calibration; what both need lives in calibration or pulses.',
      severity: 'error',
      from: { path: '^src/analyse/calibration/' },
      to: { path: '^src/analyse/reconstruction/' },
    },
    {
      name: 'run-knows-no-show',
      comment: 'run joins core, emulate and analyse; it never looks at show.',
      severity: 'error',
      from: { path: '^src/run/' },
      to: { path: '^src/', pathNot: '^src/(core|emulate|analyse|run)/' },
    },
    {
      name: 'run-knows-no-validate',
      comment:
        'What a run is made with looks into no validation; move what both need beside it. Kinds of task that are of a validation alone are named here.',
      severity: 'error',
      from: {
        path: '^src/run/',
        pathNot: [
          '^src/run/validate/',
          '^src/run/executor/kinds/(fuzz|ghostPairs|primitives|shifted|triggerMenus)\\.ts$',
        ],
      },
      to: { path: '^src/run/validate/' },
    },
    {
      name: 'show-looks-at-run',
      comment:
        'show imports run and core; types of emulate and analyse reach it through a re-export in run.',
      severity: 'error',
      from: { path: '^src/show/' },
      to: { path: '^src/', pathNot: '^src/(core|run|show)/' },
    },
    {
      name: 'nature-has-one-door',
      comment:
        'A drawn nature is asked for in src/run/nature.ts alone, which gives its card to the emulator.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(emulate/nature/|run/nature\\.ts$)' },
      to: { path: '^src/emulate/nature/' },
    },
    {
      name: 'index-exports-no-show',
      comment: 'The public surface is that of core, emulate, analyse and run.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(core|emulate|analyse|run)/' },
    },
    {
      name: 'rxjs-only-in-pipeline-and-control',
      comment:
        'Everything below the pipeline is a function; RxJS stands at the edge, and in the streams of the library.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/run/(pipeline|stream|control/)' },
      to: { path: '(^|/)node_modules/rxjs/' },
    },
    {
      name: 'node-only-in-run-and-show',
      comment: 'core, emulate and analyse run in a browser; hand them what they need from run.',
      severity: 'error',
      from: { path: [PURE, '^src/index\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      comment: 'Also of types: put the shared type in a file of its own.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'src imports nothing of test, bench or scripts, which are not in the package.',
      severity: 'error',
      from: { path: '^src/' },
      to: { pathNot: ['^src/', '(^|/)node_modules/'], dependencyTypesNot: ['core', 'unknown'] },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'What src imports is in "dependencies", else an installed package lacks it.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(^|/)node_modules/@types/',
      },
    },
    {
      name: 'declared-dependencies',
      comment: 'What src imports is named in package.json, not only installed by chance.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'An import must lead somewhere (a typing mistake, or a missing .js ending).',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
