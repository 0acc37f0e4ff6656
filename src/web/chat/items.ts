import { escapeHtml, inlineHtmlText, plainText } from '../../domain/markup.ts';
import { isoWithOffset } from '../../domain/time.ts';
import { filesById } from '../../store/files.ts';
import type { Db } from '../../store/db.ts';
import type { WebButton, WebMessageRow } from '../../store/web-chat.ts';

/** A message of the web chat as the API gives it (design §8, "Web chat"). */
export interface Item {
  id: string;
  from: 'bot' | 'me';
  text: string;
  html: string;
  buttons: WebButton[][];
  files: { id: string; name: string; size: number; mime: string }[];
  at: string;
  editedAt?: string;
  clientId?: string;
  replyTo?: string;
}

/** Rows as items, their files looked up together. The bot's text is markup, a person's is their own words. */
export async function itemsOf(db: Db, rows: readonly WebMessageRow[], zone: string): Promise<Item[]> {
  const files = await filesById(db, [...new Set(rows.flatMap((row) => row.fileIds))]);
  return rows.map((row) => ({
    id: row.id.toString(),
    from: row.from,
    text: row.from === 'bot' ? plainText(row.text) : row.text,
    html: row.from === 'bot' ? inlineHtmlText(row.text) : escapeHtml(row.text),
    buttons: row.buttons ?? [],
    files: row.fileIds.flatMap((id) => {
      const file = files.get(id);
      return file ? [{ id, name: file.name, size: file.size, mime: file.mime }] : [];
    }),
    at: isoWithOffset(row.at, zone),
    ...(row.editedAt ? { editedAt: isoWithOffset(row.editedAt, zone) } : {}),
    ...(row.clientId ? { clientId: row.clientId } : {}),
    ...(row.replyTo === null ? {} : { replyTo: row.replyTo.toString() }),
  }));
}
