/** Pictures are made of SVG alone, and take long: here they are the SVG. */
export const rasteriser = async () => (svg: string) => Buffer.from(svg);
