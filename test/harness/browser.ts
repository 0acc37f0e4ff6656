import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import chromium from '@sparticuz/chromium';
import { chromium as launcher, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import project from '../../package.json' with { type: 'json' };

/** A real browser for tests of pages: the one inside npm, or the one that CHROME_PATH names. */

export async function openBrowser(): Promise<Browser> {
  return launcher.launch({
    executablePath: process.env.CHROME_PATH ?? (await unpacked()),
    // The package's own list is made for cloud functions: one process for all, and web security off.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    headless: true,
  });
}

/**
 * Where the browser is unpacked. The package would unpack into the shared temporary folder and take a file that
 * another process is still writing for a whole one; here a folder appears complete or not at all.
 */
async function unpacked(): Promise<string> {
  const shared = join(tmpdir(), `dondoc-test-browser-${project.devDependencies['@sparticuz/chromium']}`);
  if (existsSync(shared)) return join(shared, 'chromium');
  const before = process.env.TMPDIR;
  const own = await mkdtemp(`${shared}-`);
  process.env.TMPDIR = own;
  try {
    await chromium.executablePath();
    await rename(own, shared);
  } catch (error) {
    if (!existsSync(shared)) throw error;
    await rm(own, { recursive: true, force: true });
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  return join(shared, 'chromium');
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'vi-VN',
};
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: 'vi-VN' };

/** What axe finds wrong, one line each; empty where the page is clean. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
  );
}

/** Controls that a thumb would miss: shown, and smaller than 44 × 44 px. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const controls = Array.from(
      document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]'),
    );
    return (
      controls
        .map((control) => ({ control, box: control.getBoundingClientRect() }))
        .filter(({ control, box }) => control.checkVisibility() && box.width > 0 && box.bottom > 0)
        // A link within a line of text is as high as the line: the rule for targets excepts it.
        .filter(({ control }) => !control.matches('.text a'))
        .filter(({ box }) => box.width < 43.99 || box.height < 43.99)
        .map(({ control, box }) => `${control.outerHTML.slice(0, 120)} is ${box.width} × ${box.height}`)
    );
  });

/** What is wider than its place: the page itself, and each box that scrolls or cuts off (a shortened line may). */
export const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const boxes = Array.from(document.querySelectorAll('html, body, body *')).filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      const cuts =
        overflowX !== 'visible' || element === document.documentElement || element === document.body;
      return (
        cuts && textOverflow !== 'ellipsis' && element.clientWidth > 1 && !(element instanceof SVGElement)
      );
    });
    return boxes
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map(
        (element) =>
          `${element.nodeName} ${element.className}: ${element.scrollWidth} in ${element.clientWidth}`,
      );
  });

const artefacts = fileURLToPath(new URL('../artefacts/', import.meta.url));

/** Keeps a picture in test/artefacts/, for a person to look at. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  await mkdir(artefacts, { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: `${artefacts}${name}.png`, fullPage });
}
