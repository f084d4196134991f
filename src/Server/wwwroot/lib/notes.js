import { messages } from '/sdk/index.js';
import { el } from './dom.js';
import { sentenceOf, t } from './texts.js';

/** @import { PasskeyError } from '/sdk/index.js' */

/** @typedef {ReturnType<typeof createNotes>} Notes */

/**
 * Tells what goes on and what went wrong, beside the button it is about.
 * @param {HTMLElement} scope whose buttons rest meanwhile
 * @param {() => void} [onCancel] the way out of a dialog of the browser's
 */
export function createNotes(scope, onCancel) {
  const alert = el('div', { className: 'note', role: 'alert', tabIndex: -1 });
  const status = el('div', { className: 'note', role: 'status' });
  const cancel = el('button', { className: 'quiet', type: 'button', hidden: true, textContent: t('cancel'), onclick: onCancel });
  const box = el('div', { className: 'notes' }, alert, status, cancel);
  const buttons = () => [...scope.querySelectorAll('button')].filter((button) => button !== cancel);
  let busy = false;

  /**
   * The buttons keep the focus but rest, and a way out appears.
   * @param {string} text @param {HTMLElement} place
   */
  function wait(text, place) {
    rest();
    put(place);
    busy = true;
    box.ariaBusy = 'true';
    status.textContent = text;
    for (const button of buttons()) button.ariaDisabled = 'true';
    cancel.hidden = !onCancel;
  }

  /** Ends the wait and empties the notes. */
  function rest() {
    if (cancel === document.activeElement) previous().focus(); // the place it was pressed for
    busy = false;
    box.ariaBusy = null;
    cancel.hidden = true;
    for (const button of buttons()) button.ariaDisabled = null;
    alert.replaceChildren();
    status.replaceChildren();
  }

  /** @param {HTMLElement} place */
  function put(place) {
    if (box.previousElementSibling !== place) place.after(box);
  }

  const previous = () => /** @type {HTMLElement} */ (box.previousElementSibling?.matches('button') ? box.previousElementSibling : box.previousElementSibling?.querySelector('button') ?? scope);

  return {
    put, wait, rest,

    /** True while something runs. */
    get busy() {
      return busy;
    },

    /**
     * Says something that is no error: no colour, no alarm.
     * @param {string} text
     */
    calm(text) {
      rest();
      status.textContent = text;
    },

    /**
     * Says what went wrong and what to do, and brings the keyboard and the screen reader there.
     * @param {PasskeyError | string} error @param {...Node} next what helps
     */
    alarm(error, ...next) {
      rest();
      alert.replaceChildren(...(typeof error === 'string' ? [el('p', { textContent: error })] : said(error)), ...next);
      alert.focus();
    },

    /**
     * Does what a button asks for, once at a time, and says how it goes. Undefined where it did not go well.
     * @template T
     * @param {HTMLElement} place @param {string} waiting @param {() => Promise<T>} work
     * @param {{ cancelled?: string, onError?: (error: PasskeyError) => boolean | void }} [more] `onError` answers true where it has dealt with it
     */
    async act(place, waiting, work, { cancelled = t('cancelled'), onError } = {}) {
      if (busy) return undefined;
      wait(waiting, place);
      try {
        const result = await work();
        rest();
        return result;
      } catch (caught) {
        const error = /** @type {PasskeyError} */ (caught);
        rest();
        if (onError?.(error)) return undefined;
        if (error.code === 'aborted' || error.code === 'cancelled_or_timeout') this.calm(cancelled);
        else this.alarm(error);
        if (!error.code) reportError(caught); // a fault of the page itself
        return undefined;
      }
    },
  };
}

/** The sentence for people, and what support asks for. @param {PasskeyError} error */
export function said(error) {
  const sentence = el('p', { textContent: sentenceOf(error.code) ?? error.userMessage ?? messages.unexpected });
  return error.requestId ? [sentence, el('p', { className: 'reference', textContent: t('reference', { requestId: error.requestId }) })] : [sentence];
}
