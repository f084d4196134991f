import { el, icon } from '../../lib/dom.js';
import { createNotes } from '../../lib/notes.js';
import { playground } from '../api.js';
import { badge, facts, panel } from '../parts.js';
import { t } from '../texts.js';

/** @import { AppData } from './app.js' */
/** @typedef {{ step: string, title: string, outcome: 'passed' | 'failed' | 'skipped', evidence: string }} Step */
/** @typedef {{ name: string, value: string, children: Decoded[] }} Decoded */

/** Runs a ceremony of the app in this browser and shows all of it: options, response, and how every step of the specification was judged. @param {AppData} app */
export function playgroundPanel(app) {
  const create = el('button', { type: 'button', className: 'primary' }, icon('passkey'), el('span', { textContent: t('tryCreate') }));
  const signIn = el('button', { type: 'button', className: 'secondary' }, icon('passkey'), el('span', { textContent: t('trySignIn') }));
  const forget = el('button', { type: 'button', className: 'link', textContent: t('tryForget'), hidden: true });
  const result = el('div', { className: 'report', 'aria-live': 'polite' });
  const tools = el('div', { className: 'toolbar' }, create, signIn, forget);
  const fits = location.hostname === app.rpId || location.hostname.endsWith(`.${app.rpId}`);
  const element = panel(t('playground'), { lead: t('playgroundLead') },
    !fits && el('div', { className: 'advice', role: 'note' }, el('strong', { textContent: t('otherDomainTitle') }), el('p', { textContent: t('otherDomainText', { rpId: app.rpId, host: location.hostname, origin: location.origin }) })),
    tools, result);
  const notes = createNotes(element, () => playground.abort());
  /** @type {any} */
  let record = null;

  /** @param {'registration' | 'authentication'} kind */
  async function run(kind) {
    /** @type {object | null} */
    let options = null;
    result.replaceChildren();
    const done = await notes.act(tools, t(kind === 'registration' ? 'waitingForCreate' : 'waitingForSignIn'), () => playground.run(app.id, kind, record, (asked) => { options = asked; }),
      { onError: () => { if (options) result.replaceChildren(json(t('theOptions'), options)); } });
    if (!done) return;
    if (done.report.record) record = done.report.record;
    forget.hidden = !record;
    result.replaceChildren(...report(kind, done.report), json(t('theOptions'), options ?? {}), json(t('theResponse'), done.response), tree(done.report.decoded));
    result.querySelector('h3')?.focus();
  }
  create.onclick = () => run('registration');
  signIn.onclick = () => run('authentication');
  forget.onclick = () => {
    const signal = /** @type {any} */ (PublicKeyCredential).signalUnknownCredential;
    signal?.call(PublicKeyCredential, { rpId: app.rpId, credentialId: record.credentialId }).catch(() => {});
    record = null;
    forget.hidden = true;
    result.replaceChildren();
    notes.put(tools);
    notes.calm(t('tryForgotten'));
  };
  return element;
}

/** @param {'registration' | 'authentication'} kind @param {{ accepted: boolean, code: string | null, sentence: string | null, steps: Step[], record: any }} report */
function report(kind, { accepted, code, sentence, steps, record }) {
  return [
    el('div', { className: `verdict ${accepted ? 'good' : 'bad'}` },
      el('h3', { tabIndex: -1, textContent: t(accepted ? 'accepted' : 'refusedVerdict') }),
      accepted ? el('p', { textContent: t(kind === 'registration' ? 'acceptedCreate' : 'acceptedSignIn') })
        : el('p', {}, el('a', { href: `/docs/errors/${code}`, target: '_blank', rel: 'noopener' }, el('code', { textContent: code ?? '' })), ` ${sentence ?? ''}`)),
    record && facts([
      [t('algorithm'), record.algorithm], [t('provider'), record.provider?.name ?? t('unknownProvider')], ['AAGUID', el('code', { textContent: record.aaguid })],
      [t('attestationFact'), `${record.attestationFormat} · ${record.attestationType} · ${record.attestationTrust}`],
      [t('backup'), t(record.backupEligible ? (record.backupState ? 'synced' : 'backupPossible') : 'deviceOnly')], [t('signCount'), String(record.signCount)],
    ]),
    el('ol', { className: 'steps', role: 'list' }, ...steps.map((step) => el('li', { className: step.outcome },
      badge(t(step.outcome), step.outcome === 'failed' ? 'alarm' : ''), el('code', { textContent: step.step }),
      el('div', {}, el('span', { textContent: step.title }), step.evidence && el('span', { className: 'soft', textContent: step.evidence }))))),
  ].filter((part) => part !== null && part !== undefined);
}

/** @param {string} title @param {object} value */
const json = (title, value) => el('details', {}, el('summary', { textContent: title }), el('pre', { tabIndex: 0, textContent: JSON.stringify(value, null, 2) }));

/** @param {Decoded | null} decoded */
function tree(decoded) {
  if (!decoded) return el('span', {});
  return el('details', {}, el('summary', { textContent: t('theDecoded') }), el('ul', { className: 'tree', role: 'list' }, branch(decoded)));
}

/** @param {Decoded} node @returns {HTMLElement} */
const branch = ({ name, value, children }) =>
  el('li', {}, el('span', {}, `${name}${value ? ': ' : ''}`, value && el('code', { textContent: value })), children.length > 0 && el('ul', { role: 'list' }, ...children.map(branch)));
