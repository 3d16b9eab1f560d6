/**
 * SVG as PNG: resvg, compiled to WebAssembly, with fonts that come along, so that it does not matter which a
 * machine has.
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';

/** Pixels across; the figures are drawn for half of that. */
const WIDTH = 1920;

const FACES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

export type Rasterise = (svg: string) => Uint8Array;

export type Figure = readonly [file: string, content: string | Uint8Array];

type Drawn = readonly (readonly [file: string, svg: string])[];

/** Of figures as SVG, what is written: beside each the same as PNG, where it is asked for. */
export async function written(png: boolean): Promise<(figures: Drawn) => readonly Figure[]> {
  if (!png) return (figures) => figures;
  const rasterise = await rasteriser();
  return (figures) => withPng(figures, rasterise);
}

/** Beside each figure the same as PNG. */
export const withPng = (figures: Drawn, rasterise: Rasterise): Figure[] =>
  figures.flatMap(([file, svg]) => [
    [file, svg],
    [file.replace(/\.svg$/, '.png'), rasterise(svg)],
  ]);

let ready: Promise<Rasterise> | undefined;

/** What makes pictures; loaded once, when first asked for. */
export const rasteriser = (): Promise<Rasterise> => (ready ??= load());

async function load(): Promise<Rasterise> {
  // Not at the start of every command.
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const { resolve } = createRequire(import.meta.url);
  const read = (name: string) => fs.readFileSync(resolve(name));
  await initWasm(read('@resvg/resvg-wasm/index_bg.wasm'));
  const fontBuffers = FACES.map((face) => read(`dejavu-fonts-ttf/ttf/${face}`));
  return (svg) => {
    const drawing = new Resvg(svg, {
      fitTo: { mode: 'width', value: WIDTH },
      font: { fontBuffers, defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
    });
    try {
      const picture = drawing.render();
      const png = picture.asPng();
      picture.free();
      return png;
    } finally {
      drawing.free();
    }
  };
}
