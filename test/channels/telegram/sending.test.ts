import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  FileUnavailable,
  SendError,
  type OutboundFile,
  type SendFailure,
} from '../../../src/channels/channel.ts';
import type { Stage } from './stage.ts';
import { subject, type OnStage } from './subject.ts';

describe('what people see', () => {
  let one: OnStage;
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'telegram-'))));
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => void (one = await subject()));
  afterEach(() => one.close?.());

  async function file(name: string, mime: string, size = 3): Promise<OutboundFile> {
    const path = join(folder, `${name}-${size}`.replace(/[^\w.-]/g, '_'));
    await writeFile(path, 'abc');
    await truncate(path, size);
    return { id: 'x', name, mime, size, path };
  }

  const send = (more: Parameters<Stage['outbound']>[1], address = one.address) =>
    one.channel.send(one.stage.outbound(address, more));
  async function failureOf(work: Promise<unknown> | undefined): Promise<SendFailure | undefined> {
    try {
      await work;
      return undefined;
    } catch (error) {
      if (error instanceof SendError) return error.failure;
      throw error;
    }
  }
  const sends = () =>
    one.stage.platform.requests.map(({ method }) => method).filter((name) => /^(send|edit)/.test(name));

  test('a short text goes under its only file, with its buttons', async () => {
    const document = await file('Báo cáo "quý IV".docx', 'application/msword');
    const buttons = [[{ id: '1.0', label: 'Đã nhận', numbered: '1. Đã nhận' }]];
    const sent = await send({ text: '**Có tệp**', files: [document], buttons });
    const seen = await one.seen();
    expect(seen).toEqual([
      {
        platformId: sent.platformId,
        text: 'Có tệp',
        buttons: [{ id: '1.0', label: 'Đã nhận' }],
        files: ['Báo cáo _quý IV_.docx'],
      },
    ]);
    expect(one.lan.newest().files[0]?.bytes.toString()).toBe('abc');
  });

  test('a long text goes first, and is what people answer to', async () => {
    const files = [await file('a.docx', 'application/msword')];
    const sent = await send({
      text: 'đ'.repeat(1025),
      files,
      buttons: [[{ id: '1.0', label: 'Nhận', numbered: '' }]],
    });
    const [text, document] = await one.seen();
    expect([text?.platformId, text?.buttons.length, document?.files]).toEqual([
      sent.platformId,
      1,
      ['a.docx'],
    ]);
  });

  test('photos as photos up to 10 MB, all else as documents', async () => {
    const files = [
      await file('bieu-do.png', 'image/png'),
      await file('lon.png', 'image/png', 11 * 1024 * 1024),
      await file('a.pdf', 'application/pdf'),
    ];
    await send({ text: '', files });
    expect(sends()).toEqual(['sendPhoto', 'sendDocument', 'sendDocument']);
  });

  test('a photo that Telegram does not take goes as a document', async () => {
    one.stage.platform.fails({
      kind: 'refuse',
      code: 400,
      description: 'Bad Request: PHOTO_INVALID_DIMENSIONS',
    });
    await send({ text: 'x', files: [await file('dai.png', 'image/png')] });
    expect((await one.seen())[0]?.files).toEqual(['dai.png']);
  });

  test('a file over 50 MB is refused before anything goes', async () => {
    const files = [
      { id: 'x', name: 'a.zip', mime: 'application/zip', size: 51 * 1024 * 1024, path: '/nowhere' },
    ];
    expect(await failureOf(send({ files }))).toEqual({ kind: 'messageRefused', reason: 'tooLarge' });
    expect(sends()).toEqual([]);
  });

  test('a file that is not there any more keeps the rest in order: it is tried again', async () => {
    const files = [{ id: 'x', name: 'a.zip', mime: 'application/zip', size: 5, path: join(folder, 'gone') }];
    expect(await failureOf(send({ files }))).toEqual({ kind: 'retry' });
  });

  test('a new try goes on where the last one broke off', async () => {
    const files = [await file('a.docx', 'application/msword'), await file('b.docx', 'application/msword')];
    const message = one.stage.outbound(one.address, { text: 'Hai tệp', files });
    one.stage.platform.fails({ kind: 'serverError', status: 500 }, { method: 'sendDocument' });
    expect(await failureOf(one.channel.send(message))).toEqual({ kind: 'retry' });
    const sent = await one.channel.send(message);
    const seen = await one.seen();
    expect(seen.map((each) => [each.text, each.files])).toEqual([
      ['Hai tệp', []],
      ['', ['a.docx']],
      ['', ['b.docx']],
    ]);
    expect(sent.platformId).toBe(seen[0]?.platformId);
  });

  test('refused markup goes as plain text, and somebody has to see to it', async () => {
    one.stage.platform.fails({
      kind: 'refuse',
      code: 400,
      description: "Bad Request: can't parse entities: x",
    });
    await send({ text: '**Nhiệm vụ** <12>' });
    expect(one.lan.newest()).toMatchObject({ text: 'Nhiệm vụ <12>', html: 'Nhiệm vụ <12>' });
    expect(one.stage.lines.map((line) => line.level)).toEqual(['error']);
  });

  test('an address that Telegram does not like keeps back no message', async () => {
    one.stage.platform.fails({ kind: 'refuse', code: 400, description: 'Bad Request: BUTTON_URL_INVALID' });
    const buttons = [[{ id: '1.0', label: 'Xem', numbered: '', url: 'https://a.vn/x' }]];
    await send({ buttons: [...buttons, [{ id: '1.1', label: 'Nhận', numbered: '' }]] });
    expect((await one.seen())[0]?.buttons.map((each) => each.label)).toEqual(['Nhận']);
  });

  test('link previews are off, and an address in the text stays', async () => {
    await send({ text: '[Xem](https://a.vn/x)' });
    expect(one.stage.platform.requests.at(-1)?.params).toMatchObject({
      link_preview_options: { is_disabled: true },
    });
  });

  test('the caption of a file is edited as one, also after a restart', async () => {
    const { platformId } = await send({ text: 'một', files: [await file('a.pdf', 'application/pdf')] });
    await one.channel.edit?.(platformId, one.stage.outbound(one.address, { text: 'hai' }));
    expect((await one.seen())[0]?.text).toBe('hai');
    one.stage.platform.fails(
      { kind: 'refuse', code: 400, description: 'Bad Request: there is no text in the message to edit' },
      { method: 'editMessageText' },
    );
    await one.stage.restarted().edit?.(platformId, one.stage.outbound(one.address, { text: 'ba' }));
    expect((await one.seen())[0]?.text).toBe('ba');
  });

  test('an edit of a message that is gone is refused', async () => {
    const { platformId } = await send({});
    await one.channel.delete?.(one.address, platformId);
    const edit = one.channel.edit?.(platformId, one.stage.outbound(one.address, { text: 'hai' }));
    expect(await failureOf(edit)).toEqual({ kind: 'messageRefused', reason: 'gone' });
  });

  test('a reaction', async () => {
    const said = one.lan.says('đã nhận');
    await one.stage.channel.react(one.address, `${one.address}:${said.id}`, '👍');
    expect(one.lan.sees().find((message) => message.id === said.id)?.reaction).toBe('👍');
  });

  test('in a group the answer is tied to what it answers, between two it is not', async () => {
    const group = one.stage.platform.group('Sở Tư pháp', [one.lan]);
    group.adds('bot');
    const asked = one.lan.says('/tinhhinh', { in: group });
    await send({ text: 'một', inReplyTo: `${group.id}:${asked.id}` }, String(group.id));
    await send({ text: 'hai', inReplyTo: `${group.id}:999` }, String(group.id));
    await send({ text: 'ba', inReplyTo: 'cb:4382' }, String(group.id));
    expect(
      one.lan
        .sees(group)
        .slice(-3)
        .map((each) => each.replyTo),
    ).toEqual([asked.id, undefined, undefined]);
    await send({ text: 'riêng', inReplyTo: `${one.lan.id}:1` });
    expect(one.lan.newest().replyTo).toBeUndefined();
  });

  test('a group that became a supergroup has moved', async () => {
    const group = one.stage.platform.group('Sở Tư pháp', [one.lan]);
    group.adds('bot');
    const { from, to } = group.becomesSupergroup();
    expect(await failureOf(send({}, String(from)))).toEqual({ kind: 'moved', to: String(to) });
  });

  test('a refusal of three chats in a row is the whole bot’s', async () => {
    const mai = one.stage.platform.person({ name: 'Mai' });
    mai.starts();
    const nam = one.stage.platform.person({ name: 'Nam' });
    nam.starts();
    one.stage.platform.fails({ kind: 'tooMany', retryAfter: 3 }, { count: 3 });
    expect(await failureOf(send({}))).toEqual({ kind: 'retryAfter', seconds: 3 });
    expect(await failureOf(send({}, String(nam.id)))).toEqual({ kind: 'retryAfter', seconds: 3 });
    expect(await failureOf(send({}, String(mai.id)))).toEqual({
      kind: 'retryAfter',
      seconds: 3,
      whole: true,
    });
  });

  test('nothing that is logged or thrown holds the token', async () => {
    const { platform, lines } = one.stage;
    const faults: Parameters<typeof platform.fails>[0][] = [
      { kind: 'resetBefore' },
      { kind: 'serverError', status: 503 },
      { kind: 'refuse', code: 400, description: `Bad Request: ${platform.token}` },
    ];
    const thrown: unknown[] = [];
    for (const fault of faults) {
      platform.fails(fault);
      await send({}).catch((error: unknown) => thrown.push(error));
    }
    const said = thrown.map((error) => (error instanceof Error ? `${error.message} ${error.stack}` : error));
    const secret = platform.token.split(':')[1] ?? '';
    expect(thrown).toHaveLength(3);
    expect(JSON.stringify([said, thrown, lines])).not.toContain(secret);
  });

  test('what a person sent is fetched', async () => {
    one.lan.sendsDocument('a.docx', Buffer.from('nội dung'));
    const update = one.stage.platform.updates.pending.at(-1);
    const ref = update?.message?.document?.file_id ?? '';
    expect(Buffer.from((await one.channel.download?.(ref)) ?? []).toString()).toBe('nội dung');
  });

  test('a file that is too large, or cannot be had now', async () => {
    one.lan.sendsDocument('a.zip', Buffer.alloc(21 * 1024 * 1024));
    const ref = one.stage.platform.updates.pending.at(-1)?.message?.document?.file_id ?? '';
    const load = () => one.channel.download?.(ref);
    await expect(load()).rejects.toEqual(new FileUnavailable('tooLarge'));
    one.stage.platform.fails(
      { kind: 'refuse', code: 400, description: 'Bad Request: wrong file_id' },
      { method: 'getFile' },
    );
    await expect(load()).rejects.toEqual(new FileUnavailable('gone'));
    one.stage.platform.fails({ kind: 'resetBefore' }, { method: 'getFile' });
    expect(await failureOf(load())).toEqual({ kind: 'unknown' });
  });

  test('limits: a second for a person, twenty a minute for a group', () => {
    const { perChat, perSecond } = one.channel.can;
    const rate = typeof perChat === 'function' ? perChat : undefined;
    expect([perSecond, rate?.('7'), rate?.('-7')]).toEqual([
      30,
      { perSecond: 1, burst: 3 },
      { perSecond: 0.25, burst: 5 },
    ]);
  });
});
