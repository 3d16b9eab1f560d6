/** `#/` is the dashboard, `#/event/RUN/SPILL/EVENT` an event. */
import { dashboard } from './dashboard/index.js';
import { eventDisplay } from './event/index.js';
import type { Page } from './page.js';

const PAGES: Readonly<Record<string, Page>> = { '': dashboard, event: eventDisplay };

const main = document.createElement('main');
document.body.append(main);
let leave = () => {};

function route(): void {
  leave();
  main.replaceChildren();
  const [name = '', ...path] = location.hash.replace(/^#\//, '').split('/');
  leave = (PAGES[name] ?? dashboard)(main, path);
}

addEventListener('hashchange', route);
route();
