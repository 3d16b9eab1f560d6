/** Pictures are made of SVG alone, and take long: here they are the SVG. */
export * from '../../../src/show/figures/png.js';

export const rasteriser = async () => (svg: string) => Buffer.from(svg);
