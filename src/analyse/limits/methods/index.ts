import { asymptotic } from './asymptotic.js';
import type { Method } from './method.js';

/** How limits of a workspace are set: one file each, and a line here. */
export const METHODS = { asymptotic } as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;
export type { Bands, LimitResult, Method, TestResult } from './method.js';
