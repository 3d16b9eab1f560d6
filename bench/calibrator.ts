/**
 * The calibrator: steps of a linear congruential generator, x -> 1664525 x + 1013904223 mod 2^32 (D. E. Knuth,
 * H. W. Lewis), a multiplication and an addition that wait for each other. Times over its step can be compared
 * between machines and hours; those in seconds cannot.
 */
const STEPS = 1e8;

/** CPU time of this process so far, all threads, s. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

// The state is a local of a function of its own: captured in a closure it is four times as slow.
function steps(n: number, seed: number): number {
  let x = seed;
  for (let i = 0; i < n; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
  return x;
}

/** CPU time of one step, ns: the least of three rounds. */
export function calibratorStep(): number {
  let best = Infinity;
  let x = steps(1e6, 1);
  for (let round = 0; round < 3; round++) {
    const before = cpuSeconds();
    x = steps(STEPS / 3, x);
    best = Math.min(best, (cpuSeconds() - before) / (STEPS / 3));
  }
  if (x === 0) process.stderr.write('the generator came to zero\n');
  return 1e9 * best;
}
