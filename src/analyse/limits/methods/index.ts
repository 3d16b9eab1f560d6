import { asymptotic } from './asymptotic.js';
import { bayes } from './bayes.js';
import { exact } from './exact.js';
import { fc } from './fc.js';
import type { Method } from './method.js';
import { toys } from './toys.js';

/** How limits of a workspace are set: one file each, and a line here. */
export const METHODS = { asymptotic, toys, exact, fc, bayes } as const satisfies Record<
  string,
  Method
>;

export type MethodName = keyof typeof METHODS;
export { DEFAULT_TOYS } from './method.js';
export type {
  Bands,
  DiscoveryResult,
  LimitResult,
  Method,
  Task,
  TestResult,
  ToyReport,
  Without,
} from './method.js';
