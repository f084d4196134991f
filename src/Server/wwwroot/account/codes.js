import { ask } from '../lib/dialog.js';
import { el } from '../lib/dom.js';
import { t } from '../lib/texts.js';

/**
 * Shows recovery codes, this once, with ways to keep them.
 * @param {string[]} codes @param {string} username
 */
export function showCodes(codes, username) {
  const title = t('codesFile', { username, host: location.host });
  const copy = el('button', { type: 'button', className: 'secondary small', textContent: t('copy') });
  copy.onclick = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    copy.textContent = t('copied');
  };
  const download = el('a', {
    className: 'button secondary small', textContent: t('download'), download: `${title.replace(/[^\p{L}\p{N}]+/gu, '-')}.txt`,
    href: `data:text/plain;charset=utf-8,${encodeURIComponent(`${title}\n\n${codes.join('\n')}\n`)}`,
  });
  const print = el('button', { type: 'button', className: 'secondary small', textContent: t('print'), onclick: () => window.print() });
  return ask({
    title: t('codesShownTitle'),
    body: [t('codesShownText'), el('p', { className: 'print-only', textContent: title }), el('ul', { className: 'codes', role: 'list' }, ...codes.map((code) => el('li', { textContent: code }))), el('div', { className: 'toolbar' }, copy, download, print)],
    action: t('codesKept'), dismiss: null, work: async () => true,
  });
}
