import type { Inbound } from '../channel.ts';
import { dayOf } from '../../domain/time.ts';
import { fieldsOf, listOf, whole, words, type Fields } from './fields.ts';

type File = Inbound['files'][number];

/** Kinds that may have no name of their own, with what they are then. Stickers and the like are nobody's evidence. */
const kinds = [
  ['document', 'tep', ''],
  ['video', 'video', '.mp4'],
  ['audio', 'am-thanh', '.mp3'],
  ['voice', 'ghi-am', '.ogg'],
  ['video_note', 'video', '.mp4'],
] as const;

/** The files of a message; a photo in its largest size. Their bytes are fetched later, by `ref`. */
export function attachments(message: Fields, id: number): File[] {
  const named = `${dayIn(message.date)}-${id}`;
  const photo = largest(listOf(message.photo));
  if (photo) return [fileOf(photo, { name: `anh-${named}.jpg`, mime: 'image/jpeg' })].flat();
  // An animation comes as a document too.
  for (const [kind, prefix, extension] of kinds) {
    const found = fieldsOf(message[kind]);
    if (found) return fileOf(found, { name: `${prefix}-${named}${extension}` });
  }
  return [];
}

function fileOf(found: Fields, given: { name: string; mime?: string }): File[] {
  const ref = words(found.file_id);
  if (ref === undefined) return [];
  const size = whole(found.file_size);
  const mime = given.mime ?? words(found.mime_type);
  return [
    {
      ref,
      name: words(found.file_name) ?? given.name,
      ...(size === undefined ? {} : { size }),
      ...(mime === undefined ? {} : { mime }),
    },
  ];
}

function largest(sizes: readonly unknown[]): Fields | undefined {
  const area = (size: Fields): number => (whole(size.width) ?? 0) * (whole(size.height) ?? 0);
  return sizes
    .map(fieldsOf)
    .filter((size) => size !== undefined)
    .filter((size) => words(size.file_id) !== undefined)
    .reduce<Fields | undefined>((best, size) => (best && area(best) >= area(size) ? best : size), undefined);
}

/** The day in a name that we make, in the time of the country. */
function dayIn(date: unknown): string {
  const seconds = whole(date);
  if (seconds === undefined || seconds <= 0 || seconds >= 2 ** 33) return 'khong-ro-ngay';
  return dayOf(new Date(seconds * 1000), 'Asia/Ho_Chi_Minh');
}
