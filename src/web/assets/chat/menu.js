// The menu of common actions, and signing out. On a wide screen the menu stands beside the chat and is always open.
import { byId, fill, holdOnce } from './dom.js';
import * as shelf from './shelf.js';
import { say } from './words.js';

const wide = window.matchMedia('(min-width: 60rem)');

/** `choose` is told what an action says; `unsent` counts what signing out would lose. */
export function createMenu({ choose, unsent }) {
  const button = byId('menu-button');
  const menu = byId('menu');

  const isOpen = () => button.getAttribute('aria-expanded') === 'true';
  function show(open) {
    button.setAttribute('aria-expanded', String(open));
    menu.classList.toggle('open', open);
  }

  button.addEventListener('click', () => show(!isOpen()));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    show(false);
    button.focus();
  });
  const inside = (event) => event.composedPath().some((each) => each === menu || each === button);
  document.addEventListener('click', (event) => {
    if (isOpen() && !inside(event)) show(false);
  });

  menu.addEventListener('click', (event) => {
    const action = event
      .composedPath()
      .find((each) => each instanceof Element && each.hasAttribute('data-say'));
    if (!(action instanceof Element) || !holdOnce(action)) return;
    choose(action.getAttribute('data-say'));
    if (wide.matches) return;
    show(false);
    button.focus();
  });

  let confirmed = false;
  byId('sign-out').addEventListener('submit', (event) => {
    const count = unsent();
    if (count > 0 && !confirmed) {
      event.preventDefault();
      confirmed = true;
      fill(byId('sign-out-hint'), say('unsentAtSignOut', { count }));
      return;
    }
    shelf.clear();
  });
}
