/**
 * SVG as text, without taste: elements, escaping, and lines of text with raised and lowered parts.
 * The same input gives the same bytes; a number that is not finite never reaches a file.
 */

/** A piece of a line of text: as it stands, lowered or raised. */
export type Span = string | { readonly sub: string } | { readonly sup: string };

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 refuses even as an entity, lone surrogates included. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Text for an element or an attribute. */
export const escapeXml = (text: string): string =>
  text.replace(NOT_XML, '\uFFFD').replace(/[&<>"']/g, (character) => ENTITIES[character]);

/**
 * A length or position in pixels, to a hundredth.
 *
 * @throws {RangeError} for NaN and infinity
 */
export function px(value: number): string {
  if (!Number.isFinite(value)) {
    throw new RangeError(`figure: got the position ${value}, expected a finite number of pixels`);
  }
  const text = value.toFixed(2).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** One element; attributes that are undefined are left out. Children are SVG already. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === 'number' ? px(value) : escapeXml(`${value}`)}"`,
    )
    .join('');
  const content = children.filter((child) => child !== '').join('\n');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** Raised and lowered text: its size and its shift, in units of the line's font size. */
const SMALL = 0.72;
const LOWER = 0.24;
const RAISE = -0.38;

/** A line of text. `size` is its font size in pixels. */
export function text(
  content: string | readonly Span[],
  x: number,
  y: number,
  size: number,
  attributes: Attributes = {},
): string {
  let level = 0;
  const spans = typeof content === 'string' ? [content] : content;
  const parts = spans.map((span) => {
    const target = typeof span === 'string' ? 0 : 'sub' in span ? LOWER : RAISE;
    const dy = target === level ? undefined : (target - level) * size;
    level = target;
    if (typeof span === 'string') {
      // A space at either end of a part is lost in some viewers, one that does not break in others.
      const kept =
        spans.length > 1 ? span.replace(/^ /, '\u200b\u00a0').replace(/ $/, '\u00a0\u200b') : span;
      const escaped = escapeXml(kept);
      return dy === undefined ? escaped : `<tspan dy="${px(dy)}">${escaped}</tspan>`;
    }
    const shift = dy === undefined ? '' : ` dy="${px(dy)}"`;
    const inner = escapeXml('sub' in span ? span.sub : span.sup);
    return `<tspan${shift} font-size="${px(SMALL * size)}">${inner}</tspan>`;
  });
  const all = { x, y, 'font-size': size, ...attributes };
  return element('text', all, parts.join(''));
}

/** Estimated width of a line in pixels; fonts differ, so it errs on the wide side. */
export function textWidth(content: string | readonly Span[], size: number): number {
  let width = 0;
  for (const span of typeof content === 'string' ? [content] : content) {
    const [inner, scale] =
      typeof span === 'string' ? [span, 1] : ['sub' in span ? span.sub : span.sup, SMALL];
    width += 0.58 * scale * size * inner.length;
  }
  return width;
}
