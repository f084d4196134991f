import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import test from 'node:test';
import { build } from 'esbuild';

test('the whole of it, minified, stays under 5 kB gzipped', async () => {
  const { outputFiles: [bundle] } = await build({
    entryPoints: [fileURLToPath(new URL('../src/index.js', import.meta.url))],
    bundle: true, minify: true, format: 'esm', write: false,
  });
  const size = gzipSync(bundle.contents, { level: 9 }).length;
  assert.ok(size < 5000, `${size} bytes`);
});
