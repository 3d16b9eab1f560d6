/** So many answers are remembered. */
const REMEMBERED = 64;

/**
 * A pure function that has the last of its answers from memory.
 * @param make of arguments that JSON tells apart
 */
export function remembering<Asked extends readonly unknown[], Made extends object>(
  make: (...asked: Asked) => Made,
): (...asked: Asked) => Made {
  const lately = new Map<string, Made>();
  return (...asked) => {
    const key = JSON.stringify(asked);
    const made = lately.get(key) ?? make(...asked);
    lately.delete(key);
    lately.set(key, made);
    for (const oldest of lately.keys()) {
      if (lately.size <= REMEMBERED) break;
      lately.delete(oldest);
    }
    return made;
  };
}
