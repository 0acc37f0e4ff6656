// Files chosen for the message that is being written: uploaded at once, so that sending is quick.
import { upload } from './api.js';
import { byId, fill, icon, make } from './dom.js';
import { say, settings, sizeText } from './words.js';

/**
 * `changed` is called when the list or the state of an upload changes; `refuse`, with a text for the person or none,
 * before that when the message will be without a file that was chosen.
 */
export function createAttachments({ changed, refuse }) {
  const list = byId('attachments');
  let files = [];
  let serial = 0;

  function start(file) {
    file.state = 'uploading';
    file.part = 0;
    const { done, cancel } = upload(file.blob, (part) => {
      file.part = part;
      if (file.bar) file.bar.value = part;
    });
    file.cancel = cancel;
    done
      .then(
        ({ id, name, size }) => Object.assign(file, { state: 'uploaded', id: String(id), name, size }),
        (problem) => {
          if (!files.includes(file)) return;
          // What the server refuses for good is said and taken away; what may work later can be tried again.
          if (problem.passing || problem.status === 401) file.state = 'failed';
          else drop(file, problem.detail || say('failed'));
        },
      )
      .then(() => files.includes(file) && update());
    update();
  }

  function drop(file, reason) {
    files = files.filter((each) => each !== file);
    if (file.preview) URL.revokeObjectURL(file.preview);
    refuse(reason);
    update();
  }

  function remove(file) {
    if (file.state === 'uploading') file.cancel();
    drop(file, '');
    byId('attach').focus();
  }

  function view(file) {
    const states = { uploading: 'uploading', uploaded: 'uploaded', failed: 'uploadFailed' };
    file.bar =
      file.state === 'uploading' &&
      make('progress', { max: 1, value: file.part, 'aria-label': say('uploading') });
    const again = () => start(file);
    return make(
      'li',
      { class: file.state },
      file.preview ? make('img', { src: file.preview, alt: '' }) : icon('file'),
      make(
        'div',
        { class: 'about' },
        make('span', { class: 'name' }, file.name),
        make('span', { class: 'hint' }, `${sizeText(file.size)} · ${say(states[file.state])}`),
        file.bar,
      ),
      file.state === 'failed' &&
        make(
          'button',
          {
            type: 'button',
            class: 'button quiet square',
            'aria-label': say('retryUpload', { name: file.name }),
            onclick: again,
          },
          icon('retry'),
        ),
      make(
        'button',
        {
          type: 'button',
          class: 'button quiet square',
          'aria-label': say('remove', { name: file.name }),
          onclick: () => remove(file),
        },
        icon('close'),
      ),
    );
  }

  function update() {
    fill(list, ...files.map(view));
    list.hidden = files.length === 0;
    changed();
  }

  /** Why a file can't be taken, or nothing. */
  function fault({ name, size }) {
    if (size === 0) return say('fileEmpty', { name });
    const limit = settings.limits.fileBytes;
    return size > limit && say('fileTooLarge', { name, size: sizeText(size), limit: sizeText(limit) });
  }

  return {
    add(chosen) {
      const faults = [];
      for (const blob of chosen) {
        const wrong =
          files.length >= settings.limits.files
            ? say('tooManyFiles', { limit: settings.limits.files })
            : fault(blob);
        if (wrong) {
          if (!faults.includes(wrong)) faults.push(wrong);
          continue;
        }
        const preview = /^image\/(png|jpeg|webp|gif)$/.test(blob.type) ? URL.createObjectURL(blob) : null;
        const file = { key: (serial += 1), blob, name: blob.name, size: blob.size, mime: blob.type, preview };
        files.push(file);
        start(file);
      }
      if (faults.length > 0) refuse(faults.join(' '));
    },

    /** Files that an earlier page had uploaded for the draft; those it had not are named. */
    restore(kept) {
      files = kept.filter(({ id }) => id).map((file) => ({ ...file, key: (serial += 1), state: 'uploaded' }));
      update();
      return kept.filter(({ id }) => !id).map(({ name }) => name);
    },

    clear() {
      for (const { preview } of files) if (preview) URL.revokeObjectURL(preview);
      files = [];
      update();
    },

    all: () => files.map(({ id, name, size, mime }) => ({ id, name, size, mime })),
    count: () => files.length,
    uploading: () => files.some(({ state }) => state === 'uploading'),
    failed: () => files.some(({ state }) => state === 'failed'),
  };
}
