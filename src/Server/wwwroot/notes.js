import { $ } from './dom.js';
import { fill, texts } from './texts.js';

/** @import { PasskeyError } from '/sdk/index.js' */

const buttons = () => [$('use'), $('create')];

/** True while a ceremony runs. */
export const busy = () => $('form').ariaBusy === 'true';

/**
 * Tells what goes on, beside the button it is about. The buttons keep the focus but rest, and a way out appears.
 * @param {string} text
 * @param {HTMLElement} [button]
 */
export function wait(text, button = $('use')) {
  rest();
  button.after($('notes'));
  $('status').textContent = text;
  $('form').ariaBusy = 'true';
  for (const each of buttons()) each.ariaDisabled = 'true';
  $('cancel').hidden = false;
}

/** Ends the wait and empties the notes. */
export function rest() {
  if ($('cancel') === document.activeElement) /** @type {HTMLElement} */ ($('notes').previousElementSibling).focus(); // the place it was pressed for
  $('cancel').hidden = true;
  $('form').ariaBusy = null;
  for (const each of buttons()) each.ariaDisabled = null;
  $('username').ariaInvalid = null;
  $('alert').replaceChildren();
  $('status').replaceChildren();
}

/**
 * Says something that is no error: no colour, no alarm.
 * @param {string} text
 */
export function calm(text) {
  $('status').textContent = text;
}

/**
 * Says what went wrong and what to do, and brings the keyboard and the screen reader there.
 * @param {PasskeyError} error
 * @param {HTMLElement} [place]
 */
export function alarm(error, place = $('alert')) {
  place.replaceChildren(paragraph(error.userMessage));
  if (error.requestId && (error.status ?? 0) >= 500) place.append(paragraph(fill(texts.reference, { requestId: error.requestId }), 'reference'));
  place.focus();
}

/** Asks for the username, which a new account needs. */
export function wantUsername() {
  rest();
  $('create').after($('notes'));
  $('alert').replaceChildren(paragraph(texts.usernameMissing));
  $('username').ariaInvalid = 'true';
  $('username').focus();
}

/** @param {string} text @param {string} [className] */
function paragraph(text, className = '') {
  const element = document.createElement('p');
  element.textContent = text;
  element.className = className;
  return element;
}
