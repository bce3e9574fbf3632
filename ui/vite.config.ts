import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    target: 'safari16',
    // The styles use light-dark(); every WebKitGTK and WebView2 we run on has it.
    cssTarget: ['safari18', 'chrome125'],
    // No data: addresses and no polyfill that fetches: the content security policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['./vitest.setup.ts'],
    // One document for all files of a worker: building a new one takes longer than the tests in it.
    isolate: false,
    // axe in jsdom takes seconds on a busy machine.
    testTimeout: 60_000,
  },
});
