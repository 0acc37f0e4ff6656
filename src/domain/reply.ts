import type { Deadline, DateFault } from './deadline.ts';

export { readReplies, readReply } from './replies/read.ts';

/** What one short reply can mean. Several in one message count together. */
export type Meaning =
  | { kind: 'received' } // đã nhận
  | { kind: 'confirm' } // cam kết / xác nhận đúng hạn
  | { kind: 'progress'; percent?: number } // 60%, đang làm
  | { kind: 'done' } // xong, đã gửi báo cáo
  | { kind: 'blocked' } // vướng, không làm được, chưa có số liệu nên kẹt
  | { kind: 'unblocked' } // hết vướng, đã gỡ
  | { kind: 'extend'; due?: Deadline; fault?: DateFault; reason?: string } // xin gia hạn …
  | { kind: 'question' }; // hỏi

export interface Reading {
  /** A number written as a task number (#12, việc 12, nv 12, số 12): decides which task. Several: the message speaks of several tasks. */
  tasks: number[];
  /** Bare numbers of two digits or more that may be task numbers ("12 xong"): not dates, percentages, quantities, document numbers. */
  bare: number[];
  /** A message that is nothing but one digit 1–9: an option of the last list. */
  option?: number;
  meanings: Meaning[];
  /** The words to be kept beside the record: the message without task number and command words; '' when nothing is left. */
  note: string;
  /** True where the words could also be read otherwise: ask back, record nothing ("chắc xong", "xong chưa?" from a focal point). */
  unsure: boolean;
  /**
   * A bare number, 1 to 100, that may be a percentage without its sign ("12 60 đang rà soát", "60", "hoàn thành 80").
   * Where it stands in `bare` too it may as well be a task: if that task is not open, ask, and record nothing.
   */
  maybePercent?: number;
}
