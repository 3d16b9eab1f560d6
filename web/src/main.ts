/** The frame of the pages: `#/` is the dashboard, `#/event/RUN/SPILL/EVENT` an event. */
import { takeToken } from './ask.js';
import { dashboard } from './dashboard/index.js';
import { html, setAttribute, setText } from './dom.js';
import { eventDisplay } from './event/index.js';
import type { Page } from './page.js';
import { applyTheme, chosenTheme, nextTheme } from './theme.js';

interface Entry {
  readonly page: Page;
  readonly label: string;
}

const PAGES: Readonly<Record<string, Entry>> = {
  '': { page: dashboard, label: 'Dashboard' },
  event: { page: eventDisplay, label: 'Event display' },
};

applyTheme();

const main = html('main', { id: 'content', tabindex: -1 });
const skip = html('a', { class: 'skip', href: '#content' }, 'Skip to content');
skip.addEventListener('click', (event) => {
  // The address names the page.
  event.preventDefault();
  main.focus();
});

const links = Object.entries(PAGES).map(([name, { label }]) => ({
  name,
  link: html('a', { href: `#/${name}` }, label),
}));

const theme = html('button', { type: 'button', class: 'quiet' });
const nameTheme = () => setText(theme, `Theme: ${chosenTheme()}`);
theme.addEventListener('click', () => {
  nextTheme();
  nameTheme();
});
nameTheme();

document.body.append(
  skip,
  html(
    'header',
    { class: 'frame' },
    html('span', { class: 'mark' }, 'Spillway'),
    html('nav', { 'aria-label': 'Pages' }, ...links.map(({ link }) => link)),
    theme,
  ),
  main,
);

let leave = () => {};

function route(): void {
  leave();
  // Also of an address that is put into a page that is open: the browser does not load it again.
  takeToken();
  main.replaceChildren();
  const [given = '', ...path] = location.hash.replace(/^#\/?/, '').split('/');
  const name = Object.hasOwn(PAGES, given) ? given : '';
  for (const each of links) {
    setAttribute(each.link, 'aria-current', each.name === name ? 'page' : null);
  }
  document.title = `${PAGES[name].label} - Spillway`;
  main.dataset.page = name === '' ? 'dashboard' : name;
  leave = PAGES[name].page(main, path);
}

addEventListener('hashchange', route);
route();
