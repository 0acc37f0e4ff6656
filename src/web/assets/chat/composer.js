// Where a message is written: text, what it answers, files; kept as a draft at every change.
import { createAttachments } from './attachments.js';
import { clock } from './dates.js';
import { byId, fill, icon, make } from './dom.js';
import { firstLine } from './log.js';
import * as shelf from './shelf.js';
import { say, settings } from './words.js';

/** With a mouse there is a keyboard whose Enter sends; on a phone Enter is the only way to a new line. */
const desk = window.matchMedia('(pointer: fine)');
const TALLEST = 160;

/** `send` takes `{text, replyTo, quoted, files}`; it keeps them before it returns. */
export function createComposer({ send }) {
  const field = byId('say');
  const quoting = byId('quoting');
  const notice = byId('notice');
  let replyTo = null; // {id, text, time}
  let sendWhenUploaded = false;

  const tell = (text) => fill(notice, text);

  function keepDraft() {
    const draft = { text: field.value, replyTo, files: attachments.all() };
    if (!draft.text && !replyTo && draft.files.length === 0) shelf.remove('draft');
    else shelf.write('draft', draft);
  }

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
  }

  const attachments = createAttachments({
    changed() {
      keepDraft();
      if (sendWhenUploaded && !attachments.uploading()) submit();
    },
    refuse(reason) {
      // What was to go with the file does not go without it by itself.
      sendWhenUploaded = false;
      tell(reason);
    },
  });

  function drawQuoting() {
    quoting.hidden = replyTo === null;
    if (!replyTo) return fill(quoting);
    const stop = () => {
      quote(null);
      field.focus();
    };
    return fill(
      quoting,
      make(
        'div',
        {},
        make('span', { class: 'hint' }, say('replying', { time: replyTo.time })),
        make('p', {}, replyTo.text),
      ),
      make(
        'button',
        { type: 'button', class: 'button quiet square', 'aria-label': say('cancelReply'), onclick: stop },
        icon('close'),
      ),
    );
  }

  function quote(target) {
    replyTo = target;
    drawQuoting();
    keepDraft();
  }

  /** Why the message can't go now, or nothing. */
  function fault(text) {
    const limit = settings.limits.text;
    if (text.length > limit) return say('textTooLong', { count: text.length, limit });
    return attachments.failed() && say('uploadsFirst');
  }

  function submit() {
    const text = field.value.trim();
    sendWhenUploaded = false;
    if (!text && attachments.count() === 0) return field.focus();
    const wrong = fault(text);
    if (wrong) return tell(wrong);
    if (attachments.uploading()) {
      sendWhenUploaded = true;
      return tell(say('sendWhenUploaded'));
    }
    send({ text, replyTo: replyTo ? replyTo.id : undefined, files: attachments.all() });
    field.value = '';
    replyTo = null;
    tell('');
    drawQuoting();
    attachments.clear();
    grow();
    return undefined;
  }

  field.addEventListener('input', () => {
    // A text that is being changed again is not sent under the person's fingers.
    if (sendWhenUploaded) tell('');
    sendWhenUploaded = false;
    grow();
    keepDraft();
    const count = field.value.trim().length;
    if (count > settings.limits.text) tell(say('textTooLong', { count, limit: settings.limits.text }));
    else if (!attachments.failed()) tell('');
  });

  field.addEventListener('keydown', (event) => {
    // Vietnamese is typed through composition: the Enter that ends it belongs to the keyboard, not to us.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape' && replyTo) quote(null);
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || !desk.matches) return;
    event.preventDefault();
    if (!event.repeat) submit();
  });

  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  // The field keeps the focus, so that the phone's keyboard stays open for the next message.
  byId('send').addEventListener('mousedown', (event) => event.preventDefault());

  const chooser = byId('files');
  byId('attach').addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    attachments.add(Array.from(chooser.files));
    chooser.value = '';
    field.focus();
  });
  field.addEventListener('paste', (event) => {
    // Cells and words copied from an office program come with a picture of themselves: the text is meant.
    const { files, types } = event.clipboardData;
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    attachments.add(Array.from(files));
  });
  watchDrop((files) => attachments.add(files));
  window.addEventListener('beforeunload', (event) => {
    if (attachments.uploading()) event.preventDefault();
  });

  return {
    tell,
    focus: () => field.focus(),

    reply(item) {
      quote({ id: item.id, text: firstLine(item.text), time: clock(item.at) });
      field.focus();
    },

    /** Puts a text back to be written anew; what stands in the field is kept below it. */
    rewrite({ text, files }) {
      field.value = [text, field.value].filter(Boolean).join('\n');
      if (files.length > 0 && attachments.count() === 0) attachments.restore(files);
      grow();
      keepDraft();
      field.focus();
    },

    restore() {
      const draft = shelf.read('draft');
      if (!draft) return;
      field.value = draft.text || '';
      if (draft.replyTo) quote(draft.replyTo);
      const lost = attachments.restore(draft.files || []);
      if (lost.length > 0) tell(lost.map((name) => say('uploadLost', { name })).join(' '));
      grow();
    },
  };
}

/** Files dragged from the desktop onto the page. */
function watchDrop(take) {
  const sheet = byId('drop');
  const carries = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes('Files');
  window.addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    sheet.hidden = false;
  });
  window.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) sheet.hidden = true;
  });
  window.addEventListener('drop', (event) => {
    sheet.hidden = true;
    if (!carries(event)) return;
    event.preventDefault();
    take(Array.from(event.dataTransfer.files));
  });
}
