/** Seeds of what is simulated with the card as it is, and of the natures that are drawn. */
export const simulatedSeed = (seed: string): string => `${seed}, simulated`;
export const natureSeed = (seed: string, i: number): string => `${seed}, nature ${i}`;
