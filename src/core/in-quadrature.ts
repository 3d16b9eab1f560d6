/** Independent errors together: the root of the sum of their squares. @example inQuadrature(3, 4) // 5 */
export const inQuadrature = (...errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0));
