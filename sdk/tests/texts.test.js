import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { messages } from '../src/messages.js';
import { german } from '../src/messages.de.js';

const root = new URL('../../src/Server/wwwroot/', import.meta.url);
const files = readdirSync(root, { recursive: true }).filter((file) => !/^(sdk|docs)\//.test(file));
const pages = files.filter((file) => file.endsWith('.html'));
const scripts = files.filter((file) => file.endsWith('.js') && !file.includes('texts/'));
const tables = files.filter((file) => /texts\/en\.js$/.test(file));
const read = (file) => readFileSync(new URL(file, root), 'utf8');
const load = async (file) => (await import(new URL(file, root))).default;
const braces = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test('every table of texts has the same keys and the same braces in every language', async () => {
  assert.ok(tables.length > 0);
  for (const table of tables) {
    const english = await load(table);
    for (const other of files.filter((file) => file.startsWith(table.replace(/en\.js$/, '')) && file !== table)) {
      const translated = await load(other);
      assert.deepEqual(Object.keys(translated), Object.keys(english), other);
      for (const [key, text] of Object.entries(english)) assert.deepEqual(braces(translated[key]), braces(text), `${other} ${key}`);
    }
  }
});

test('the SDK’s sentences are there in German too', () => {
  assert.deepEqual(Object.keys(german), Object.keys(messages));
});

test('no text stands in a page: only what a table fills in, the name, and what is said without script', () => {
  for (const page of pages) {
    const visible = read(page).replace(/<(title|noscript|style|script)\b.*?<\/\1>/gs, '').replace(/<!--.*?-->/gs, '').replace(/<[^>]*>/g, ' ');
    assert.deepEqual(visible.split(/\s+/).filter(Boolean).filter((word) => word !== 'Keystile' && word !== 'html>'), [], page);
    assert.doesNotMatch(read(page), /\s(aria-label|alt|placeholder|title)="[^"]*[a-z]/i, page);
  }
});

test('without script every page in front of the console says the same, in every language', () => {
  const said = pages.filter((page) => page !== 'admin/index.html').map((page) => /<noscript>.*<\/noscript>/s.exec(read(page))?.[0]);
  assert.ok(said.length > 3 && said[0]?.includes('lang="de"'));
  assert.equal(new Set(said).size, 1);
});

test('no text stands in a script: two words in a literal are a sentence for a table, or a purpose the server records', () => {
  for (const script of scripts) {
    const code = read(script).replace(/\/\*.*?\*\//gs, '').replace(/\/\/.*$/gm, '');
    const sentences = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)].map(([, plain, template]) => plain ?? template)
      .filter((text) => /\p{L}{2,} \p{L}{2,}/u.test(text.replace(/\$\{.*?\}/g, '')) && /^[A-Z“„]/.test(text));
    assert.deepEqual(sentences, [], script);
  }
});

test('every text that a page or a script asks for is in the table, and every text of the table is asked for', async () => {
  const used = [...pages, ...scripts].filter((file) => !file.startsWith('admin/')).map(read).join('\n');
  for (const key of Object.keys(await load('texts/en.js')).filter((key) => !key.startsWith('error_')))
    assert.match(used, new RegExp(`(t\\('|data-(text|label)=")${key}['"]`), key);
});
