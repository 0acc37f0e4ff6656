import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Chat, ChatServer } from './chat-api.ts';

/** A person with the chat page open, for tests that read like what the person does. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  field: Locator;
  /** Types into the field and presses the send button. */
  send(text: string): Promise<void>;
  /** Texts of all messages that are shown, top to bottom, without times and buttons. */
  shown(): Promise<string[]>;
  /** The state shown under own messages, top to bottom. */
  states(): Promise<string[]>;
  banner(): Promise<string>;
  notice(): Promise<string>;
  /** What the browser complained of: script errors and refusals by the content security policy. */
  complaints: string[];
  leave(): Promise<void>;
}

const texts = (page: Page, selector: string): Promise<string[]> =>
  page.locator(selector).evaluateAll((found) => found.map((element) => element.textContent ?? ''));

export async function visit(
  browser: Browser,
  server: ChatServer,
  chat: Chat,
  device: BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext(device);
  await context.addCookies([{ name: 'session', value: chat.session, url: server.url, httpOnly: true }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy|refused to/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(`${server.url}/chat`);
  const field = page.locator('#say');
  return {
    page,
    context,
    field,
    async send(text) {
      await field.fill(text);
      await page.locator('#send').click();
    },
    shown: () => texts(page, '.message .text'),
    states: () => texts(page, '.message.mine .status'),
    banner: () => page.locator('#connection').innerText(),
    notice: () => page.locator('#notice').innerText(),
    complaints,
    leave: () => context.close(),
  };
}
