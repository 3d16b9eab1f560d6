/** Module hooks: modules of src/ give way to those beside this file, which alone import the true ones. */
const HERE = new URL('.', import.meta.url).href;

const INSTEAD = {
  '/src/core/calibrationPlan.ts': 'calibrationPlan.ts',
  '/src/analyse/reconstruction/index.ts': 'reconstruction.ts',
  '/src/analyse/selection/regions.ts': 'regions.ts',
  '/src/run/executor/threads.ts': 'threads.ts',
  '/src/show/figures/png.ts': 'png.ts',
};

let files = Object.keys(INSTEAD);

/** @param only these of them, where it is given */
export function initialize(only) {
  if (only) files = files.filter((file) => only.includes(INSTEAD[file]));
}

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  if (context.parentURL?.startsWith(HERE)) return found;
  const file = files.find((end) => new URL(found.url).pathname.endsWith(end));
  return file === undefined ? found : { ...found, url: new URL(INSTEAD[file], HERE).href };
}
