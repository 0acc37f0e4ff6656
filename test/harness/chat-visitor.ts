import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { desk, openBrowser } from './browser.ts';
import { startChatServer, type Chat, type ChatServer, type PersonOptions } from './chat-api.ts';

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

const contexts = new WeakMap<Browser, Map<string, BrowserContext>>();

/** One context per kind of device: the files of the page are fetched once, as by a browser that comes again. */
async function contextFor(browser: Browser, device: BrowserContextOptions): Promise<BrowserContext> {
  const known = contexts.get(browser) ?? new Map<string, BrowserContext>();
  contexts.set(browser, known);
  const key = JSON.stringify(device);
  const context = known.get(key) ?? (await browser.newContext(device));
  known.set(key, context);
  return context;
}

export async function visit(
  browser: Browser,
  server: ChatServer,
  chat: Chat,
  device: BrowserContextOptions,
): Promise<Visitor> {
  const context = await contextFor(browser, device);
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
    async leave() {
      await Promise.all(context.pages().map((open) => open.close()));
      await context.clearCookies();
    },
  };
}

/** How long a test waits for what must come; it looks often, and goes on at once. */
export const eventually = { timeout: 15_000, interval: 20 };

/** One browser and one server for a test file, and in each test one person with the page open. */
export class Stage {
  browser!: Browser;
  server!: ChatServer;
  chat!: Chat;
  visitor!: Visitor;

  /** Registers the hooks. After each test no fault may be unmet and the browser may have complained of nothing. */
  constructor() {
    beforeAll(async () => {
      [this.browser, this.server] = await Promise.all([openBrowser(), startChatServer()]);
    }, 60_000);
    afterAll(async () => {
      await this.browser?.close();
      await this.server?.close();
    });
    afterEach(async () => {
      const unmet = this.server.faults.unmet();
      this.server.faults.mend();
      this.server.faults.clear();
      await this.visitor.leave();
      expect(unmet).toEqual([]);
      expect(this.visitor.complaints).toEqual([]);
    });
  }

  /** Opens the page without waiting for anything, for a server that does not answer. */
  async knock(device: BrowserContextOptions = desk, options: PersonOptions = {}): Promise<void> {
    this.chat = this.server.person(options);
    this.visitor = await visit(this.browser, this.server, this.chat, device);
  }

  /** Lets a person in whose chat was prepared, and waits until the page shows all of it and listens. */
  async come(
    device: BrowserContextOptions = desk,
    prepare: (chat: Chat) => void = () => {},
    options: PersonOptions = {},
  ): Promise<void> {
    this.chat = this.server.person(options);
    prepare(this.chat);
    this.visitor = await visit(this.browser, this.server, this.chat, device);
    await this.listening();
    const known = Math.min(this.chat.items.length, 50);
    await expect.poll(() => this.visitor.page.locator('.message').count(), eventually).toBe(known);
  }

  async listening(): Promise<void> {
    await expect.poll(() => this.chat.streams.size, eventually).toBeGreaterThan(0);
  }

  async shows(...texts: string[]): Promise<void> {
    await expect.poll(() => this.visitor.shown(), eventually).toEqual(texts);
  }

  async statesAre(...states: string[]): Promise<void> {
    await expect.poll(() => this.visitor.states(), eventually).toEqual(states);
  }

  async bannerSays(text: string): Promise<void> {
    await expect.poll(() => this.visitor.banner(), eventually).toContain(text);
  }

  async noticeSays(text: string): Promise<void> {
    await expect.poll(() => this.visitor.notice(), eventually).toContain(text);
  }

  /** Texts that the server received, once each. */
  texts(): (string | undefined)[] {
    return this.chat.received.map(({ text }) => text);
  }

  /** Sends one more message and sees it arrive: whatever was still under way has arrived before it. */
  async afterAllElse(): Promise<void> {
    const count = this.chat.received.length;
    await this.visitor.send('hết');
    await expect.poll(() => this.chat.received.length, eventually).toBeGreaterThan(count);
    expect(this.texts().at(-1)).toBe('hết');
  }
}
