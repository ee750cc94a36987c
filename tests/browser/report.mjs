// Opens a report in headless Chromium, as it is and with axe: wide and narrow, light and dark.
//
// It is no part of `cargo test`, for it needs a browser and two packages:
//
//     npm install --no-save --prefix /tmp/browser axe-core playwright-core
//     shiken report --html /tmp/report.html
//     NODE_PATH=/tmp/browser/node_modules node tests/browser/report.mjs /tmp/report.html /tmp/browser
//
// Every finding of axe, every word on the console, every request but that for the page itself, and a page that
// scrolls sideways is printed, and ends it with 1. Screenshots and the page as it is printed are left in the folder.
// CHROMIUM names the browser if it is not /usr/bin/chromium.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [report, folder = '.'] = process.argv.slice(2);
const address = pathToFileURL(resolve(report)).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let findings = 0;

// The page forbids every script, axe too: it is let in only where axe runs.
async function open(colorScheme, width, bypassCSP, look) {
  const context = await browser.newContext({ colorScheme, bypassCSP, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const find = (...words) => {
    console.log(colorScheme, width, ...words);
    findings += 1;
  };
  page.on('console', (said) => find('console:', said.text()));
  page.on('pageerror', (error) => find('error:', String(error)));
  page.on('request', (request) => request.url() === address || find('asks for', request.url()));
  await page.goto(address);
  await look(page, find);
  await context.close();
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1100, 390]) {
    await open(colorScheme, width, false, async (page, find) => {
      await page.screenshot({ path: join(folder, `${colorScheme}-${width}.png`), fullPage: true });
      if (colorScheme === 'dark' && width === 1100) await page.pdf({ path: join(folder, 'print.pdf'), format: 'A4' });
    });
    await open(colorScheme, width, true, async (page, find) => {
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run());
      for (const { impact, id, nodes } of found.violations) find(impact, id, nodes.length, nodes[0].html.slice(0, 160));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) find('scrolls sideways by', over);
    });
  }
}
await browser.close();
console.log(findings === 0 ? 'nothing found' : `${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
