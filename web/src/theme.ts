/** Light or dark: as the system has it, unless somebody chose, which is remembered. */

export type Choice = 'auto' | 'light' | 'dark';
const CHOICES: readonly Choice[] = ['auto', 'light', 'dark'];
const KEY = 'spillway.theme';

const dark = matchMedia('(prefers-color-scheme: dark)');
const followers = new Set<() => void>();

export function chosenTheme(): Choice {
  const kept = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === kept) ?? 'auto';
}

/** The one after it. */
export function nextTheme(): Choice {
  const next = CHOICES[(CHOICES.indexOf(chosenTheme()) + 1) % CHOICES.length];
  localStorage.setItem(KEY, next);
  applyTheme();
  return next;
}

export function applyTheme(): void {
  const choice = chosenTheme();
  const theme = choice === 'auto' ? (dark.matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset.theme = theme;
  for (const follow of followers) follow();
}

dark.addEventListener('change', applyTheme);

/** For what is painted on a canvas. @returns what ends it */
export function onTheme(follow: () => void): () => void {
  followers.add(follow);
  return () => followers.delete(follow);
}

/** Value of a colour of style.css, such as `--ink`. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
