import { t } from './texts.js';

/**
 * A browser and a platform in the page's language; the server writes them as "Chrome on Linux".
 * @param {string | null} written
 */
export function device(written) {
  const [, browser = '', platform = ''] = /^(.+) on (.+)$/.exec(written ?? '') ?? [];
  return t('deviceOn', { browser: browser && browser !== 'a browser' ? browser : t('unknownBrowser'), platform: platform && platform !== 'a device' ? platform : t('unknownDevice') });
}

/** Whether it is held in a hand. @param {string | null} written */
export const isPhone = (written) => /iPhone|iPad|Android/.test(written ?? '');
