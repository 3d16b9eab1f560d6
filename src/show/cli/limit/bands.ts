export const BANDS = ['-2 sigma', '-1 sigma', 'expected (median)', '+1 sigma', '+2 sigma'];
